import { describe, expect, it } from 'vitest';
import type { Alarm } from '../../../../shared/model/alarms';
import type { Incident, IncidentEntity } from '../../../../shared/model/incidents';
import type { PeopleEntity } from '../../../../shared/model/people';
import {
  FLOOD_BURST_MS,
  FLOOD_PACE_MS,
  LOST_EVERYWHERE_MS,
  SILENCE_MS,
  type SoundInput,
  soundOf,
} from '../../../../shared/rules/sound';
import { alarmAfter, measured } from '../../../fixtures/alarms';

const NOW = 1_000_000;
const anAlarm = (over: Partial<Alarm> = {}): Alarm => ({ ...alarmAfter(measured()), ...over });
const asks = (priority: Alarm['priority'], annunciatedAt = 1_000, id = 'A-1'): Alarm =>
  anAlarm({ priority, annunciatedAt, id });
const watch = (...consoles: string[]): SoundInput['people'] =>
  new Map<string, PeopleEntity>(
    consoles.map((id) => [`watch:${id}`, { kind: 'watch', value: { id, person: 'kari', since: 0 } }]),
  );
const heard = (over: Partial<SoundInput> = {}) =>
  soundOf({
    alarms: [],
    people: watch('her'),
    consoleId: 'her',
    link: 'live',
    lostForMs: 0,
    silenced: null,
    now: NOW,
    ...over,
  });
const due: Alarm['timer'] = { at: 1, by: 'kari', until: 2_000, due: true };

describe('what a console sounds', () => {
  it('is the highest priority that nobody has taken', () => {
    expect(heard().tone).toBeNull();
    expect(heard({ alarms: [asks(3), asks(2), asks(4)] }).tone).toEqual({ kind: 'alarm', priority: 2 });
  });

  it('is nothing that somebody has taken, put aside, or that is quiet by design', () => {
    const states = ['acknowledged', 'returned', 'shelved', 'suppressed', 'out-of-service', 'normal'] as const;
    for (const state of states) expect(heard({ alarms: [anAlarm({ state })] }).tone).toBeNull();
  });

  it('is a promise that is due, when nothing else sounds', () => {
    const promised = anAlarm({ state: 'acknowledged', timer: due });
    expect(heard({ alarms: [promised] }).tone).toEqual({ kind: 'timer' });
    expect(
      heard({ alarms: [anAlarm({ state: 'acknowledged', timer: { ...due, due: false } })] }).tone,
    ).toBeNull();
    expect(heard({ alarms: [promised, asks(4)] }).tone).toEqual({ kind: 'alarm', priority: 4 });
  });

  it('is the loss of the hub before all else', () => {
    expect(heard({ link: 'lost', alarms: [asks(1)] })).toMatchObject({
      tone: { kind: 'hub-lost' },
      because: 'hub-lost',
    });
    expect(heard({ link: 'connecting', alarms: [] }).tone).toBeNull();
  });
});

describe('where it sounds', () => {
  const alarms = [asks(1)];
  it('is where somebody is on watch, and where nobody is, everywhere', () => {
    expect(heard({ alarms })).toMatchObject({ tone: { kind: 'alarm' }, because: 'on-watch' });
    expect(heard({ alarms, people: watch('der') })).toMatchObject({ tone: null, because: 'not-on-watch' });
    expect(heard({ alarms, people: watch('der', 'her') })).toMatchObject({ because: 'on-watch' });
    expect(heard({ alarms, people: watch() })).toMatchObject({
      tone: { kind: 'alarm' },
      because: 'nobody-on-watch',
    });
  });

  it('is, when the hub is lost, where somebody was on watch last, and where nobody was, everywhere', () => {
    for (const people of [watch(), watch('her'), watch('der', 'her')]) {
      expect(heard({ alarms, people, link: 'lost' })).toMatchObject({
        tone: { kind: 'hub-lost' },
        because: 'hub-lost',
      });
    }
    const elsewhere = { alarms, people: watch('der'), link: 'lost' as const };
    expect(heard(elsewhere)).toMatchObject({ tone: null, because: 'not-on-watch' });
    expect(heard({ ...elsewhere, lostForMs: LOST_EVERYWHERE_MS - 1 }).tone).toBeNull();
    // The desk on watch may have died with the hub.
    expect(heard({ ...elsewhere, lostForMs: LOST_EVERYWHERE_MS })).toMatchObject({
      tone: { kind: 'hub-lost' },
      because: 'hub-lost',
    });
  });
});

describe('a silence', () => {
  const alarms = [asks(2, 5_000, 'A-7')];
  const silenced = { until: NOW + SILENCE_MS, news: heard({ alarms }).news };

  it('holds until its time, and then it sounds again', () => {
    expect(heard({ alarms, silenced })).toMatchObject({ tone: null, silencedUntil: silenced.until });
    expect(heard({ alarms, silenced, now: silenced.until - 1 }).tone).toBeNull();
    expect(heard({ alarms, silenced, now: silenced.until })).toMatchObject({
      tone: { kind: 'alarm', priority: 2 },
      silencedUntil: null,
    });
  });

  it('ends with anything new, also in the same millisecond', () => {
    for (const news of [asks(4, 5_001, 'A-8'), asks(4, 5_000, 'A-8')]) {
      expect(heard({ alarms: [...alarms, news], silenced })).toMatchObject({
        tone: { kind: 'alarm', priority: 2 },
        silencedUntil: null,
      });
    }
    const promised = anAlarm({ state: 'acknowledged', timer: { ...due, until: 6_000 } });
    expect(heard({ alarms: [...alarms, promised], silenced }).tone).not.toBeNull();
  });

  it('does not end because the newest of several was taken, or came back', () => {
    const two = [...alarms, asks(1, 9_000, 'A-9')];
    const both = { until: NOW + 1, news: heard({ alarms: two }).news };
    expect(heard({ alarms, silenced: both }).tone).toBeNull();
    expect(
      heard({ alarms: [...alarms, anAlarm({ state: 'normal', annunciatedAt: 9_000 })], silenced: both }).tone,
    ).toBeNull();
  });

  it('of an alarm does not silence the loss of the hub, and that of the loss does not silence the next alarm', () => {
    expect(heard({ alarms, silenced, link: 'lost' }).tone).toEqual({ kind: 'hub-lost' });
    const lost = { until: NOW + 1, news: heard({ alarms, link: 'lost' }).news };
    expect(heard({ alarms, silenced: lost, link: 'lost' }).tone).toBeNull();
    expect(heard({ alarms: [...alarms, asks(3, 5_001, 'A-8')], silenced: lost }).tone).not.toBeNull();
  });

  it('of nothing says nothing', () => {
    expect(heard({ silenced })).toMatchObject({ tone: null, silencedUntil: null });
  });
});

describe('words that are owed', () => {
  const anIncident = (over: Partial<Incident> = {}): IncidentEntity => ({
    kind: 'incident',
    value: {
      id: 'incident-1',
      state: 'open',
      update: { at: 1, by: 'kari', until: 9_000, due: true },
      ...over,
    } as Incident,
  });
  const report = (asked: boolean): IncidentEntity => ({
    kind: 'report',
    value: { node: 'dips@mo', at: 1, by: 'kari', until: 4_000_000, note: null, asked },
  });

  it('sound as a timer: the next word on an incident, and a report of users that asks whether it holds', () => {
    expect(heard({ incidents: [anIncident()] }).tone).toEqual({ kind: 'timer' });
    expect(heard({ incidents: [report(true)] }).tone).toEqual({ kind: 'timer' });
    expect(heard({ incidents: [report(false)] }).tone).toBeNull();
    const given = { at: 1, by: 'kari', until: 9_000_000, due: false };
    expect(
      heard({ incidents: [anIncident({ update: given }), anIncident({ update: null })] }).tone,
    ).toBeNull();
    expect(heard({ incidents: [anIncident({ state: 'closed' })] }).tone).toBeNull();
  });

  it('give way to an alarm, and end a silence of what came before them', () => {
    const alarms = [asks(3, 5_000)];
    expect(heard({ alarms, incidents: [anIncident()] }).tone).toEqual({ kind: 'alarm', priority: 3 });
    const silenced = { until: NOW + SILENCE_MS, news: heard({ alarms }).news };
    expect(heard({ alarms, silenced }).tone).toBeNull();
    expect(heard({ alarms, silenced, incidents: [anIncident()] }).tone).not.toBeNull();
  });
});

describe('in a flood', () => {
  const flood = true;

  it('one burst is heard, then nothing until a minute has passed', () => {
    const first = heard({ flood, alarms: [asks(2, 5_000)] });
    expect(first).toMatchObject({ tone: { kind: 'alarm', priority: 2 }, paced: { at: NOW } });
    expect(first.nextAt).toBe(NOW + FLOOD_BURST_MS);
    const at = (now: number, alarms = [asks(2, 5_000)]) => heard({ flood, alarms, paced: first.paced, now });
    expect(at(NOW + FLOOD_BURST_MS - 1).tone).not.toBeNull();
    expect(at(NOW + FLOOD_BURST_MS)).toMatchObject({ tone: null, nextAt: NOW + FLOOD_PACE_MS });
    const more = [asks(2, 5_000), asks(2, 20_000, 'A-2')];
    expect(at(NOW + FLOOD_PACE_MS - 1, more)).toMatchObject({ tone: null, news: first.news });
    const next = at(NOW + FLOOD_PACE_MS, more);
    expect(next.tone).not.toBeNull();
    expect(next.news).toBeGreaterThan(first.news);
  });

  it('lets what is new with priority 1 through at once', () => {
    const { paced } = heard({ flood, alarms: [asks(2, 5_000)] });
    const alarms = [asks(2, 5_000), asks(1, 6_000, 'A-2')];
    const now = NOW + 20_000;
    const urgent = heard({ flood, alarms, paced, now });
    expect(urgent).toMatchObject({ tone: { kind: 'alarm', priority: 1 }, paced: { at: now } });
    expect(heard({ flood, alarms, paced: urgent.paced, now: now + 30_000 }).tone).not.toBeNull();
  });

  it('does not break a silence before the minute has passed', () => {
    const first = heard({ flood, alarms: [asks(2, 5_000)] });
    const silenced = { until: NOW + SILENCE_MS, news: first.news };
    const alarms = [asks(2, 5_000), asks(3, 9_000, 'A-2')];
    const input = { flood, alarms, paced: first.paced, silenced };
    expect(heard({ ...input, now: NOW + 2_000 })).toMatchObject({
      tone: null,
      silencedUntil: silenced.until,
    });
    expect(heard({ ...input, now: NOW + FLOOD_PACE_MS }).tone).not.toBeNull();
  });

  it('is never silent because the clock was set back, and paces nothing when it is over', () => {
    const paced = { news: 5_000_001, at: NOW + 10 * FLOOD_PACE_MS };
    expect(heard({ flood, alarms: [asks(2, 5_000)], paced }).tone).not.toBeNull();
    const over = heard({ alarms: [asks(2, 5_000)], paced: { news: 0, at: NOW - 30_000 } });
    expect(over).toMatchObject({ tone: { kind: 'alarm' }, paced: null, nextAt: null });
  });

  it('still sounds the loss of the hub', () => {
    const { paced } = heard({ flood, alarms: [asks(2, 5_000)] });
    const lost = heard({ flood, alarms: [asks(2, 5_000)], paced, now: NOW + 30_000, link: 'lost' });
    expect(lost.tone).toEqual({ kind: 'hub-lost' });
  });
});
