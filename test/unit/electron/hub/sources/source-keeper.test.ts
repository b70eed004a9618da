import { afterEach, describe, expect, it } from 'vitest';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import { SourceKeeper } from '../../../../../electron/hub/sources/source-keeper';
import type { Command } from '../../../../../shared/contract/wire';
import type { SourceEntity } from '../../../../../shared/model/sources';
import { Projection } from '../../../../../shared/rules/projection';
import { ManualClock } from '../../../../../shared/time/clock';
import { aService, catalogueChanged, entities, eventWriter } from '../../../../fixtures/room';
import { sourceTarget } from '../../../../integration/sources/targets';

const keepers: SourceKeeper[] = [];
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.stop();
});

/** A keeper of the source `am`, whose word is in the state though nobody answers at its address. */
function keeperOf(put: readonly SourceEntity[], target = sourceTarget({ vouchesFor: ['a'] })) {
  const clock = new ManualClock();
  const state = new Projection();
  const write = eventWriter();
  state.apply(write(catalogueChanged(entities([aService('a'), aService('b')]))));
  if (put.length > 0) {
    state.apply(write({ type: 'sources.changed', source: 'am', put: [...put], drop: [], actor: null }));
  }
  const keeper = new SourceKeeper({
    clock,
    state,
    pipeline: {
      submit: (decide) => {
        const body = decide(state);
        if (!body) return null;
        const event = write(body);
        state.apply(event);
        return event;
      },
      whenDurable: () => Promise.resolve(),
    },
    push: () => {},
    log: () => {},
  });
  keepers.push(keeper);
  keeper.apply({ sources: [target], history: new Map() });
  return { keeper, state, clock };
}

const alert = (id: string, source = 'am'): SourceEntity => ({
  kind: 'alert',
  value: {
    id: `${source}/${id}`,
    source,
    name: `N${id}`,
    summary: '',
    severity: 'warning',
    labels: { n: id },
    nodes: [],
    rules: [],
    startsAt: 1,
    silencedBy: [],
    inhibited: false,
    link: null,
  },
});

const command = (kind: Command['kind']): Command => ({
  id: 'command-1',
  kind,
  subject: 'am',
  payload: null,
  actor: 'pult',
  session: null,
  proof: '',
  actedAt: 0,
  expiresAt: 1,
});

describe('the sources of the catalogue', () => {
  it('leave nothing behind when they are no more', () => {
    const { state, keeper } = keeperOf([alert('1', 'gammel'), alert('2')]);
    expect([...state.sources.keys()].sort()).toEqual(['alert:am/2', 'source:am']);
    keeper.apply({ sources: [], history: new Map() });
    expect([...state.sources.keys()]).toEqual([]);
  });

  it('have rules that can be used, or the file has a fault at their place', async () => {
    const text = [
      'version: 1',
      'name: T',
      'sources:',
      '  - id: am',
      '    name: AM',
      '    kind: alertmanager',
      '    url: http://127.0.0.1:9093',
      '    rules:',
      '      - match: [\'a="1"\', \'b=~"(x"\']',
      '        service: "{0}"',
      'services: [{ id: a, name: A, criticality: 1 }]',
    ];
    const outcome = await parseCatalogue(text.join('\n'), 'test.yaml');
    expect(
      outcome.ok ? [] : outcome.issues.map(({ line, col, reason }) => `${line}:${col} ${reason}`),
    ).toEqual(['9:26 «(x»: en «)» mangler', '10:18 «{0}» er ikke en etikett']);
  });
});

describe('who may push', () => {
  const here = { key: null, address: '127.0.0.1' };

  it('is this machine where there is no key', () => {
    const { keeper } = keeperOf([]);
    expect(keeper.admitPush('am', here).ok).toBe(true);
    expect(keeper.admitPush('am', { ...here, address: '::ffff:127.0.0.1' }).ok).toBe(true);
    expect(keeper.admitPush('am', { ...here, address: '10.0.0.1' })).toMatchObject({
      error: { code: 'key' },
    });
    expect(keeper.admitPush('am', { key: 'x', address: undefined })).toMatchObject({
      error: { code: 'key' },
    });
    expect(keeper.admitPush('ingen', here)).toMatchObject({ error: { code: 'unknown' } });
  });

  it('is whoever has the key where there is one', () => {
    const { keeper } = keeperOf([], sourceTarget({ webhookKey: 'en-hemmelig-nøkkel' }));
    expect(keeper.admitPush('am', here)).toMatchObject({ error: { code: 'key' } });
    expect(keeper.admitPush('am', { key: 'en-annen', address: '127.0.0.1' }).ok).toBe(false);
    expect(keeper.admitPush('am', { key: 'en-hemmelig-nøkkel', address: '10.0.0.1' }).ok).toBe(true);
  });
});

describe('a preview', () => {
  it('shows a thousand, those that need an eye first, and counts the rest', async () => {
    const { keeper } = keeperOf(Array.from({ length: 1_200 }, (_, index) => alert(`${index}`)));
    const preview = await keeper.previewMapping('am', [{ match: ['n=~".*7"'], service: 'b' }]);
    expect(preview.hits).toEqual([120]);
    expect(preview.alerts).toHaveLength(1_000);
    expect(preview.more).toBe(200);
    expect(preview.alerts.every(({ verdict }) => verdict === 'unmatched')).toBe(true);
    const inForce = await keeper.previewMapping('am', null);
    expect(inForce.hits).toEqual([]);
  });

  it('is refused for a source that is not there', async () => {
    const { keeper } = keeperOf([]);
    expect(() => keeper.previewMapping('ingen', null)).toThrow('ingen kilde heter «ingen»');
  });
});

describe('silences that cannot be', () => {
  const set = (subject: string) =>
    keeperOf([]).keeper.setSilence(
      { ...command('silence.set'), subject },
      {
        matchers: [{ name: 'a', value: 'b', isRegex: false, isEqual: true }],
        endsAt: 1e15,
        comment: 'x',
      },
    );

  it('are refused in words', () => {
    expect(set('ingen')).toEqual({ outcome: 'refused', reason: 'ingen kilde heter «ingen»' });
    expect(set('am')).toEqual({ outcome: 'refused', reason: 'Alertmanager svarer ikke nå' });
    const end = keeperOf([]).keeper.endSilence(command('silence.end'), { silence: 'am/x' });
    expect(end).toEqual({ outcome: 'refused', reason: 'dempingen finnes ikke' });
  });
});
