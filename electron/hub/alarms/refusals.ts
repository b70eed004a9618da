import type { AlarmAct } from '../../../shared/model/alarms';
import { severity } from '../../../shared/model/states';
import type { ActNews, ActRefusal } from '../../../shared/rules/alarms/judge';
import type { RoomView } from '../../../shared/rules/reduce';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { assertNever } from '../../../shared/util/assert-never';
import type { Drawn } from './drawn';
import { nameOf, nodeName, STATE_WORDS } from './words';

type Kind = AlarmAct['kind'];

/** What is to be done again once the news is read: "Se på den igjen før du …". */
const BEFORE_YOU: Readonly<Record<Kind, string>> = {
  acknowledge: 'kvitterer',
  seen: 'sier at den er sett',
  hand: 'gir den videre',
  shelve: 'hyller den',
  unshelve: 'tar den av hyllen',
  'out-of-service': 'tar den ut av drift',
  'in-service': 'setter den i drift igjen',
  note: 'skriver om den',
  timer: 'setter en frist',
  bad: 'fører den opp som plagsom',
  ticket: 'knytter en sak til den',
};

/** What somebody else did first. */
const DID: Partial<Readonly<Record<Kind, string>>> = {
  acknowledge: 'kvitterte',
  seen: 'så ferdig',
  shelve: 'hyllet',
  'out-of-service': 'tok ut av drift',
};

const LEFT_NAMED = 5;

/** What the refusal is about. */
export interface RefusalView {
  readonly room: Pick<RoomView, 'catalogue' | 'graph' | 'people'>;
  readonly node: string;
  readonly act: AlarmAct;
  /** As the person saw it. */
  readonly drawn: Drawn | null;
  /** ms UTC. */
  readonly now: number;
}

/** Why an act on an alarm is refused, with what the person did not know: one or two sentences in Bokmål. */
export function refusalWords(code: ActRefusal, news: ActNews, view: RefusalView): string {
  const { room, node, act, drawn, now } = view;
  const name = nodeName(room, node);
  const again = `Se på den igjen før du ${BEFORE_YOU[act.kind]}.`;
  const since = news.since === null ? '' : ` siden ${formatSince(news.since, now)}`;
  const present = news.condition === null ? '' : `${STATE_WORDS[news.condition]}${since}`;
  switch (code) {
    case 'no-alarm':
      return `Det er ingen alarm for ${name} nå.`;
    case 'other-case':
      return `${drawn?.alarm || 'Alarmen du så'} er over. For ${name} gjelder nå ${news.alarm}: ${present}. ${again}`;
    case 'worse':
      return `${name} er nå ${becameWords(news, drawn)}. ${again}`;
    case 'asked-again':
      return `${name} meldte seg på nytt${news.at === null ? '' : ` ${formatSince(news.at, now)}`}, etter at du så den: ${present}. ${again}`;
    case 'already': {
      const who = news.by === null ? 'En annen' : nameOf(room, news.by);
      const when = news.at === null ? '' : ` ${formatSince(news.at, now)}`;
      const what = DID[act.kind] ?? 'gjorde dette med';
      if (act.kind === 'seen') return `${who} ${what} ${name}${when}.`;
      const worse = isWorse(news, drawn) ? ` Den er nå ${becameWords(news, drawn)}.` : '';
      return `${who} ${what} ${name}${when}, før dette kom fram.${worse}`;
    }
    case 'active':
      return `${name} er fortsatt ${present}. Den kan ses ferdig når den er tilbake.`;
    case 'not-all-back':
      return leftWords(name, news, room);
    case 'ended':
      return `${news.alarm ?? 'Alarmen'} for ${name} er over: ${present}.`;
    case 'past':
      return pastWords(act, now);
    case 'too-long': {
      const limit = news.limit === null ? '' : ` ${formatUntil(news.limit, now, 'nb')}`;
      if (act.kind === 'shelve') return `En hylling må ta slutt innen 24 timer: senest${limit}.`;
      if (act.kind === 'out-of-service')
        return `Det som er ute av drift, må vurderes innen 31 døgn: senest${limit}.`;
      return `Tiden er for langt fram. Senest${limit}.`;
    }
    case 'not-shelved':
      return `${name} er ikke hyllet lenger.`;
    case 'not-out-of-service':
      return `${name} er ikke ute av drift lenger.`;
    default:
      return assertNever(code, 'refusal of an act');
  }
}

/** How many, and which: not more than are read at a glance. */
function leftWords(name: string, { left }: ActNews, room: RefusalView['room']): string {
  const nodes = left?.nodes ?? [];
  const named = nodes.slice(0, LEFT_NAMED).map((node) => nodeName(room, node));
  const more = (left?.count ?? 0) - named.length;
  const list = `${named.join(', ')}${more > 0 ? ` og ${more} til` : ''}`;
  return `${name} er tilbake, men ${left?.count ?? 0} som fulgte med, er ikke det: ${list}. Vent til de er tilbake, eller løs dem ut først.`;
}

function isWorse(news: ActNews, drawn: Drawn | null): boolean {
  if (news.condition === null || drawn?.condition == null) return false;
  return severity(news.condition) > severity(drawn.condition);
}

/** `Nede (var Redusert da du så den)`. */
function becameWords(news: ActNews, drawn: Drawn | null): string {
  const is = news.condition === null ? 'verre' : STATE_WORDS[news.condition];
  return drawn?.condition == null ? is : `${is} (var ${STATE_WORDS[drawn.condition]} da du så den)`;
}

function pastWords(act: AlarmAct, now: number): string {
  const over = (at: number): string => formatUntil(at, now, 'nb');
  switch (act.kind) {
    case 'shelve':
      return `Hyllingen skulle vare til ${over(act.until)}, og det er alt passert.`;
    case 'out-of-service':
      return `Datoen for ny vurdering, ${over(act.reviewAt)}, er alt passert.`;
    case 'timer':
      return `Fristen ${act.until === null ? '' : `${over(act.until)} `}er alt passert.`;
    default:
      return 'Tiden er alt passert.';
  }
}
