import type { ReactNode } from 'react';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs, useDeskStore } from '../desk-context';
import { consoleName, personName } from '../events/command-words';
import { RoleNote } from './role-note';
import { useEverybody, useMay } from './use-people';

/** Who is signed in where, and an end to it. */
export function SessionPanel(): ReactNode {
  const { t, lang } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  const { sessions } = useEverybody();
  const people = useBoard((state) => state.people);
  const { hubNow } = useLinkView(1_000);
  const { may } = useMay('session.end');
  const end = async (id: string): Promise<void> => {
    const answer = await acts.give({ kind: 'session.end', subject: `session/${id}`, payload: null });
    if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
  };
  return (
    <section className="panel">
      <h2 className="panel-title">{t('people:sessions.title', { count: sessions.length })}</h2>
      {sessions.length === 0 ? (
        <Notice title={t('people:sessions.none')} />
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('people:sessions.who')}</th>
              <th scope="col">{t('people:sessions.where')}</th>
              <th scope="col">{t('people:sessions.since')}</th>
              <th scope="col">{t('people:sessions.until')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <tr key={session.id}>
                <td>
                  <strong>{personName(people, session.person)}</strong>
                </td>
                <td>{consoleName(people, session.console)}</td>
                <td>{formatSince(session.openedAt, hubNow)}</td>
                <td>{formatUntil(session.expiresAt, hubNow, lang)}</td>
                <td className="number">
                  <button
                    type="button"
                    className="quiet-button"
                    disabled={!may}
                    aria-label={t('people:sessions.endOf', {
                      name: personName(people, session.person),
                      console: consoleName(people, session.console),
                    })}
                    onClick={() => void end(session.id)}
                  >
                    {t('people:sessions.end')}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <RoleNote kind="session.end" />
    </section>
  );
}
