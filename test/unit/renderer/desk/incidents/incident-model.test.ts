import { describe, expect, it } from 'vitest';
import {
  groupIncidents,
  openMajor,
  outOfOrder,
  spansOf,
} from '../../../../../renderer/desk/incidents/incident-model';
import { anIncident } from './an-incident';

const MINUTE = 60_000;
const update = (until: number) => ({ at: 0, by: 'dag1', until, due: false });
const times = (known: Partial<Record<string, number>>) => ({ ...anIncident().times, ...known });

describe('the list of incidents', () => {
  it('has the gravest of the open ones first, then the one whose word is due first', () => {
    const list = groupIncidents([
      anIncident({ id: 'late', severity: 'high', update: update(9_000), openedAt: 3 }),
      anIncident({ id: 'silent', severity: 'high', openedAt: 4 }),
      anIncident({ id: 'soon', severity: 'high', update: update(5_000), openedAt: 1 }),
      anIncident({ id: 'major', severity: 'major', update: update(99_000), openedAt: 2 }),
    ]);
    expect(list.map(({ group, incidents }) => [group, incidents.map(({ id }) => id)])).toEqual([
      ['open', ['major', 'soon', 'late', 'silent']],
    ]);
  });

  it('has what is over after what is open, the newest first, and no heads over nothing', () => {
    const list = groupIncidents([
      anIncident({ id: 'old', state: 'closed', severity: 'major', openedAt: 1 }),
      anIncident({ id: 'new', state: 'closed', openedAt: 2 }),
      anIncident({ id: 'open', severity: 'moderate', openedAt: 0 }),
    ]);
    expect(list.map(({ group, incidents }) => [group, incidents.map(({ id }) => id)])).toEqual([
      ['open', ['open']],
      ['closed', ['new', 'old']],
    ]);
  });

  it('tells of major incidents only while they are open', () => {
    const ids = openMajor([
      anIncident({ id: 'second', severity: 'major', openedAt: 2 }),
      anIncident({ id: 'restored', severity: 'major', state: 'restored' }),
      anIncident({ id: 'high' }),
      anIncident({ id: 'first', severity: 'major', openedAt: 1 }),
    ]).map(({ id }) => id);
    expect(ids).toEqual(['first', 'second']);
  });
});

describe('the durations of an incident', () => {
  it('are counted between what is known, and no more', () => {
    const spans = spansOf(
      times({ occurred: 0, detected: 2 * MINUTE, diagnosed: 9 * MINUTE, restored: 60 * MINUTE }),
    );
    expect(Object.fromEntries(spans.map(({ id, ms }) => [id, ms === null ? null : ms / MINUTE]))).toEqual({
      detection: 2,
      diagnosis: 7,
      repair: null,
      restoration: 58,
      outage: 60,
    });
  });

  it('are none where the end stands before the beginning, and that is said', () => {
    const wrong = times({ occurred: 5 * MINUTE, detected: MINUTE });
    expect(spansOf(wrong).every(({ ms }) => ms === null)).toBe(true);
    expect(outOfOrder(wrong)).toEqual(['occurred', 'detected']);
    expect(outOfOrder(times({ occurred: MINUTE, restored: MINUTE }))).toBeNull();
  });
});
