import { describe, expect, it } from 'vitest';
import { Summary } from '../../../../../electron/main/app/summary';
import type { LinkState } from '../../../../../shared/contract/ipc';
import type { NodeStatus, Patch } from '../../../../../shared/model/room';

const now = Date.UTC(2026, 10, 23, 3, 0, 0);
const link: LinkState = {
  phase: 'live',
  since: now - 60_000,
  lastBeatAt: now,
  knownAt: now,
  oldestObservedAt: now,
  unobserved: 0,
  offsetMs: 0,
  roundTripMs: 1,
  hub: 'http://127.0.0.1',
  reason: null,
  degraded: [],
  rejectedMessages: 0,
};
const node = (
  id: string,
  state: NodeStatus['state'],
  since: number,
): NonNullable<Patch['status']>['put'][number] => [
  `node:${id}`,
  {
    kind: 'node',
    value: { id, state, since, own: state, hard: state, because: [], quiet: null, flapping: false },
  },
];
const service = (id: string, name: string): NonNullable<Patch['catalogue']>['put'][number] => [
  `service:${id}`,
  {
    kind: 'service',
    value: {
      id,
      name,
      order: 0,
      owner: null,
      criticality: 1,
      family: 'f',
      sites: ['mo'],
      needs: [],
      expectedMs: null,
      description: null,
      runbook: null,
      emergencyRoutine: null,
      hours: null,
      users: null,
    },
  },
];
const catalogue = {
  put: [
    service('dips', 'DIPS Arena'),
    ['site:mo', { kind: 'site', value: { id: 'mo', name: 'Mo', trust: 't', order: 0 } }] as const,
  ],
  drop: [],
};

describe('the room as text', () => {
  it('says what is wrong, where and since when, worst first', () => {
    const summary = new Summary();
    summary.load({
      catalogue,
      status: {
        put: [
          node('dips@mo', 'degraded', now - 8 * 60_000),
          node('lab', 'down', now - 60_000),
          node('ad', 'normal', now - 60_000),
        ],
        drop: [],
      },
    });
    expect(summary.lines(link, 'nb', now)).toEqual([
      '04:00:00 · kontakt med huben · nede 1, redusert 1, normal 1',
      '  Nede: lab, siden 03:59 (60 s)'.replace('60 s', '1 min'),
      '  Redusert: DIPS Arena, Mo, siden 03:52 (8 min)',
    ]);
    expect(summary.lines(link, 'en', now)[2]).toBe('  Degraded: DIPS Arena, Mo, since 03:52 (8 min)');
  });

  it('says since when the link is lost and what was last known', () => {
    const lines = new Summary().lines({ ...link, phase: 'lost', reason: 'cut' }, 'nb', now);
    expect(lines).toEqual([
      '04:00:00 · INGEN KONTAKT MED HUBEN siden 03:59 (cut), sist kjent 04:00 · ingen tjenester ennå',
    ]);
  });

  it('names the worst five and counts the rest', () => {
    const summary = new Summary();
    summary.load({
      status: { put: Array.from({ length: 9 }, (_, i) => node(`s${i}`, 'down', now - i)), drop: [] },
    });
    const lines = summary.lines(link, 'nb', now);
    expect(lines).toHaveLength(7);
    expect(lines.at(-1)).toBe('  + 4 til');
    expect(lines[1]).toContain('s8');
  });

  it('notices only what can be seen in the lines', () => {
    const summary = new Summary();
    summary.load({ catalogue, status: { put: [node('dips@mo', 'normal', 5)], drop: [] } });
    expect(summary.apply({ status: { put: [node('dips@mo', 'normal', 5)], drop: [] } })).toBe(false);
    expect(summary.apply({ status: { put: [node('dips@mo', 'down', 6)], drop: [] } })).toBe(true);
    expect(summary.apply({ status: { put: [], drop: ['node:dips@mo'] } })).toBe(true);
    expect(summary.apply({ status: { put: [], drop: ['node:dips@mo'] } })).toBe(false);
    expect(summary.lines(link, 'nb', now)[0]).toContain('ingen tjenester ennå');
  });
});
