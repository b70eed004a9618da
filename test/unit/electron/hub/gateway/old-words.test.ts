import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { inOldWords } from '../../../../../electron/hub/gateway/old-words';
import { type OldCode, oldCode, said } from '../../../../fixtures/schema-5/open';
import { wordsOf } from '../../../../fixtures/schema-5/words.mjs';

/** What protocol 5 can say, as its own schemas have it. */

let old: OldCode;
beforeAll(async () => {
  old = await oldCode();
});

describe('the words of protocol 5', () => {
  it('are those of its own schemas', () => {
    const file = new URL('../../../../../electron/hub/gateway/protocol-5.json', import.meta.url);
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    expect(kept).toEqual(JSON.parse(JSON.stringify(wordsOf(old.wire.WIRE_SCHEMAS))));
  });

  it('say all that a room of that protocol held, unchanged', () => {
    for (const name of ['catalogue', 'alarms', 'people', 'incidents', 'watch', 'wall'] as const) {
      for (const [key, entity] of Object.entries(said[name])) {
        expect([key, inOldWords(name, entity)]).toEqual([key, entity]);
      }
    }
    expect(inOldWords('room', said.room)).toEqual(said.room);
  });

  it('leave out fields, and items of lists, that came later', () => {
    const shown = { kind: 'node', value: { id: 'a', state: 'down', since: 1, own: 'down', hard: 'down' } };
    const rest = { quiet: null, flapping: false };
    const because = [
      { kind: 'check', id: 'a/c', weight: 2 },
      { kind: 'weather', id: 'storm' },
    ];
    const entity = { ...shown, value: { ...shown.value, ...rest, because, mood: 'grey' } };
    expect(inOldWords('status', entity)).toEqual({
      ...shown,
      value: { ...shown.value, ...rest, because: [{ kind: 'check', id: 'a/c' }] },
    });
  });

  it('have nothing for a kind, a state or a shape that they do not know', () => {
    expect(inOldWords('wall', { kind: 'later', value: {} })).toBeNull();
    expect(inOldWords('wall', null)).toBeNull();
    const site = { kind: 'site', value: { id: 'mo', name: 'Mo', trust: 'unn', order: 0 } };
    expect(inOldWords('catalogue', site)).toEqual(site);
    expect(inOldWords('catalogue', { ...site, value: { ...site.value, name: 7 } })).toBeNull();
    expect(inOldWords('catalogue', { ...site, value: { id: 'mo' } })).toBeNull();
  });

  it('keep an optional field where it is there, and do without where it is not', () => {
    const event = (body: object) => ({ origin: 'o', epoch: 1, seq: 1, at: 1, body });
    const stopped = event({ type: 'hub.stopped' });
    expect(inOldWords('event', stopped)).toEqual(stopped);
    const cared = { type: 'wall.cared', console: 'k', name: 'K', window: null, how: 'reload' };
    expect(inOldWords('event', event({ ...cared, actor: 'x', actedAt: 1 }))).toBeNull();
  });

  it('pass JSON of any shape as it is', () => {
    const panel = { kind: 'map', settings: { deep: [{ of: { any: ['shape', null, 1] } }] } };
    const sent = { id: 'sendt-001', panel, cell: { display: 'a', at: null }, by: 'x', from: 1, until: 2 };
    const wall = said.wall['wall:room'];
    if (wall?.kind !== 'wall') throw new Error('the fixture has no wall');
    const entity = { ...wall, value: { ...wall.value, sent: [sent] } };
    expect(inOldWords('wall', entity)).toEqual(entity);
  });
});
