import type { CatalogueEntity } from '../../../shared/model/catalogue';
import type { TimelineEntry } from '../../../shared/model/incidents';
import { NODE_STATES } from '../../../shared/model/states';
import type { Speech } from '../../i18n/react';
import { actionName, commandName, type EventNames, subjectName } from '../events/command-words';

export type Words = Pick<Speech, 't'>;
type Catalogue = ReadonlyMap<string, CatalogueEntity>;

/** A word for a code that a line carries; a code that this version does not know is said as it is. */
export function worded<C extends string>(
  known: readonly C[],
  code: string,
  word: (code: C) => string,
): string {
  const found = known.find((one) => one === code);
  return found === undefined ? code : word(found);
}

type Facts = TimelineEntry['facts'];
const text = (facts: Facts, name: string): string => String(facts[name] ?? '');
const tidy = (words: string): string => words.replaceAll(/\s+/g, ' ').replaceAll(' ,', ',').trim();

/** A line about what was heard from elsewhere: alarms, calls, runs, messages, notifications, callers. */
export function heardWords({ kind, facts }: TimelineEntry, names: EventNames, speech: Speech): string {
  const { t } = speech;
  const named = (fact: string): string =>
    facts[fact] == null ? '' : subjectName(names, text(facts, fact), speech);
  const about = { alarm: text(facts, 'alarm'), name: named('node') };
  const what = text(facts, 'what');
  const channel = facts.channel == null ? '' : channelName(names.catalogue, text(facts, 'channel'));
  switch (kind) {
    case 'alarm':
      return tidy(alarmWords(facts, about, speech));
    case 'acknowledged':
      return tidy(t('incidents:line.acknowledged', about));
    case 'recovered': {
      const left = Number(facts.left ?? 0);
      return tidy(
        left > 0
          ? t('incidents:line.recovering', { ...about, count: left })
          : t('incidents:line.recovered', about),
      );
    }
    case 'cause-changed': {
      const how = worded(['alone', 'explained', 'split', 'joined', 'freed'], what, (known) =>
        t(`incidents:causeChanged.${known}`, { ...about, cause: named('cause') }),
      );
      return tidy(how === '' ? t('incidents:causeChanged.freed', about) : how);
    }
    case 'call':
      return tidy(
        t('incidents:line.call', {
          contact: text(facts, 'contact'),
          outcome: callWords(text(facts, 'outcome'), speech),
        }),
      );
    case 'callers':
      return tidy(
        what.startsWith('report-')
          ? worded(['report-set', 'report-ended', 'report-expired'], what, (known) =>
              t(`incidents:callers.${known}`, about),
            )
          : t('incidents:line.callers', { ...about, total: Number(facts.count ?? 0) }),
      );
    case 'message':
      return tidy(
        t('incidents:line.message', {
          number: text(facts, 'number'),
          subject: text(facts, 'subject'),
          what: messageWords(what, speech),
          channel,
        }),
      );
    case 'notification':
      return tidy(
        t('incidents:line.notification', {
          what: messageWords(what, speech),
          contact: text(facts, 'contact'),
          channel,
        }),
      );
    case 'run':
      return tidy(
        t('incidents:line.run', {
          name: actionName(names.catalogue, text(facts, 'action')),
          state: worded(RUN_STATES, text(facts, 'state'), (known) => t(`runs:state.${known}`)),
        }),
      );
    default:
      return '';
  }
}

const RUN_STATES = [
  'waiting',
  'rejected',
  'expired',
  'starting',
  'succeeded',
  'failed',
  'timed-out',
  'unknown',
] as const;

function alarmWords(
  facts: Facts,
  about: { readonly alarm: string; readonly name: string },
  speech: Speech,
): string {
  const { t } = speech;
  const what = text(facts, 'what');
  const values = {
    ...about,
    state: stateWords(text(facts, 'condition'), speech),
    before: stateWords(text(facts, 'before'), speech),
  };
  const measured = (['raised', 'again', 'worse', 'better'] as const).find((known) => known === what);
  if (measured !== undefined) return t(`incidents:alarm.${measured}`, values);
  // What people did with it: by the name of the act.
  return what === ''
    ? t('incidents:alarm.raised', values)
    : t('incidents:alarm.act', { ...about, act: commandName(`alarm.${what}`, t) });
}

function stateWords(code: string, { t }: Words): string {
  return worded(NODE_STATES, code, (known) => t(`states:${known}`));
}

function callWords(code: string, { t }: Words): string {
  return worded(['calling', 'answered', 'no-answer'], code, (known) => t(`incidents:callOutcome.${known}`));
}

const MESSAGE_FATES = [
  'drafted',
  'changed',
  'approved',
  'discarded',
  'sending',
  'sent',
  'refused',
  'unknown',
  'again',
  'waiting',
  'answered',
  'stopped',
  'exhausted',
] as const;

/** What became of a message or a notification, in words. */
export function messageWords(code: string, { t }: Words): string {
  return worded(MESSAGE_FATES, code, (known) => t(`incidents:messageFate.${known}`));
}

/** A channel's name; its id where the catalogue has none. */
export function channelName(catalogue: Catalogue, id: string): string {
  const entity = catalogue.get(`channel:${id}`);
  return entity?.kind === 'channel' ? entity.value.name : id;
}
