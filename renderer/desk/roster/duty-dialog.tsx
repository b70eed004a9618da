import { type ReactNode, useId, useRef, useState } from 'react';
import { useT } from '../../i18n/react';
import { useBoardStore, useTick } from '../../stores/board-react';
import { DigitChoice } from '../alarms/digit-choice';
import { Line } from '../alarms/form-line';
import { useActions } from '../desk-context';
import { FormDialog, type Made } from '../incidents/forms/form-dialog';
import { useWatchNow } from '../model/watch-now';
import { useMe } from '../people/use-people';
import { plannedFor } from './roster-words';
import { useOnWatch, usePlan } from './use-roster';
import { OnWatchFacts } from './watch-panel';

type Way = 'take' | 'join' | 'alone' | 'leave';

/**
 * Who has the watch, and the ways to it that are no handover: the first watch, joining those who have it, taking over alone
 * with a reason, leaving the others with it. Where somebody has the watch and another comes, the handover is offered first.
 */
export function DutyDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const actions = useActions();
  const store = useBoardStore();
  useTick(10_000);
  const now = Math.floor(store.linkView().hubNow);
  const me = useMe();
  const plan = usePlan();
  const at = useOnWatch(now);
  const { waiting } = useWatchNow();
  const make = useRef<() => Made>(() => []);
  const mine = at.duty?.holders.find(({ person }) => person === me?.id);
  const others = at.duty?.holders.filter(({ person }) => person !== me?.id) ?? [];
  const planned = me === null ? null : plannedFor(at, me.id);
  const suggested = planned?.staff.find(({ person }) => person === me?.id)?.position ?? null;
  const ways: readonly Way[] =
    at.duty === null ? ['take'] : mine ? (others.length > 0 ? ['leave', 'alone'] : []) : ['join', 'alone'];
  const [chosen, setChosen] = useState<Way | null>(null);
  const [position, setPosition] = useState<string | null>(suggested);
  const [reason, setReason] = useState('');
  const way =
    ways.length === 1 ? (ways[0] ?? null) : chosen !== null && ways.includes(chosen) ? chosen : null;
  const field = useId();
  make.current = () => {
    if (ways.length === 0) return [];
    if (way === null) return t('roster:duty.needWay');
    if (way === 'leave') return [{ kind: 'duty.leave' as const, subject: 'duty/room', payload: null }];
    if (way === 'alone' && reason.trim().length < 3) return t('roster:duty.needReason');
    const payload = { position, alone: way === 'alone', reason: reason.trim() || null };
    return [{ kind: 'duty.take' as const, subject: 'duty/room', payload }];
  };
  const open = (): void => {
    onClose();
    actions.openWindow('handover');
  };
  return (
    <FormDialog
      title={t('roster:duty.title')}
      kind={way === 'leave' ? 'duty.leave' : 'duty.take'}
      label={t(way === null ? 'roster:duty.go' : `roster:duty.way.${way}`)}
      make={make}
      onClose={onClose}
    >
      <OnWatchFacts now={now} />
      {waiting.has('duty:room') && <p className="people-note">{t('roster:duty.waits')}</p>}
      {at.duty !== null && (
        <p className="people-note">
          {t(mine && others.length === 0 ? 'roster:duty.onlyYou' : 'roster:duty.handover')}{' '}
          <button type="button" className="link-button" onClick={open}>
            {t('roster:duty.openHandover')}
          </button>
        </p>
      )}
      {ways.length > 1 && (
        <DigitChoice
          label={t('roster:duty.how')}
          options={ways.map((id) => ({ id, name: t(`roster:duty.way.${id}`) }))}
          chosen={way}
          onChoose={setChosen}
        />
      )}
      {way !== null && way !== 'leave' && (
        <div className="act-field">
          <label htmlFor={field}>{t('roster:field.position')}</label>
          <select
            id={field}
            className="text-field"
            value={position ?? ''}
            onChange={(event) => setPosition(event.target.value || null)}
          >
            <option value="">{t('roster:duty.noPosition')}</option>
            {plan?.positions.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      {way === 'alone' && (
        <Line label={t('roster:duty.reason')} max={300} value={reason} onChange={setReason} />
      )}
    </FormDialog>
  );
}
