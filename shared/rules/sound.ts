import type { Alarm, Priority } from '../model/alarms';
import type { PeopleEntity } from '../model/people';
import { alarmNumber } from './alarms/reduce-alarms';

/** What a console's sound is decided from. */
export interface SoundInput {
  readonly alarms: Iterable<Alarm>;
  readonly people: ReadonlyMap<string, PeopleEntity>;
  readonly consoleId: string;
  readonly link: 'live' | 'lost' | 'connecting';
  /** For how long the hub has been lost, ms; 0: it is not. */
  readonly lostForMs: number;
  /** Somebody silenced it here, until then (ms UTC), when this was the news. */
  readonly silenced: { readonly until: number; readonly news: number } | null;
  /** The hub's time, ms UTC. */
  readonly now: number;
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
}

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
 * nobody is, everywhere. A hub that is lost cannot say who is on watch: the last that it said holds, for a minute.
 */
export function soundOf(input: SoundInput): Sound {
  const { because, silent } = audience(input);
  const { alarm, timer, news: heard } = listen(input.alarms);
  const lost = input.link === 'lost';
  // Half a step beyond all that was heard: the loss is news, and so is the first alarm after it.
  const news = lost ? heard + 0.5 : heard;
  let tone: Sound['tone'] = null;
  if (silent) tone = null;
  else if (lost) tone = { kind: 'hub-lost' };
  else if (alarm !== null) tone = { kind: 'alarm', priority: alarm };
  else if (timer) tone = { kind: 'timer' };
  const { silenced, now } = input;
  const holds = tone !== null && silenced !== null && now < silenced.until && news <= silenced.news;
  return { tone: holds ? null : tone, because, news, silencedUntil: holds ? silenced.until : null };
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

function listen(alarms: Iterable<Alarm>): {
  readonly alarm: Priority | null;
  readonly timer: boolean;
  readonly news: number;
} {
  let alarm: Priority | null = null;
  let timer = false;
  let news = 0;
  for (const one of alarms) {
    if (one.state === 'unacknowledged' && (alarm === null || one.priority < alarm)) alarm = one.priority;
    if (one.annunciatedAt !== null) news = Math.max(news, stepOf(one.annunciatedAt, one.id));
    if (!one.timer?.due) continue;
    timer = true;
    news = Math.max(news, stepOf(one.timer.until, one.id));
  }
  return { alarm, timer, news };
}

/** A time and a number in one: of two alarms in the same millisecond, the later number is the news. */
function stepOf(at: number, id: string): number {
  return at * 1_000 + (alarmNumber(id) % 1_000);
}
