import type { Alarm, AlarmState } from '../../../shared/model/alarms';
import type { Person } from '../../../shared/model/people';
import { begins, type Filter, type FilterKeys, filterParser, has, stateWords } from '../model/filter';
import { fold, type Row } from '../model/row';

/** What a token of the alarm list's filter may ask for. */
export type AlarmField =
  | 'priority'
  | 'site'
  | 'trust'
  | 'state'
  | 'status'
  | 'owner'
  | 'family'
  | 'team'
  | 'service';
export type AlarmFilter = Filter<AlarmField>;

/** What people may write before the colon, in both languages. The first of each language is the documented one. */
export const ALARM_FILTER_KEYS: FilterKeys<AlarmField> = {
  priority: ['pri', 'pri', 'prioritet', 'priority'],
  site: ['sted', 'site'],
  trust: ['foretak', 'trust', 'helseforetak'],
  state: ['tilstand', 'state'],
  status: ['status', 'status'],
  owner: ['eier', 'owner'],
  family: ['familie', 'family'],
  team: ['gruppe', 'team'],
  service: ['tjeneste', 'service'],
};

/** Parses the alarm list's filter: the language of `model/filter.ts`, with alarms' own fields. */
export const parseAlarmFilter: (text: string) => AlarmFilter = filterParser(ALARM_FILTER_KEYS);

/** What people call each alarm state, folded, in both languages. */
const STATUS_WORDS: Readonly<Record<AlarmState, readonly string[]>> = {
  unacknowledged: ['ukvittert', 'unacknowledged'],
  acknowledged: ['kvittert', 'acknowledged'],
  returned: ['tilbake', 'usett', 'returned', 'latched'],
  shelved: ['hyllet', 'shelved'],
  suppressed: ['undertrykt', 'stille', 'suppressed'],
  'out-of-service': ['ute av drift', 'out of service'],
  normal: ['normal'],
};
const MINE = ['meg', 'me', 'min', 'mine'];
const NOBODY = ['ingen', 'nobody', 'none'];
/** Words of the free text that name something of the alarm rather than of its place. */
const BAD = ['darlig', 'bad'];

/** What an alarm is matched by. */
export interface AlarmFacts {
  readonly alarm: Alarm;
  /** Null: the catalogue has no such node. */
  readonly row: Row | null;
  /** Null: nobody's. */
  readonly owner: Person | null;
  /** Whoever acts here; null: nobody. */
  readonly me: string | null;
}

/** Whether the filter shows this alarm. */
export function matchesAlarm(filter: AlarmFilter, facts: AlarmFacts): boolean {
  return filter.terms.every((term) => term.any.some((word) => hit(term.field, word, facts)) !== term.not);
}

function hit(field: AlarmField | null, word: string, { alarm, row, owner, me }: AlarmFacts): boolean {
  switch (field) {
    case null:
      return (
        (row?.haystack.includes(word) ?? fold(alarm.node).includes(word)) ||
        fold(alarm.id) === word ||
        begins(stateWords[alarm.condition], word) ||
        begins(STATUS_WORDS[alarm.state], word) ||
        (alarm.bad !== null && begins(BAD, word)) ||
        (alarm.ticket !== null && fold(alarm.ticket).includes(word))
      );
    case 'priority':
      return String(alarm.priority) === word;
    case 'state':
      return begins(stateWords[alarm.condition], word);
    case 'status':
      return begins(STATUS_WORDS[alarm.state], word);
    case 'owner':
      if (begins(MINE, word)) return me !== null && alarm.owner === me;
      if (begins(NOBODY, word)) return alarm.owner === null;
      if (alarm.owner === null) return false;
      return (
        fold(alarm.owner).includes(word) ||
        (owner !== null && (fold(owner.name).includes(word) || fold(owner.initials) === word))
      );
    case 'site':
      return has(row?.place.site ?? null, word);
    case 'trust':
      return has(row?.place.trust ?? null, word);
    case 'family':
      return (
        has(row?.place.family ?? null, word) || (row !== null && fold(row.node.service.family).includes(word))
      );
    case 'team':
      return row !== null && row.node.service.owner !== null && fold(row.node.service.owner).includes(word);
    case 'service':
      return (
        row !== null &&
        (fold(row.node.service.name).includes(word) || fold(row.node.service.id).includes(word))
      );
  }
}
