import type { ReactNode } from 'react';
import type { FollowUp } from '../../../shared/model/handover';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { ScrollRegion } from '../../parts/scroll-region';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { personName, subjectName } from '../events/command-words';
import { RoleNote } from '../people/role-note';

/** Something that is carried from watch to watch, whole. */
export function FollowUpDetail(props: {
  readonly followUp: FollowUp;
  readonly now: number;
  readonly unconfirmed: boolean;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { followUp, now, unconfirmed, onEdit, onClose } = props;
  const speech = useT();
  const { t, lang } = speech;
  const desk = useDeskStore();
  const people = useBoard((state) => state.people);
  const catalogue = useBoard((state) => state.catalogue);
  const graph = useBoard((state) => state.graph);
  const live = useLinkView(1_000).phase === 'live';
  const { closed, node, owner, dueAt, due, carried, section, text, number, at, by } = followUp;
  return (
    <ScrollRegion className="routine-detail" aria-label={t('routines:detail')}>
      <div className="panel">
        <h2 className="routine-title">
          {due && closed === null && <StateShape state="warning" size={20} />}
          {text} <span className="quiet">{number}</span>
        </h2>
        {unconfirmed && <p className="from-cache">{t('routines:waitsForHub')}</p>}
        {closed === null ? (
          <p>{t('routines:openText')}</p>
        ) : (
          <p>
            {t('routines:closedBy', {
              name: personName(people, closed.by),
              time: formatSince(closed.at, now),
            })}
            {closed.note !== null && ` «${closed.note}»`}
          </p>
        )}
        <div className="act-row">
          {closed === null && (
            <KeyButton cap="Enter" label={t('routines:act.edit')} waits={!live} onPress={onEdit} />
          )}
          <KeyButton
            cap="L"
            label={t(closed === null ? 'routines:act.close' : 'routines:act.reopen')}
            waits={!live}
            onPress={onClose}
          />
        </div>
        <RoleNote kind="follow-up.set" />
      </div>
      <div className="panel">
        <dl className="roster-facts">
          <div>
            <dt>{t('routines:field.section')}</dt>
            <dd>{t(`routines:section.${section}`)}</dd>
          </div>
          <div>
            <dt>{t('routines:field.owner')}</dt>
            <dd>{owner === null ? t('routines:noOwner') : personName(people, owner)}</dd>
          </div>
          <div>
            <dt>{t('routines:field.due')}</dt>
            <dd>{dueAt === null ? t('routines:noDue') : formatUntil(dueAt, now, lang)}</dd>
          </div>
          {node !== null && (
            <div>
              <dt>{t('routines:field.node')}</dt>
              <dd>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => desk.open({ view: 'service', node })}
                >
                  {subjectName({ catalogue, graph }, node, speech)}
                </button>
              </dd>
            </div>
          )}
          <div>
            <dt>{t('routines:field.written')}</dt>
            <dd>
              {personName(people, by)} {formatSince(at, now)}
              {carried > 0 && `, ${t('routines:carried', { count: carried })}`}
            </dd>
          </div>
        </dl>
      </div>
    </ScrollRegion>
  );
}
