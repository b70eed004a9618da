import type { ReactNode } from 'react';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { commandName, personName, subjectName } from '../events/command-words';
import { RoleNote } from './role-note';
import { useMay, useNotices } from './use-people';

/** Refused acts, until a shift leader has seen each. Everybody sees them. */
export function NoticeList(): ReactNode {
  const { t } = useT();
  const notices = useNotices();
  const acts = useActs();
  const desk = useDeskStore();
  const { may } = useMay('notice.seen');
  const { hubNow } = useLinkView(1_000);
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const maintenance = useBoard((state) => state.maintenance);
  const people = useBoard((state) => state.people);
  const outbox = useBoard((state) => state.outbox);
  if (notices.length === 0) {
    return <Notice title={t('people:notices.none')} text={t('people:notices.noneText')} />;
  }
  const asked = new Set(
    outbox
      .filter(({ kind, fate }) => kind === 'notice.seen' && (fate === 'queued' || fate === 'sent'))
      .map(({ subject }) => subject),
  );
  const seen = async (id: string): Promise<void> => {
    const answer = await acts.give({ kind: 'notice.seen', subject: `notice/${id}`, payload: null });
    if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
  };
  return (
    <>
      <ul className="people-notices">
        {notices.map((notice) => (
          <li key={notice.id}>
            <div>
              <strong>
                {t('people:notices.act', {
                  actor: personName(people, notice.actor),
                  what: commandName(notice.command, t),
                  name: subjectName({ graph, catalogue, maintenance, people }, notice.subject, { t }),
                })}
              </strong>
              <p>{notice.reason}</p>
              <p className="quiet">
                {t('people:notices.times', {
                  acted: formatSince(notice.actedAt, hubNow),
                  at: formatSince(notice.at, hubNow),
                })}
              </p>
            </div>
            <button
              type="button"
              className="quiet-button"
              disabled={!may || asked.has(`notice/${notice.id}`)}
              onClick={() => void seen(notice.id)}
            >
              {t(asked.has(`notice/${notice.id}`) ? 'people:notices.waits' : 'people:notices.seen')}
            </button>
          </li>
        ))}
      </ul>
      <RoleNote kind="notice.seen" />
    </>
  );
}
