import { type ReactNode, useRef, useState } from 'react';
import type { Incident, RoutineState } from '../../../../shared/model/incidents';
import { useT } from '../../../i18n/react';
import { useBoard } from '../../../stores/board-react';
import { DigitChoice } from '../../alarms/digit-choice';
import { Line } from '../../alarms/form-line';
import { siteName } from '../incident-words';
import { FormDialog, type Made } from './form-dialog';

/** What a person can say of a site; `unconfirmed` is what is known before anybody has. */
const SAID = ['not-needed', 'in-use', 'ended'] as const satisfies readonly RoutineState[];

/** Whether a site works by its emergency routine: one site at a time, as they answer the telephone. */
export function RoutinesForm(props: {
  readonly incident: Incident;
  /** The site to begin with; null: the first that nobody has answered for. */
  readonly site: string | null;
  readonly onClose: () => void;
}): ReactNode {
  const { incident, onClose } = props;
  const { t } = useT();
  const catalogue = useBoard((state) => state.catalogue);
  const make = useRef<() => Made>(() => []);
  const { routines } = incident;
  const [site, setSite] = useState(
    () => props.site ?? (routines.find(({ state }) => state === 'unconfirmed') ?? routines[0])?.site ?? null,
  );
  const [state, setState] = useState<(typeof SAID)[number] | null>(null);
  const [note, setNote] = useState('');
  make.current = () => {
    if (site === null) return t('incidents:routine.noSites');
    if (state === null) return t('incidents:form.needRoutine');
    return [
      {
        kind: 'incident.routine' as const,
        subject: `incident/${incident.id}`,
        payload: { site, state, note: note.trim() || null },
      },
    ];
  };
  return (
    <FormDialog
      title={t('incidents:act.routines')}
      kind="incident.routine"
      label={t('incidents:form.save')}
      make={make}
      onClose={onClose}
    >
      {routines.length === 0 ? (
        <p>{t('incidents:routine.noSites')}</p>
      ) : (
        <>
          <div className="act-field">
            <label htmlFor="inc-routine-site">{t('incidents:routine.site')}</label>
            <select
              id="inc-routine-site"
              className="text-field"
              value={site ?? ''}
              onChange={(event) => setSite(event.target.value)}
            >
              {routines.map((routine) => (
                <option key={routine.site} value={routine.site}>
                  {`${siteName(catalogue, routine.site)}: ${t(`incidents:routine.${routine.state}`)}`}
                </option>
              ))}
            </select>
          </div>
          <DigitChoice
            label={t('incidents:routine.is')}
            options={SAID.map((id) => ({ id, name: t(`incidents:routine.${id}`) }))}
            chosen={state}
            onChoose={setState}
          />
          <Line label={t('alarms:form.noteOptional')} value={note} onChange={setNote} />
        </>
      )}
    </FormDialog>
  );
}
