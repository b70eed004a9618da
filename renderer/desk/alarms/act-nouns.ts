import type { Translate } from '../../i18n';

const NOUNS = [
  'acknowledge',
  'seen',
  'hand',
  'shelve',
  'unshelve',
  'out-of-service',
  'in-service',
  'note',
  'timer',
  'bad',
  'ticket',
] as const;
const CAUSE_NOUNS = ['join', 'split', 'free', 'recheck'] as const;

/** What an act is called on its row: `Kvittering`, `Hylling`. */
export function actNoun(kind: string, t: Translate): string {
  if (kind === 'check.recheck') return t('alarms:noun.recheck');
  const said = CAUSE_NOUNS.find((name) => kind === `cause.${name}`);
  if (said !== undefined) return t(`causes:noun.${said}`);
  const noun = NOUNS.find((name) => kind === `alarm.${name}`);
  return noun === undefined ? t('alarms:noun.other') : t(`alarms:noun.${noun}`);
}
