import type { ReactNode } from 'react';
import type { Incident } from '../../../../shared/model/incidents';
import type { MessageKey } from '../../../i18n';
import { useT } from '../../../i18n/react';
import { KeyButton } from '../../../parts/key-cap';
import { deskKey, type KeyId } from '../../keys/key-table';

/** What can be done with an incident, in the order in which it is done. */
const ACTS = [
  ['note', 'incidents:act.note'],
  ['writeLog', 'shift-log:act.writeHere'],
  ['update', 'incidents:act.update'],
  ['hand', 'incidents:act.commander'],
  ['fields', 'incidents:act.fields'],
  ['task', 'incidents:act.task'],
  ['siteRoutines', 'incidents:act.routines'],
  ['onCall', 'incidents:act.onCall'],
  ['message', 'incidents:act.message'],
  ['upstream', 'incidents:act.cause'],
  ['times', 'incidents:act.times'],
  ['restore', 'incidents:act.restore'],
  ['close', 'incidents:act.close'],
  ['merge', 'incidents:act.merge'],
  ['report', 'incidents:act.report'],
] as const satisfies readonly (readonly [KeyId, MessageKey])[];
export type IncidentActKey = (typeof ACTS)[number][0];

/** The keys of an incident, as buttons. */
export function ActKeys(props: {
  readonly incident: Incident;
  readonly waits: boolean;
  readonly run: Readonly<Record<IncidentActKey, () => void>>;
}): ReactNode {
  const { incident, waits, run } = props;
  const { t } = useT();
  const { state, cause } = incident;
  const shown = ACTS.filter(([id]) => {
    if (id === 'upstream') return cause !== null;
    if (state === 'closed')
      return id === 'close' || id === 'note' || id === 'writeLog' || id === 'report' || id === 'times';
    return id !== 'restore' || state === 'open';
  });
  return (
    <div className="inc-keys">
      {shown.map(([id, label]) => (
        <KeyButton
          key={id}
          cap={deskKey(id).cap}
          label={t(id === 'close' && state === 'closed' ? 'incidents:act.reopen' : label)}
          waits={waits && id !== 'report' && id !== 'upstream'}
          onPress={run[id]}
        />
      ))}
    </div>
  );
}
