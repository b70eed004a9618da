import type { Alarm, Verdict } from '../../../../shared/model/alarms';
import { formatUntil } from '../../../../shared/time/format';
import type { Speech } from '../../../i18n/react';
import { type AlarmWordView, nameOf } from '../alarm-words';

/** How much of what a cause took down is back, of the most that it was. */
export interface Back {
  readonly back: number;
  readonly most: number;
  /** What was counted. */
  readonly of: 'checks' | 'services';
}

/** What is back of what an alarm's node took down: checks where they were counted, else services. */
export function backOf(alarm: Pick<Alarm, 'checks' | 'checksMost' | 'symptoms' | 'symptomsMost'>): Back {
  const of = alarm.checksMost > 0 ? 'checks' : 'services';
  const [now, most] =
    of === 'checks' ? [alarm.checks, alarm.checksMost] : [alarm.symptoms, alarm.symptomsMost];
  return { back: Math.max(0, most - now), most, of };
}

/** That in words: `279 av 312 sjekker tilbake`. */
export function backWords(alarm: Parameters<typeof backOf>[0], { t }: Pick<Speech, 't'>): string {
  const { back, most, of } = backOf(alarm);
  return t(`causes:back.${of}`, { back, most });
}

/** What an alarm's condition rests on, where that is not its node's own measurement; null: it is. */
export function basisWords(alarm: Alarm, now: number, speech: Speech): string | null {
  const { t, lang } = speech;
  switch (alarm.basis) {
    case 'measured':
      return null;
    case 'recovering': {
      const words = backWords(alarm, speech);
      return alarm.recovery === null
        ? words
        : `${words}. ${t('causes:keptUntil', { time: formatUntil(alarm.recovery.until, now, lang) })}`;
    }
    default:
      return t(`causes:basis.${alarm.basis}`);
  }
}

/** A person's word on what explains a node: `D1 13:42: følger av A-4163 Kjernenett dc1`. */
export function verdictWords(
  verdict: Verdict,
  view: Pick<AlarmWordView, 'name' | 'person' | 'alarm'>,
  now: number,
  { t, lang }: Speech,
): string {
  const by = { person: nameOf(verdict.by, view), time: formatUntil(verdict.at, now, lang) };
  const said =
    verdict.cause === null
      ? t('causes:verdict.alone', by)
      : t('causes:verdict.follows', { ...by, cause: alarmName(verdict.cause, view) });
  return verdict.note === null ? said : `${said} «${verdict.note}»`;
}

/** A node by its alarm's number and its name: `A-4163 Kjernenett dc1`. */
export function alarmName(node: string, view: Pick<AlarmWordView, 'name' | 'alarm'>): string {
  const id = view.alarm(node)?.id ?? '';
  return id === '' ? view.name(node) : `${id} ${view.name(node)}`;
}
