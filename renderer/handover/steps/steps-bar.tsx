import type { ReactNode } from 'react';
import type { Handover } from '../../../shared/model/handover';
import { useHubSeconds } from '../../desk/incidents/use-incidents';
import { useHandoverWindow } from '../model/handover-context';
import { clockOf, useWords, type Words } from '../model/use-words';

/** A step of the handover: done, the one that it stands at, to come, or left out of what was accepted. */
export interface Step {
  readonly id: 'prepared' | 'exchanged' | 'readBack' | 'signed' | 'accepted';
  readonly state: 'done' | 'now' | 'next' | 'left';
  readonly words: string;
}

/** How far a handover has come, step by step (HSE: prepared, exchanged, cross-checked; then accepted). */
export function stepsOf(
  handover: Handover,
  now: number,
  { t }: Pick<Words, 't'>,
  /** What was done here is not the hub's word yet. */
  waits = false,
): readonly Step[] {
  const { items, signatures, outgoing, exchangedAt, readBack, acceptedAt, beganAt } = handover;
  const walked = items.filter((item) => item.walked !== null).length;
  const time = (at: number): string => clockOf(at, now);
  const out = signatures.filter(({ role }) => role === 'outgoing');
  const exchanged = exchangedAt !== null && walked === items.length;
  const none = t(acceptedAt === null ? 'handover:step.notYet' : 'handover:step.left');
  const acceptedWords =
    acceptedAt === null
      ? t('handover:step.notYet')
      : waits
        ? t('handover:step.here', { time: time(acceptedAt) })
        : time(acceptedAt);
  const all: readonly (readonly [Step['id'], boolean, string])[] = [
    ['prepared', exchangedAt !== null || signatures.length > 0 || acceptedAt !== null, time(beganAt)],
    [
      'exchanged',
      exchanged,
      exchanged ? time(exchangedAt) : t('handover:step.of', { done: walked, all: items.length }),
    ],
    ['readBack', readBack !== null, readBack === null ? none : time(readBack.at)],
    [
      'signed',
      out.length > 0,
      out[0] === undefined
        ? t('handover:step.notYet')
        : out.length < outgoing.length
          ? t('handover:step.signedOf', { done: out.length, all: outgoing.length, time: time(out[0].at) })
          : time(out[0].at),
    ],
    ['accepted', acceptedAt !== null, acceptedWords],
  ];
  const at = acceptedAt === null ? all.findIndex(([, done]) => !done) : -1;
  return all.map(([id, done, words], index) => ({
    id,
    words,
    state: done ? 'done' : acceptedAt !== null ? 'left' : index === at ? 'now' : 'next',
  }));
}

/** The five steps, side by side. */
export function StepsBar(): ReactNode {
  const { handover, room } = useHandoverWindow();
  const words = useWords();
  const { t } = words;
  const now = useHubSeconds();
  const waits = room.waiting.has(`watch/handover:${handover.id}`);
  return (
    <ol className="steps-bar" aria-label={t('handover:step.label')}>
      {stepsOf(handover, now, words, waits).map((step) => (
        <li key={step.id} data-state={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <strong>{t(`handover:step.${step.id}`)}</strong>
          <span>{step.words}</span>
          {step.state !== 'left' && (
            <span className="visually-hidden">{t(`handover:step.is.${step.state}`)}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
