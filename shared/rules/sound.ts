import type { Alarm, Priority } from '../model/alarms';
import { type IncidentEntity, REPORT_ASKS_MS } from '../model/incidents';
import type { PeopleEntity } from '../model/people';
import { alarmNumber } from './alarms/reduce-alarms';

/** What a console's sound is decided from. */
export interface SoundInput {
  readonly alarms: Iterable<Alarm>;
  readonly people: ReadonlyMap<string, PeopleEntity>;
  /** Incidents owe a word, and reports of users ask whether they still hold. Left out: there are none. */
  readonly incidents?: Iterable<IncidentEntity>;
  /** More asks for somebody than one person can take in (`alarms/flood.ts`). */
  readonly flood?: boolean;
  /** What was last let through in the flood: `Sound.paced`, as it was returned last. */
  readonly paced?: Paced | null;
  readonly consoleId: string;
  readonly link: 'live' | 'lost' | 'connecting';
  /** For how long the hub has been lost, ms; 0: it is not. */
  readonly lostForMs: number;
  /** Somebody silenced it here, until then (ms UTC), when this was the news. */
  readonly silenced: { readonly until: number; readonly news: number } | null;
  /** The hub's time, ms UTC. */
  readonly now: number;
}

/** What was last let through to the ear in a flood: how much of the news, and when (ms UTC). */
export interface Paced {
  readonly news: number;
  readonly at: number;
}

/** What a console sounds, and why. */
export interface Sound {
  readonly tone:
    | { readonly kind: 'alarm'; readonly priority: Priority }
    | { readonly kind: 'hub-lost' }
    /** A word that somebody promised is due. */
    | { readonly kind: 'timer' }
    | null;
  readonly because: 'on-watch' | 'nobody-on-watch' | 'hub-lost' | 'not-on-watch';
  /** Grows with each thing that is new to the ear: a silence ends with it, and the tone starts over. */
  readonly news: number;
  /** Until when it is silenced, ms UTC; null: it is not, or there would be nothing to hear. */
  readonly silencedUntil: number | null;
  /** To be given back when it is decided anew; null: there is no flood. */
  readonly paced: Paced | null;
  /** When it is to be decided anew though nothing has changed, ms UTC; null: no such time. */
  readonly nextAt: number | null;
}

/** In a flood, what is below priority 1 sounds no oftener than this, ms: a room that rings all the time is not heard. */
export const FLOOD_PACE_MS = 60_000;
/** One burst of it: shorter than any of the tones' repetitions, ms. */
export const FLOOD_BURST_MS = 4_000;

/** A silence lasts so long, ms, or until something new. */
export const SILENCE_MS = 2 * 60_000;

/**
 * A loss of the hub that lasts so long sounds everywhere, ms: the desk that was on watch may be on the very machine that
 * died with it.
 */
export const LOST_EVERYWHERE_MS = 60_000;

/**
 * What is to be heard at a console: the loss of the hub before all else, then the highest priority that nobody has taken,
 * then a promise that is due; over and over until somebody sees to it. It sounds where somebody is on watch; where
 * nobody is, everywhere. A hub that is lost cannot say who is on watch: the last that it said holds, for a minute. In a
 * flood, news below priority 1 come to the ear together, once a minute; what is new with priority 1 comes at once.
 */
export function soundOf(input: SoundInput): Sound {
  const { because, silent } = audience(input);
  const heard = listen(input);
  const lost = input.link === 'lost';
  const { paced, burst, nextAt } = paceOf(input, heard, lost);
  const known = paced?.news ?? heard.news;
  // Half a step beyond all that was heard: the loss is news, and so is the first alarm after it.
  const news = lost ? heard.news + 0.5 : known;
  let tone: Sound['tone'] = null;
  if (silent) tone = null;
  else if (lost) tone = { kind: 'hub-lost' };
  else if (heard.alarm !== null && (heard.alarm === 1 || burst))
    tone = { kind: 'alarm', priority: heard.alarm };
  else if (heard.timer) tone = { kind: 'timer' };
  const { silenced, now } = input;
  const holds = tone !== null && silenced !== null && now < silenced.until && news <= silenced.news;
  return {
    tone: holds ? null : tone,
    because,
    news,
    silencedUntil: holds ? silenced.until : null,
    paced,
    nextAt,
  };
}

/** What of the news comes to the ear now, and whether what is below priority 1 is in its burst. */
function paceOf(
  { flood = false, paced = null, now }: SoundInput,
  { news, urgent, alarm }: Heard,
  lost: boolean,
): { readonly paced: Paced | null; readonly burst: boolean; readonly nextAt: number | null } {
  if (!flood || lost || alarm === null) return { paced: null, burst: true, nextAt: null };
  // A clock that was set back must not silence anything.
  const since = paced === null || paced.at > now ? Number.POSITIVE_INFINITY : now - paced.at;
  const passes = since >= FLOOD_PACE_MS || urgent > (paced?.news ?? 0);
  const next = passes || paced === null ? { news, at: now } : paced;
  const burst = now - next.at < FLOOD_BURST_MS;
  return { paced: next, burst, nextAt: next.at + (burst ? FLOOD_BURST_MS : FLOOD_PACE_MS) };
}

function audience({ people, consoleId, link, lostForMs }: SoundInput): {
  readonly because: Sound['because'];
  readonly silent: boolean;
} {
  const sounds = (because: Sound['because']) => ({
    because: link === 'lost' ? ('hub-lost' as const) : because,
    silent: false,
  });
  if (people.has(`watch:${consoleId}`)) return sounds('on-watch');
  if (link === 'lost' && lostForMs >= LOST_EVERYWHERE_MS) return sounds('nobody-on-watch');
  for (const entity of people.values()) {
    if (entity.kind === 'watch') return { because: 'not-on-watch', silent: true };
  }
  return sounds('nobody-on-watch');
}

/** What there is to hear. */
interface Heard {
  /** The highest priority that nobody has taken; null: there is none. */
  readonly alarm: Priority | null;
  readonly timer: boolean;
  readonly news: number;
  /** The newest of what asks with priority 1. */
  readonly urgent: number;
}

function listen({ alarms, incidents = [] }: SoundInput): Heard {
  let alarm: Priority | null = null;
  let timer = false;
  let news = 0;
  let urgent = 0;
  for (const one of alarms) {
    const asks = one.state === 'unacknowledged';
    if (asks && (alarm === null || one.priority < alarm)) alarm = one.priority;
    const step = one.annunciatedAt === null ? 0 : stepOf(one.annunciatedAt, one.id);
    news = Math.max(news, step);
    if (asks && one.priority === 1) urgent = Math.max(urgent, step);
    if (!one.timer?.due) continue;
    timer = true;
    news = Math.max(news, stepOf(one.timer.until, one.id));
  }
  for (const one of incidents) {
    const at = askedAt(one);
    if (at === null) continue;
    timer = true;
    news = Math.max(news, stepOf(at, ''));
  }
  return { alarm, timer, news, urgent };
}

/** Since when an incident owes a word, or a report of users asks whether it still holds, ms UTC; null: it does not. */
function askedAt(entity: IncidentEntity): number | null {
  switch (entity.kind) {
    case 'incident': {
      const { state, update } = entity.value;
      return state !== 'closed' && update?.due ? update.until : null;
    }
    case 'report':
      return entity.value.asked ? entity.value.until - REPORT_ASKS_MS : null;
    default:
      return null;
  }
}

/** A time and a number in one: of two alarms in the same millisecond, the later number is the news. */
function stepOf(at: number, id: string): number {
  return at * 1_000 + (alarmNumber(id) % 1_000);
}
