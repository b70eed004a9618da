import { describe, expect, it } from 'vitest';
import {
  type AlarmWordView,
  chatterWords,
  ownerWords,
  secondLine,
  whenWords,
} from '../../../../../renderer/desk/alarms/alarm-words';
import { translator } from '../../../../../renderer/i18n';
import type { Speech } from '../../../../../renderer/i18n/react';
import type { Alarm } from '../../../../../shared/model/alarms';
import type { Person } from '../../../../../shared/model/people';
import { anAlarm } from './an-alarm';

const NOW = Date.parse('2026-11-23T03:00:00Z');
const MINUTE = 60_000;
const nb = { t: translator('nb'), lang: 'nb' } as const;
const en = { t: translator('en'), lang: 'en' } as const;
const person: Person = {
  id: 'dag2',
  name: 'dagoperatør 2',
  initials: 'D2',
  roles: ['operator'],
  active: true,
  machine: false,
};
const view = (change: Partial<AlarmWordView> = {}): AlarmWordView => ({
  name: (node) => (node === 'core1' ? 'Kjernenett dc1' : node),
  person: (id) => (id === 'dag2' ? person : undefined),
  alarm: (node) => (node === 'core1' ? anAlarm('core1', { id: 'A-18' }) : undefined),
  reasons: ['Egen måling, Svarer: ETIMEDOUT'],
  now: NOW,
  ...change,
});
const at = (minutesAgo: number): number => NOW - minutesAgo * MINUTE;
const line = (change: Partial<Alarm>, speech: Speech = nb): string =>
  secondLine(anAlarm('a', { raisedAt: at(10), ...change }), view(), speech);

describe('the second line of an alarm', () => {
  it('is why, for what is active', () => {
    expect(line({})).toBe('Egen måling, Svarer: ETIMEDOUT');
  });

  it('says that an acknowledgement was broken, when and why, before all else', () => {
    expect(line({ broken: { at: at(3), why: 'spread' } })).toBe(
      'Kvitteringen brutt 03:57: nytt sted. Egen måling, Svarer: ETIMEDOUT',
    );
    expect(line({ broken: { at: at(3), why: 'worse' } }, en)).toContain(
      'Acknowledgement broken 03:57: it got worse',
    );
  });

  it('says how often it has come and gone, once that is often', () => {
    const episodes = [0, 1, 2].map((n) => ({
      from: at(90 - n * 10),
      to: at(90 - n * 10) + (40 + n) * 1_000,
    }));
    expect(chatterWords(anAlarm('a', { episodes }), NOW, nb)).toBe('4 ganger siden 02:30, median 41 s');
    expect(chatterWords(anAlarm('a', { episodes, returnedAt: NOW }), NOW, nb)).toContain('3 ganger');
    expect(chatterWords(anAlarm('a', { episodes: episodes.slice(0, 1) }), NOW, nb)).toBeNull();
  });

  it('says what a shelf is for and what ends it', () => {
    const shelf = {
      at: at(5),
      by: 'dag2',
      until: NOW + 60 * MINUTE,
      code: 'known-fault',
      reason: 'P-2031',
      condition: 'down',
      sites: [],
      breakAfterMs: 5 * MINUTE,
      warned: false,
    } as const;
    const shelved = anAlarm('a', { state: 'shelved', shelf: { ...shelf, sites: [] } });
    expect(secondLine(shelved, view(), nb)).toBe('Kjent feil: P-2031. Bryter ut over 5 min');
    expect(whenWords(shelved, NOW, nb)).toEqual(['60 min', 'igjen, til 05:00']);
    expect(ownerWords(shelved, view(), nb)).toMatchObject({
      initials: 'D2',
      text: 'hyllet av dagoperatør 2',
    });
    expect(whenWords(shelved, NOW + 61 * MINUTE, nb)[0]).toBe('tiden er ute');
  });

  it('says for how long it was, where it came back unseen', () => {
    expect(line({ state: 'returned', returnedAt: at(1) })).toBe(
      'Fra 03:50:00 til 03:59:00 (9 min). Ingen tiltak registrert',
    );
  });

  it('says which alarm explains it, by number and name', () => {
    expect(line({ state: 'suppressed', suppressed: { kind: 'cause', id: 'core1' } })).toMatch(
      /^Følger av A-18 Kjernenett dc1\. /,
    );
  });

  it('says why something is out of service, and that its review is due', () => {
    const outOfService = {
      at: 0,
      by: 'dag2',
      responsible: 'Server',
      reason: 'Byttes',
      reviewAt: NOW - 1,
      due: true,
    };
    const out = anAlarm('a', { state: 'out-of-service', outOfService });
    expect(secondLine(out, view(), nb)).toBe('Vurderingen er forfalt. Byttes');
    expect(ownerWords(out, view(), nb).text).toBe('Server');
  });
});

describe('the owner of an alarm', () => {
  it('is named with initials and when they took it, and the next word they promised', () => {
    const alarm = anAlarm('a', {
      id: 'A-14',
      state: 'acknowledged',
      owner: 'dag2',
      ack: { at: at(2), by: 'dag2', note: null, condition: 'down', sites: [] },
      timer: { at: at(2), by: 'dag2', until: NOW + 15 * MINUTE, due: false },
    });
    expect(ownerWords(alarm, view(), nb)).toEqual({
      initials: 'D2',
      strong: false,
      text: 'dagoperatør 2',
      time: '03:58',
      more: 'A-14 · melding innen 04:15',
    });
    const late = { ...alarm, timer: { at: 0, by: 'dag2', until: at(1), due: true } };
    expect(ownerWords(late, view(), nb).more).toBe('A-14 · melding forfalt 03:59');
  });

  it('is told by id where the room does not know them', () => {
    const alarm = anAlarm('a', { state: 'acknowledged', owner: 'borte' });
    expect(ownerWords(alarm, view(), nb)).toMatchObject({ initials: 'BO', text: 'borte' });
  });
});
