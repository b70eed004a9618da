import { describe, expect, it } from 'vitest';
import { marksOf, type QuietView } from '../../../../../renderer/desk/model/quiet';
import { translator } from '../../../../../renderer/i18n';
import type { MaintenanceStatus } from '../../../../../shared/model/maintenance';
import type { Quiet } from '../../../../../shared/model/room';
import type { ForeignAlert, ForeignSilence, SourceEntity } from '../../../../../shared/model/sources';
import { aNodeStatus, stillBoard } from '../board';

/** Monday 23 November 2026, 04:00 in Oslo. */
const NOW = Date.UTC(2026, 10, 23, 3, 0);
const HOUR = 3_600_000;
const nb = { t: translator('nb'), lang: 'nb' } as const;
const en = { t: translator('en'), lang: 'en' } as const;

const window: MaintenanceStatus = {
  window: {
    id: 'w',
    title: 'Ny fastvare',
    description: null,
    ticket: null,
    owner: null,
    origin: 'desk',
    effects: [{ match: 'san1', worst: 'down' }],
    start: '2026-11-23T02:00',
    durationMs: 3 * HOUR,
    rrule: null,
  },
  run: { start: NOW - HOUR, end: NOW + HOUR, phase: 'running', since: NOW - HOUR, covers: [] },
  next: null,
  last: null,
};

function silence(id: string, endsAt: number): readonly [string, SourceEntity] {
  const value: ForeignSilence = {
    id,
    source: 'prom',
    phase: 'active',
    matchers: [],
    startsAt: NOW,
    endsAt,
    author: `vakt-${id}`,
    comment: '',
    correlation: null,
    reason: null,
  };
  return [`silence:${id}`, { kind: 'silence', value }];
}

function alert(
  id: string,
  nodes: readonly string[],
  silencedBy: readonly string[],
): readonly [string, SourceEntity] {
  const value: ForeignAlert = {
    id,
    source: 'prom',
    name: id,
    summary: '',
    severity: 'critical',
    labels: {},
    nodes: [...nodes],
    rules: [],
    startsAt: NOW,
    silencedBy: [...silencedBy],
    inhibited: false,
    link: null,
  };
  return [`alert:${id}`, { kind: 'alert', value }];
}

function view(change: Partial<QuietView> = {}): QuietView {
  const { catalogue, graph } = stillBoard();
  const check = graph.checks.get('san1/ping');
  const checks = new Map(graph.checks);
  if (check) checks.set(check.id, { ...check, source: 'prom' });
  return {
    graph: { ...graph, checks },
    catalogue: new Map([
      ...catalogue,
      [
        'source:prom',
        {
          kind: 'source',
          value: {
            id: 'prom',
            name: 'Prometheus UNN',
            order: 0,
            kind: 'alertmanager',
            url: '',
            history: false,
          },
        },
      ],
    ]),
    maintenance: new Map([['mw/w', window]]),
    sources: new Map(),
    room: { hours: [{ id: 'dag', open: false, nextAt: NOW + 3 * HOUR }] },
    now: NOW,
    ...change,
  };
}

const say = (
  quiet: Quiet | null,
  change: Partial<QuietView> = {},
  speech: typeof nb | typeof en = nb,
): string =>
  marksOf(aNodeStatus('san1', 'down', { quiet }), view(change), speech)
    .map(({ mark, text, until }) => `${mark}: ${[text, until].filter(Boolean).join(' ')}`)
    .join('; ');

describe('why a fault makes no sound', () => {
  it('is nothing for most', () => {
    expect(say(null)).toBe('');
    expect(marksOf(undefined, view(), nb)).toEqual([]);
  });

  it('is planned work, by its title and its end', () => {
    const quiet = { kind: 'maintenance', id: 'w' } as const;
    expect(say(quiet)).toBe('maintenance: Vedlikehold: Ny fastvare til 05:00');
    expect(say(quiet, {}, en)).toBe('maintenance: Maintenance: Ny fastvare until 05:00');
    expect(say(quiet, { maintenance: new Map() })).toBe('maintenance: Vedlikehold: w');
  });

  it('is no longer, once planned work is over its time: what it covers is marked with whose work it is', () => {
    const covers = [{ node: 'san1', worst: 'down' as const }];
    const run = {
      start: NOW - 2 * HOUR,
      end: NOW - HOUR,
      phase: 'overrun' as const,
      since: NOW - HOUR,
      covers,
    };
    const maintenance = new Map([['mw/w', { ...window, run }]]);
    expect(say(null, { maintenance })).toBe('overrun: Over tiden: Ny fastvare');
    expect(say(null, { maintenance }, en)).toBe('overrun: Overrun: Ny fastvare');
    // What is normal again is not pointed at, and neither is what the work never covered.
    expect(marksOf(aNodeStatus('san1', 'normal'), view({ maintenance }), nb)).toEqual([]);
    expect(marksOf(aNodeStatus('san2', 'down'), view({ maintenance }), nb)).toEqual([]);
    expect(say({ kind: 'hours', id: 'dag' }, { maintenance })).toBe('hours: venter til 07:00');
  });

  it('is closed service hours, and when they open', () => {
    const quiet = { kind: 'hours', id: 'dag' } as const;
    expect(say(quiet)).toBe('hours: venter til 07:00');
    const monday = { hours: [{ id: 'dag', open: false, nextAt: NOW + 3 * HOUR + 2 * 24 * HOUR }] };
    expect(say(quiet, { room: monday })).toBe('hours: venter til ons. 07:00');
    const later = { hours: [{ id: 'dag', open: false, nextAt: NOW + 20 * 24 * HOUR }] };
    expect(say(quiet, { room: later })).toMatch(/^hours: venter til 13\.12\. 04:00$/);
    expect(say(quiet, { room: { hours: [] } })).toBe('hours: venter på åpningstid');
  });

  it('is a silence, by its source and author; of several, the one that lasts longest', () => {
    const quiet = { kind: 'silence', id: 'san1/ping' } as const;
    const sources = new Map([
      silence('a', NOW + HOUR),
      silence('b', NOW + 2 * HOUR),
      alert('x', ['san1'], ['a', 'b', 'gone']),
      alert('y', ['san2'], ['a']),
    ]);
    expect(say(quiet, { sources })).toBe('silence: dempet i Prometheus UNN av vakt-b til 06:00');
    expect(say(quiet)).toBe('silence: dempet i Prometheus UNN');
  });

  it('is told beside flapping', () => {
    const status = aNodeStatus('san1', 'down', { quiet: { kind: 'hours', id: 'dag' }, flapping: true });
    expect(marksOf(status, view(), nb).map(({ mark }) => mark)).toEqual(['hours', 'flapping']);
  });
});
