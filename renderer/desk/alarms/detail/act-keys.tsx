import type { ReactNode } from 'react';
import type { CommandKind } from '../../../../shared/contract/commands';
import type { Alarm } from '../../../../shared/model/alarms';
import { mayGive } from '../../../../shared/rules/permissions';
import { formatSince } from '../../../../shared/time/format';
import { useT } from '../../../i18n/react';
import { KeyButton } from '../../../parts/key-cap';
import { useBoard, useBoardStore, useLinkView, usePerson } from '../../../stores/board-react';
import { deskKey, type KeyId } from '../../keys/key-table';
import { useKeyRunner } from '../../keys/use-keys';
import { canAct } from '../use-alarm-acts';
import { guidanceOf } from '../use-alarm-keys';
import { useCauseCounts, useCauses, useSymptoms } from '../use-causes';

interface Offer {
  readonly id: KeyId;
  readonly label: string;
  /** It would change nothing, or is not this person's to do. */
  readonly off: boolean;
  readonly hint?: string;
  /** It means nothing without the hub: dashed while that is away. */
  readonly waits: boolean;
}

/** The keys that act on the alarm in focus, as buttons: dashed where what they do waits for the hub. */
export function ActKeys({ alarm }: { readonly alarm: Alarm }): ReactNode {
  const { t } = useT();
  const run = useKeyRunner();
  const live = useLinkView().phase === 'live';
  const offers = useOffers(alarm);
  return (
    <div className="act-keys">
      {offers.map(({ id, label, off, hint, waits }) => (
        <KeyButton
          key={id}
          cap={deskKey(id).cap}
          label={label}
          disabled={off}
          waits={waits && !live}
          {...(hint !== undefined ? { hint } : waits && !live ? { hint: t('desk:act.waits') } : {})}
          onPress={() => run(id)}
        />
      ))}
    </div>
  );
}

function useOffers(alarm: Alarm): readonly Offer[] {
  const { t } = useT();
  const store = useBoardStore();
  const { hubNow } = useLinkView(1_000);
  const me = useBoard((state) => state.identity?.signedIn?.person ?? null);
  const person = usePerson(me ?? '');
  const catalogue = useBoard((state) => state.catalogue);
  const causes = useCauses();
  const { count } = useSymptoms(alarm.node);
  const left = useCauseCounts().unexplained;
  useBoard((state) => state.alarmsVersion);
  const said = store.alarm(`verdict:${alarm.node}`) !== undefined;
  const folded = causes.roots(alarm.node).length > 0;
  const may = (kind: CommandKind): boolean => person === undefined || mayGive(person.roles, kind);
  const act = (id: KeyId, kind: CommandKind, label: string, able: boolean): Offer => ({
    id,
    label,
    off: !able || !may(kind),
    // Acts on alarms are queued and judged later; a re-check or a run means something only now.
    waits: kind === 'check.recheck' || kind === 'cause.recheck' || kind === 'run.request',
    ...(may(kind) ? {} : { hint: t('alarms:act.notYours') }),
  });
  const here = (id: KeyId, label: string, able = true): Offer => ({ id, label, off: !able, waits: false });
  const acked = alarm.ack !== null && alarm.broken === null && alarm.state === 'acknowledged';
  const returned = canAct('seen', alarm);
  const aside = canAct('unshelve', alarm);
  return [
    returned
      ? act('seen', 'alarm.seen', t('alarms:act.seen'), true)
      : act(
          'acknowledge',
          'alarm.acknowledge',
          acked && alarm.ack
            ? t('alarms:act.acknowledged', { time: formatSince(alarm.ack.at, hubNow) })
            : t('alarms:act.acknowledge'),
          canAct('acknowledge', alarm),
        ),
    act('acknowledgeCause', 'alarm.acknowledge', t('alarms:act.acknowledgeCause'), !returned),
    act('recheck', 'check.recheck', t('desk:act.recheck'), true),
    act('recheckAll', 'cause.recheck', t('alarms:act.recheckAll', { count: count + 1 }), count > 0),
    here('unexplained', t('alarms:act.unexplained', { count: left.length }), left.length > 0),
    act('join', 'cause.join', t('causes:act.join'), canAct('join', alarm)),
    said
      ? act('split', 'cause.free', t('causes:act.free'), true)
      : act(
          'split',
          'cause.split',
          t(folded ? 'causes:act.split' : 'causes:act.splitOut'),
          folded || count > 0,
        ),
    here('onCall', t('alarms:act.onCall')),
    here('upstream', t('alarms:act.upstream')),
    here('whatIf', t('causes:act.whatIf')),
    act('writeLog', 'log.write', t('alarms:act.writeLog'), true),
    act('note', 'alarm.note', t('alarms:act.note'), true),
    act('openIncident', 'incident.open', t('alarms:act.openIncident'), true),
    act('message', 'message.draft', t('alarms:act.message'), true),
    act('callerAdd', 'caller.add', t('alarms:act.callerAdd'), true),
    act('userReport', 'report.set', t('alarms:act.userReport'), true),
    act('timer', 'alarm.timer', t('alarms:act.timer'), alarm.id !== ''),
    act('hand', 'alarm.hand', t('alarms:act.hand'), alarm.condition !== 'normal'),
    aside
      ? act(
          'unshelve',
          alarm.shelf ? 'alarm.unshelve' : 'alarm.in-service',
          t(alarm.shelf ? 'alarms:act.unshelve' : 'alarms:act.inService'),
          true,
        )
      : act('shelve', 'alarm.shelve', t('alarms:act.shelve'), canAct('shelve', alarm)),
    act('outOfService', 'alarm.out-of-service', t('alarms:act.outOfService'), canAct('outOfService', alarm)),
    act('bad', 'alarm.bad', t(alarm.bad ? 'alarms:act.notBad' : 'alarms:act.bad'), alarm.id !== ''),
    act('ticket', 'alarm.ticket', t('alarms:act.ticket'), alarm.id !== ''),
    act(
      'run',
      'run.request',
      t('alarms:act.run'),
      (guidanceOf(alarm.node, { catalogue })?.actions.length ?? 0) > 0,
    ),
  ];
}
