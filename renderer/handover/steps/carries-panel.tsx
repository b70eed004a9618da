import { type ReactNode, useMemo } from 'react';
import type { Transfer } from '../../../shared/model/handover';
import { incidentOf } from '../../../shared/rules/incidents/read-incidents';
import { useEventNames } from '../../desk/events/use-event-names';
import { nodeName } from '../../desk/model/row';
import { useEverybody } from '../../desk/people/use-people';
import { useBoard, useBoardStore } from '../../stores/board-react';
import { useHandoverWindow } from '../model/handover-context';
import { useWords } from '../model/use-words';

/** What people here have agreed on otherwise than was proposed: receivers, by `KIND:ID`. */
export type Agreed = ReadonlyMap<string, string>;

export const transferKey = ({ kind, id }: Pick<Transfer, 'kind' | 'id'>): string => `${kind}:${id}`;

/** What changes hands: as proposed, with the receivers that were agreed on here. */
export function agreedTransfers(proposed: readonly Transfer[], agreed: Agreed): readonly Transfer[] {
  return proposed.map((one) => ({ ...one, to: agreed.get(transferKey(one)) ?? one.to }));
}

/** What follows the watch over, in the same moment as the signature. */
export function CarriesPanel(props: {
  readonly transfers: readonly Transfer[];
  readonly onAgree: (key: string, to: string) => void;
}): ReactNode {
  const { transfers, onAgree } = props;
  const { handover } = useHandoverWindow();
  const { t, person } = useWords();
  const { persons } = useEverybody();
  const open = handover.state === 'preparing' || handover.state === 'exchanging';
  const receivers = [
    ...new Set([
      ...handover.incoming.map((one) => one.person),
      ...persons.filter(({ active, machine }) => active && !machine).map(({ id }) => id),
    ]),
  ];
  return (
    <section className="panel" aria-label={t('handover:carries.title')}>
      <div className="panel-title">
        <h3>{t('handover:carries.title')}</h3>
        <span className="panel-fact">{t('handover:carries.when')}</span>
      </div>
      {transfers.length === 0 && <p className="quiet">{t('handover:carries.nothing')}</p>}
      <ul className="carry-list">
        {transfers.map((one) => (
          <li key={transferKey(one)}>
            <strong>{t(`handover:carries.${one.kind}`)}</strong>
            <TransferName transfer={one} />
            <span className="carry-to">
              {one.from === null ? t('handover:items.nobody') : person(one.from)} {'→'}{' '}
              {open ? (
                <select
                  className="inline-select"
                  aria-label={t('handover:carries.to')}
                  value={one.to}
                  onChange={(event) => onAgree(transferKey(one), event.target.value)}
                >
                  {[...new Set([one.to, ...receivers])].map((id) => (
                    <option key={id} value={id}>
                      {person(id)}
                    </option>
                  ))}
                </select>
              ) : (
                person(one.to)
              )}
            </span>
          </li>
        ))}
        {handover.acceptedAt === null && <CarriedAnyway />}
      </ul>
    </section>
  );
}

function TransferName({ transfer }: { readonly transfer: Transfer }): ReactNode {
  const names = useEventNames();
  const { kind, id } = transfer;
  const store = useBoardStore();
  const { watch, incidents } = store.getState();
  if (kind === 'alarm') return <span>{nodeName(names, id)}</span>;
  if (kind === 'incident') {
    const incident = incidentOf(incidents, id);
    return <span>{incident ? `${incident.number} ${incident.title}`.trim() : id}</span>;
  }
  if (kind === 'task') {
    const task = incidents.get(`task:${id}`);
    return <span>{task?.kind === 'task' ? task.value.text : id}</span>;
  }
  const followUp = watch.get(`follow-up:${id}`);
  return <span>{followUp?.kind === 'follow-up' ? followUp.value.text : id}</span>;
}

/** What goes on whoever has the watch: said, so that nobody wonders. */
function CarriedAnyway(): ReactNode {
  const { t, person } = useWords();
  const { handover } = useHandoverWindow();
  const outbox = useBoard((state) => state.outbox);
  const people = useBoard((state) => state.people);
  const version = useBoard((state) => state.peopleVersion);
  const waiting = outbox.filter(({ fate }) => fate === 'queued' || fate === 'sent').length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const sounds = useMemo(() => {
    const leaving = new Set(handover.outgoing.map((one) => one.person));
    const off: string[] = [];
    for (const entity of people.values()) {
      if (entity.kind !== 'watch' || !leaving.has(entity.value.person)) continue;
      const console = people.get(`console:${entity.value.id}`);
      off.push(console?.kind === 'console' ? console.value.name : entity.value.id);
    }
    return off;
  }, [people, version, handover.outgoing]);
  return (
    <>
      <li>
        <strong>{t('handover:carries.sound')}</strong>
        <span>
          {t('handover:carries.soundWords', {
            from: sounds.length === 0 ? t('handover:carries.noConsole') : sounds.join(', '),
            to: handover.incoming.map((one) => person(one.person)).join(', ') || t('handover:items.nobody'),
          })}
        </span>
      </li>
      <li>
        <strong>{t('handover:carries.stays')}</strong>
        <span>
          {waiting === 0
            ? t('handover:carries.outboxEmpty')
            : t('handover:carries.outbox', { count: waiting })}
        </span>
      </li>
    </>
  );
}
