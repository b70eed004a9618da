import { describe, expect, it } from 'vitest';
import { openFates } from '../../../../../renderer/desk/maintenance/fates';
import { groupWindows, MAX_PAST, SOON_MS } from '../../../../../renderer/desk/maintenance/windows';
import type { OutboxEntry } from '../../../../../shared/contract/ipc';
import type { MaintenanceStatus } from '../../../../../shared/model/maintenance';

const NOW = 1_000_000_000_000;
const HOUR = 3_600_000;

function status(id: string, change: Partial<MaintenanceStatus> = {}): MaintenanceStatus {
  return {
    window: {
      id,
      title: id,
      description: null,
      ticket: null,
      owner: null,
      origin: 'desk',
      effects: [{ match: 'a', worst: 'down' }],
      start: '2026-11-23T02:00',
      durationMs: HOUR,
      rrule: null,
    },
    run: null,
    next: null,
    last: null,
    ...change,
  };
}
const run = (phase: 'running' | 'overrun', end: number) => ({
  start: NOW - HOUR,
  end,
  phase,
  since: NOW - HOUR,
  covers: [],
});
const next = (start: number) => ({ start, end: start + HOUR });

describe('windows in time', () => {
  it('are over their time first, then running, coming in order, later, and past newest first', () => {
    const all = [
      status('past-old', { last: { start: NOW - 9 * HOUR, end: NOW - 8 * HOUR, by: null } }),
      status('past-new', { last: { start: NOW - 3 * HOUR, end: NOW - 2 * HOUR, by: 'x' } }),
      status('later', { next: next(NOW + SOON_MS + 1) }),
      status('soon-2', { next: next(NOW + 2 * HOUR) }),
      status('soon-1', { next: next(NOW + HOUR) }),
      status('long', { run: run('running', NOW + 9 * HOUR), next: next(NOW + 24 * HOUR) }),
      status('short', { run: run('running', NOW + HOUR) }),
      status('over', { run: run('overrun', NOW - HOUR) }),
      status('never'),
    ];
    const groups = groupWindows(all, NOW);
    expect(groups.map(({ section, windows }) => [section, windows.map(({ window }) => window.id)])).toEqual([
      ['overrun', ['over']],
      ['running', ['short', 'long']],
      ['soon', ['soon-1', 'soon-2']],
      ['later', ['later']],
      ['past', ['past-new', 'past-old', 'never']],
    ]);
  });

  it('of the past, only so many are shown, and the rest is counted', () => {
    const all = Array.from({ length: MAX_PAST + 7 }, (_, index) => status(`w${index}`));
    expect(groupWindows(all, NOW)[0]).toMatchObject({ section: 'past', hidden: 7 });
  });
});

describe('what was asked for', () => {
  const entry = (id: string, change: Partial<OutboxEntry>): OutboxEntry => ({
    id,
    kind: 'maintenance.end',
    subject: 'mw/a',
    actor: 'pult',
    actedAt: NOW,
    expiresAt: NOW + HOUR,
    fate: 'queued',
    reason: null,
    settledAt: null,
    ...change,
  });

  it('is told until it is done: the last word on each window', () => {
    expect(
      openFates([entry('1', {}), entry('2', { actedAt: NOW + 1, fate: 'refused', settledAt: NOW })], NOW),
    ).toEqual(new Map([['mw/a', expect.objectContaining({ id: '2' })]]));
    expect(
      openFates([entry('1', {}), entry('2', { actedAt: NOW + 1, fate: 'confirmed', settledAt: NOW })], NOW)
        .size,
    ).toBe(0);
    expect(openFates([entry('1', { kind: 'check.recheck' })], NOW).size).toBe(0);
    expect(openFates([entry('1', { fate: 'refused', settledAt: NOW - HOUR })], NOW).size).toBe(0);
  });
});
