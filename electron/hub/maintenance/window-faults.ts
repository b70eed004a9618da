import type { MaintenanceWindow } from '../../../shared/model/maintenance';
import { matchNodes } from '../../../shared/rules/node-pattern';
import type { RoomView } from '../../../shared/rules/reduce';
import { occurrencesFrom, type ScheduleFaultCode, scheduleFault } from '../../../shared/rules/schedule';
import { coversOf, MAX_COVERED, servicesOf } from './covers';

/** What is wrong with a window that a desk wants to write, by field. `reason` is Bokmål, for people. */
export interface WindowIssue {
  readonly field: string;
  readonly reason: string;
}

/** Windows from desks that a room holds at most. */
export const MAX_DESK_WINDOWS = 1_000;

/** The catalogue's ids and what a desk makes up: no spaces, nothing that cannot be seen. */
const ID = /^[\p{L}\p{N}][\p{L}\p{N}._:-]*$/u;

const SCHEDULE_WORDS: Readonly<Record<ScheduleFaultCode, string>> = {
  date: 'Dette er ingen dato med klokkeslett. Skriv 2026-11-23T22:00.',
  year: 'Vinduet må begynne mellom år 2000 og 2100.',
  syntax: 'Gjentakelsen kan ikke leses. Den skrives som FREQ=WEEKLY;BYDAY=TU.',
  part: 'Gjentakelsen har en del som ikke kan brukes. Disse kan: FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, WKST.',
  frequency: 'FREQ må være DAILY, WEEKLY, MONTHLY eller YEARLY.',
  value: 'Gjentakelsen har en verdi som ikke kan brukes der den står.',
  'count-and-until': 'COUNT og UNTIL kan ikke brukes sammen.',
  combination: 'Delene i gjentakelsen kan ikke brukes sammen.',
  never: 'Etter denne gjentakelsen blir vinduet aldri noe av.',
  overlap: 'Vinduet begynner på nytt før det er slutt. Gjør det kortere, eller la det gå sjeldnere.',
};

/** Everything that is wrong with a window from a desk, in the order of the form; empty: it can be written. */
export function windowIssues(window: MaintenanceWindow, room: RoomView, now: number): readonly WindowIssue[] {
  const issues: WindowIssue[] = [];
  const known = room.maintenance.get(`mw/${window.id}`)?.window;
  if (window.origin !== 'desk' || known?.origin === 'file') {
    issues.push({ field: 'id', reason: 'Dette vinduet står i katalogfilen, og kan bare endres der.' });
  }
  if (!ID.test(window.id)) {
    issues.push({ field: 'id', reason: 'Id-en kan bare ha bokstaver, tall og tegnene . _ : -' });
  }
  if (window.title.trim() === '') issues.push({ field: 'title', reason: 'Vinduet må ha en tittel.' });
  if (!known && deskWindows(room) >= MAX_DESK_WINDOWS) {
    issues.push({ field: 'id', reason: `Det er alt ${MAX_DESK_WINDOWS} vinduer. Fjern noen som er over.` });
  }
  const fault = scheduleFault(window);
  if (fault) {
    const piece = fault.piece === null ? '' : ` Feilen er i «${fault.piece}».`;
    issues.push({ field: fault.field, reason: `${SCHEDULE_WORDS[fault.code]}${piece}` });
  } else if (occurrencesFrom(window, now, 1).length === 0) {
    issues.push({ field: 'start', reason: 'Vinduet er alt over.' });
  }
  const services = servicesOf(room);
  window.effects.forEach(({ match }, index) => {
    if (matchNodes(match, services).length > 0) return;
    issues.push({
      field: `effects.${index}`,
      reason: `«${match}» er ingen tjeneste, tjeneste@sted eller *@sted her.`,
    });
  });
  if (coversOf(window, room).length > MAX_COVERED) {
    issues.push({ field: 'effects', reason: `Vinduet dekker mer enn ${MAX_COVERED} tjenester.` });
  }
  return issues;
}

/** The window with everything that could mislead a screen taken out of its texts. */
export function cleanWindow(window: MaintenanceWindow): MaintenanceWindow {
  const line = (text: string): string => withoutControls(text, ' ').trim();
  const optional = (text: string | null): string | null => (text === null ? null : line(text) || null);
  return {
    ...window,
    title: line(window.title),
    description:
      window.description === null
        ? null
        : withoutControls(window.description.replace(/\r\n?/g, '\n'), '') || null,
    ticket: optional(window.ticket),
    owner: optional(window.owner),
    effects: window.effects.map(({ match, worst }) => ({ match: line(match) || match, worst })),
    rrule: window.rrule === null ? null : line(window.rrule) || null,
  };
}

/** Control characters and those that turn the direction of text; a line break is kept where breaks make sense. */
function withoutControls(text: string, instead: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (found) =>
    found === '\n' && instead === '' ? found : instead,
  );
}

function deskWindows(room: RoomView): number {
  return [...room.maintenance.values()].filter(({ window }) => window.origin === 'desk').length;
}
