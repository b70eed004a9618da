import { type ReactNode, useEffect, useState } from 'react';
import type { Handover, Signature } from '../../../shared/model/handover';
import { composeText } from '../../../shared/rules/handover/compose';
import { handoverOf } from '../../../shared/rules/handover/read-handovers';
import { dayKey } from '../../../shared/time/format';
import { useBridge } from '../../desk/desk-context';
import { consoleName } from '../../desk/events/command-words';
import { useHubSeconds } from '../../desk/incidents/use-incidents';
import { useMe } from '../../desk/people/use-people';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useHandoverWindow } from '../model/handover-context';
import { clockOf, useWords } from '../model/use-words';
import { Provisional } from '../note/provisional';
import { missingFor, nextSignature, signatureKind } from './sign-model';

/** Who signs, and who has. */
export function SignaturesPanel(): ReactNode {
  const { handover, room } = useHandoverWindow();
  const { t, person } = useWords();
  const next = nextSignature(handover);
  const first = handover.outgoing[0]?.person;
  return (
    <section className="panel signatures" aria-label={t('handover:sign.title')}>
      <div className="panel-title">
        <h3>{t('handover:sign.title')}</h3>
        <span className="panel-fact">
          {handover.acceptedAt === null
            ? first === undefined
              ? t('handover:sign.nobodyResponsible')
              : t('handover:sign.responsible', { name: person(first) })
            : t(
                room.waiting.has(`watch/handover:${handover.id}`)
                  ? 'handover:sign.movedHere'
                  : 'handover:sign.moved',
              )}
        </span>
      </div>
      <dl className="sign-list">
        <People side="outgoing" />
        <People side="incoming" />
      </dl>
      {next !== null && <ExceptionCount />}
    </section>
  );
}

/** The one thing to do next, always in sight; and what is missing for it. */
export function SignActs(): ReactNode {
  const { handover, room, document, signed, show } = useHandoverWindow();
  const { t } = useWords();
  const me = useMe()?.id ?? null;
  const live = useLinkView(1_000).phase === 'live';
  const next = nextSignature(handover);
  if (next === null) return null;
  const text = signed ?? composeText(document.document, handover);
  const signer = next.people.find((one) => one === me) ?? next.people[0] ?? '';
  const missing = missingFor(room.view, handover, text, signer);
  const lacks = [...missing.holdsUp, ...missing.wishes];
  return (
    <section className="sign-bar" aria-label={t('handover:sign.next')}>
      {lacks.length > 0 && (
        <p className="sign-missing">
          {t('handover:sign.missing', {
            parts: lacks.map((part) => t(`handover:missing.${part}`)).join(', '),
          })}
        </p>
      )}
      <div className="sign-acts">
        <button
          type="button"
          className="sign-button"
          disabled={missing.holdsUp.length > 0}
          onClick={() => show({ kind: 'sign', exception: false })}
        >
          <span>{t(`handover:sign.${signatureKind(handover, next)}`)}</span>
          <KeyCap cap="Ctrl Enter" waits={!live} />
        </button>
        {missing.holdsUp.length > 0 && (
          <KeyButton
            cap="Ctrl U"
            label={t('handover:sign.exception')}
            waits={!live}
            onPress={() => show({ kind: 'sign', exception: true })}
          />
        )}
        {handover.state === 'signed' && (
          <KeyButton cap="U" label={t('handover:sign.unsign')} onPress={() => show({ kind: 'unsign' })} />
        )}
      </div>
    </section>
  );
}

function People({ side }: { readonly side: 'outgoing' | 'incoming' }): ReactNode {
  const { handover, show, room } = useHandoverWindow();
  const { t, holder } = useWords();
  const people = handover[side];
  // What the hub has is the hub's word, whatever waits here besides.
  const confirmed = useConfirmed(handover);
  return (
    <>
      {people.map((one, index) => (
        <div key={`${one.position}/${one.person}`} className="sign-line">
          <dt>{index === 0 ? t(`handover:sign.${side}`) : ''}</dt>
          <dd className="sign-who">
            <strong>{holder(one)}</strong>
            {side === 'incoming' && index === 0 && handover.acceptedAt === null && (
              <span className="quiet">{t('handover:sign.takes')}</span>
            )}
          </dd>
          <dd>
            <SignedWords
              signature={handover.signatures.find((sign) => sign.role === side && sign.person === one.person)}
              waits={
                room.waiting.has(`watch/handover:${handover.id}`) &&
                !confirmed.some((sign) => sign.role === side && sign.person === one.person)
              }
            />
          </dd>
        </div>
      ))}
      {people.length === 0 && (
        <div className="sign-line">
          <dt>{t(`handover:sign.${side}`)}</dt>
          <dd className="sign-who quiet">{t('handover:sign.nobody')}</dd>
          <dd>
            <KeyButton cap="n" label={t('handover:sign.people')} onPress={() => show({ kind: 'people' })} />
          </dd>
        </div>
      )}
    </>
  );
}

/** The signatures that the hub has said. */
function useConfirmed({ id }: Handover): readonly Signature[] {
  const watch = useBoard((state) => state.watch);
  // The map changes in place: its version says when.
  useBoard((state) => state.watchVersion);
  return handoverOf(watch, id)?.signatures ?? [];
}

function SignedWords(props: {
  readonly signature: Signature | undefined;
  readonly waits: boolean;
}): ReactNode {
  const { signature, waits } = props;
  const { t } = useWords();
  const now = useHubSeconds();
  const people = useBoard((state) => state.people);
  if (!signature) return <span className="quiet">{t('handover:sign.notYet')}</span>;
  return (
    <span>
      <strong>{t('handover:sign.at', { time: clockOf(signature.at, now) })}</strong>{' '}
      {signature.console !== '' && consoleName(people, signature.console)}
      {waits && <Provisional />}
      {signature.exception !== null && (
        <span className="sign-exception">
          {t('handover:sign.withException', { reason: signature.exception.reason })}
        </span>
      )}
    </span>
  );
}

/** How often it was done with an exception this month: no ritual, and no habit either. */
function ExceptionCount(): ReactNode {
  const { handover } = useHandoverWindow();
  const { t } = useWords();
  const counted = useMonth(handover);
  if (counted === null) return null;
  return (
    <p className="quiet panel-note">
      {t('handover:sign.exceptions', { count: counted.exceptions, all: counted.handovers })}
    </p>
  );
}

function useMonth(handover: Handover): { readonly exceptions: number; readonly handovers: number } | null {
  const bridge = useBridge();
  const [counted, setCounted] = useState<{ readonly exceptions: number; readonly handovers: number } | null>(
    null,
  );
  const { beganAt } = handover;
  useEffect(() => {
    let alive = true;
    const month = dayKey(beganAt).slice(0, 7);
    void bridge.adherence({ from: beganAt - 31 * 86_400_000, to: beganAt + 86_400_000 }).then((answer) => {
      if (!alive || !answer.ok) return;
      const row = answer.value.rows.find((one) => one.month === month && one.position === null);
      if (row) setCounted(row);
    });
    return () => {
      alive = false;
    };
  }, [bridge, beganAt]);
  return counted;
}
