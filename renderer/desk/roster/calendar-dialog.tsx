import { type ReactNode, useId, useState } from 'react';
import { calendarOf } from '../../../shared/rules/watch/shift-calendar';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { KeyButton } from '../../parts/key-cap';
import { useBoard } from '../../stores/board-react';
import { useBridge } from '../desk-context';
import { personName } from '../events/command-words';
import { useKeys } from '../keys/use-keys';
import { useWatchNow } from '../model/watch-now';
import { positionName } from './roster-words';
import { usePlan } from './use-roster';
import { usePlannable } from './who-field';

const MONTHS = [1, 3, 6, 12] as const;
const MONTH_MS = 31 * 86_400_000;

/** The plan as a calendar file: a position's shifts, or one person's own, from today on. */
export function CalendarDialog(props: { readonly now: number; readonly onClose: () => void }): ReactNode {
  const { now, onClose } = props;
  const { t } = useT();
  const bridge = useBridge();
  const plan = usePlan();
  const { watch } = useWatchNow();
  const people = useBoard((state) => state.people);
  const me = useBoard((state) => state.identity?.signedIn?.person ?? null);
  const room = useBoard((state) => state.room?.name ?? '');
  const plannable = usePlannable();
  const whoField = useId();
  const longField = useId();
  const first = useFirstFocus<HTMLSelectElement>();
  const [who, setWho] = useState(
    me !== null && plan?.rota.some(({ turns }) => turns.includes(me))
      ? `person:${me}`
      : `position:${plan?.positions[0]?.id ?? ''}`,
  );
  const [months, setMonths] = useState<number>(3);
  const [told, setTold] = useState<{ readonly fault: boolean; readonly text: string } | null>(null);
  const save = async (): Promise<void> => {
    if (plan === null) return;
    const [kind, id = ''] = who.split(/:(.*)/);
    const isPerson = kind === 'person';
    const name = isPerson ? personName(people, id) : positionName(plan, id);
    const from = Math.floor(now / 86_400_000) * 86_400_000;
    const words = { now, nameOf: (who: string) => personName(people, who), ...(room !== '' && { room }) };
    const whose = isPerson ? { person: id } : { position: id };
    const text = calendarOf(plan, watch, whose, from, from + months * MONTH_MS, words);
    const answer = await bridge.saveReport({
      name: t('roster:ics.file', { name }).slice(0, 120),
      format: 'ics',
      text,
    });
    if (!answer.ok) setTold({ fault: true, text: answer.error.message });
    else if (answer.value !== null)
      setTold({ fault: false, text: t('roster:ics.saved', { path: answer.value.path }) });
  };
  useKeys({ back: onClose, open: () => void save(), save: () => void save() }, { modal: true });
  return (
    <Dialog title={t('roster:calendar')} closeLabel={t('common:close')} onClose={onClose}>
      <form
        className="act-form inc-form roster-ics"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p className="quiet">{t('roster:ics.text')}</p>
        <div className="inc-pair">
          <div className="act-field">
            <label htmlFor={whoField}>{t('roster:ics.whose')}</label>
            <select
              ref={first}
              id={whoField}
              className="text-field"
              value={who}
              onChange={(event) => setWho(event.target.value)}
            >
              {plan?.positions.map(({ id, name }) => (
                <option key={id} value={`position:${id}`}>
                  {t('roster:ics.position', { name })}
                </option>
              ))}
              {plannable.map(({ id, name }) => (
                <option key={id} value={`person:${id}`}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          <div className="act-field">
            <label htmlFor={longField}>{t('roster:ics.long')}</label>
            <select
              id={longField}
              className="text-field"
              value={months}
              onChange={(event) => setMonths(Number(event.target.value))}
            >
              {MONTHS.map((count) => (
                <option key={count} value={count}>
                  {t('roster:ics.months', { count })}
                </option>
              ))}
            </select>
          </div>
        </div>
        <p className={told?.fault ? 'form-fault' : 'quiet'} role={told?.fault ? 'alert' : 'status'}>
          {told?.text ?? ''}
        </p>
        <div className="act-row">
          <KeyButton cap="Enter" label={t('roster:ics.save')} onPress={() => void save()} />
          <KeyButton cap="Esc" label={t('alarms:form.cancel')} onPress={onClose} />
        </div>
      </form>
    </Dialog>
  );
}
