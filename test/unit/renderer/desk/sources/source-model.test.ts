import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countHits,
  filterAlerts,
  matchersFor,
  matchesAll,
  sourceViews,
} from '../../../../../renderer/desk/sources/source-model';
import type { Source } from '../../../../../shared/model/catalogue';
import type { ForeignAlert, SourceEntity } from '../../../../../shared/model/sources';

const source = (id: string, order: number): Source => ({
  id,
  name: id,
  order,
  kind: 'alertmanager',
  url: 'http://x',
  history: false,
});

function alert(id: string, change: Partial<ForeignAlert> = {}): ForeignAlert {
  return {
    id,
    source: 'am',
    name: id,
    summary: '',
    severity: 'warning',
    labels: { alertname: id, site: 'mo' },
    nodes: ['wan@mo'],
    rules: [0],
    startsAt: 0,
    silencedBy: [],
    inhibited: false,
    link: null,
    ...change,
  };
}

const matcher = (name: string, value: string, isRegex = false, isEqual = true) => ({
  name,
  value,
  isRegex,
  isEqual,
});

describe('sources as the desk shows them', () => {
  it('stand in the order of the catalogue, each with its own alerts, what is heard and worst first', () => {
    const entities = new Map<string, SourceEntity>(
      [
        alert('held', { severity: 'critical', silencedBy: ['s'] }),
        alert('old', { severity: 'critical', startsAt: 1 }),
        alert('new', { severity: 'critical', startsAt: 2 }),
        alert('mild'),
        alert('elsewhere', { source: 'other' }),
      ].map((value) => [`alert:${value.id}`, { kind: 'alert', value }]),
    );
    const views = sourceViews([source('other', 1), source('am', 0)], entities);
    expect(views.map((view) => view.source.id)).toEqual(['am', 'other']);
    expect(views[0]?.alerts.map(({ id }) => id)).toEqual(['new', 'old', 'mild', 'held']);
    expect(views[1]?.alerts.map(({ id }) => id)).toEqual(['elsewhere']);
    expect(views[0]?.status).toBeNull();
  });

  it('can be narrowed to what belongs nowhere, to what rules disagree about, and to what is silenced', () => {
    const alerts = [
      alert('fine'),
      alert('lost', { nodes: [], rules: [] }),
      alert('torn', { nodes: ['wan@mo', 'lan@mo'], rules: [0, 1] }),
      alert('spread', { nodes: ['wan@mo', 'wan@bodø'], rules: [0] }),
      alert('held', { inhibited: true }),
    ];
    const ids = (only: Parameters<typeof filterAlerts>[1], search = ''): readonly string[] =>
      filterAlerts(alerts, only, search).map(({ id }) => id);
    expect(ids('all')).toHaveLength(5);
    expect(ids('unmatched')).toEqual(['lost']);
    expect(ids('twice')).toEqual(['torn']);
    expect(ids('silenced')).toEqual(['held']);
    expect(ids('all', 'LAN@ torn')).toEqual(['torn']);
    expect(ids('all', 'site=bodø')).toEqual([]);
  });

  it('begin a silence with the labels that say which thing it is', () => {
    const labels = { severity: 'critical', job: 'j', site: 'mo', instance: 'i', host: 'h', alertname: 'A' };
    expect(matchersFor(alert('a', { labels })).map(({ name }) => name)).toEqual([
      'alertname',
      'instance',
      'host',
      'site',
    ]);
    expect(matchersFor(alert('a', { labels: { odd: '1' } }))).toEqual([matcher('odd', '1')]);
  });
});

describe('the count beside a silence', () => {
  const alerts = [
    alert('a'),
    alert('b', { labels: { alertname: 'b', site: 'bodø' } }),
    alert('c', { labels: {} }),
  ];

  it('follows Alertmanager: all matchers hold, patterns are anchored, a missing label is empty', () => {
    expect(countHits([matcher('site', 'mo')], alerts)).toBe(1);
    expect(countHits([matcher('site', 'mo', false, false)], alerts)).toBe(2);
    expect(countHits([matcher('site', 'm', true)], alerts)).toBe(0);
    expect(countHits([matcher('site', 'm.|bodø', true)], alerts)).toBe(2);
    expect(countHits([matcher('site', '')], alerts)).toBe(1);
    expect(countHits([matcher('site', 'mo'), matcher('alertname', 'b')], alerts)).toBe(0);
  });

  it('is withheld where a pattern cannot be read', () => {
    expect(countHits([matcher('site', '(', true)], alerts)).toBeNull();
    expect(countHits([matcher('site', 'a'.repeat(301), true)], alerts)).toBeNull();
  });

  it('never throws, whatever a person writes', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ maxLength: 20 }), fc.boolean(), (name, value, isEqual) => {
        const hits = countHits([matcher(name, value, true, isEqual)], alerts);
        expect(hits === null || (hits >= 0 && hits <= alerts.length)).toBe(true);
      }),
    );
  });

  it('knows a silence that would hold everything', () => {
    expect(matchesAll([matcher('site', '.*', true)])).toBe(true);
    expect(matchesAll([matcher('site', '')])).toBe(true);
    expect(matchesAll([matcher('site', 'mo'), matcher('job', '.+', true)])).toBe(false);
    expect(matchesAll([])).toBe(true);
  });
});
