import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActs, useBridge, useDeskStore } from '../desk-context';
import { consoleName, personName } from '../events/command-words';
import { KeyringNote } from './keyring-note';
import { RoleNote } from './role-note';
import { useEverybody, useMay } from './use-people';
import { WatchButton } from './watch-button';

/** Consoles: which the hub knows, who is signed in and on watch there; a code for a new one. */
export function ConsolePanel(): ReactNode {
  const { t } = useT();
  const acts = useActs();
  const desk = useDeskStore();
  const { consoles, sessions, watch } = useEverybody();
  const people = useBoard((state) => state.people);
  const here = useBoard((state) => state.identity?.console.id ?? '');
  const { hubNow } = useLinkView(1_000);
  const { may } = useMay('console.revoke');
  const [sure, setSure] = useState<string | null>(null);
  const revoke = async (id: string): Promise<void> => {
    setSure(null);
    const answer = await acts.give({ kind: 'console.revoke', subject: `console/${id}`, payload: null });
    if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
  };
  return (
    <section className="panel">
      <div className="panel-title">
        <h2>
          {t('people:consoles.title', { count: consoles.filter((one) => one.revokedAt === null).length })}
        </h2>
        <WatchButton />
      </div>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{t('people:consoles.name')}</th>
            <th scope="col">{t('people:consoles.kind')}</th>
            <th scope="col">{t('people:consoles.enrolled')}</th>
            <th scope="col">{t('people:consoles.who')}</th>
            <th scope="col">{t('people:consoles.watch')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {consoles.map((one) => {
            const post = watch.find(({ id }) => id === one.id);
            const there = sessions.filter((session) => session.console === one.id);
            return (
              <tr key={one.id} data-off={one.revokedAt === null ? undefined : ''}>
                <td>
                  <strong>{consoleName(people, one.id)}</strong>{' '}
                  {one.id === here && <span className="from-cache">{t('people:consoles.here')}</span>}
                </td>
                <td>{t(`people:consoleKind.${one.kind}`)}</td>
                <td>{formatSince(one.enrolledAt, hubNow)}</td>
                <td>{there.map((session) => personName(people, session.person)).join(', ') || '–'}</td>
                <td>
                  {post === undefined
                    ? '–'
                    : t('people:consoles.onWatch', {
                        name: personName(people, post.person),
                        time: formatSince(post.since, hubNow),
                      })}
                </td>
                <td className="number">
                  {one.revokedAt !== null ? (
                    t('people:consoles.revoked', { time: formatSince(one.revokedAt, hubNow) })
                  ) : sure === one.id ? (
                    <button type="button" className="quiet-button" onClick={() => void revoke(one.id)}>
                      {t('people:consoles.sure')}
                    </button>
                  ) : (
                    <button
                      type="button"
                      className="quiet-button"
                      disabled={!may}
                      aria-label={t('people:consoles.revokeOf', { name: consoleName(people, one.id) })}
                      onClick={() => setSure(one.id)}
                    >
                      {t('people:consoles.revoke')}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <EnrolmentCode may={may} />
      <RoleNote kind="console.revoke" />
      <KeyringNote />
      <EnrolHere />
    </section>
  );
}

/** A one-time code by which a new console is enrolled, large enough to be read across a room. */
function EnrolmentCode({ may }: { readonly may: boolean }): ReactNode {
  const { t, lang } = useT();
  const bridge = useBridge();
  const { hubNow, reachable } = useLinkView(1_000);
  const [code, setCode] = useState<{
    readonly code: string;
    readonly expiresAt: number;
    readonly kind: 'desk' | 'wall';
  } | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const ask = async (kind: 'desk' | 'wall'): Promise<void> => {
    const answer = await bridge.enrolmentCode(kind);
    if (answer.ok) {
      setCode({ ...answer.value, kind });
      setFault(null);
    } else setFault(answer.error.message);
  };
  const holds = code !== null && code.expiresAt > hubNow;
  const shown = useRef<HTMLParagraphElement>(null);
  // What was asked for is not left below the fold.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new code
  useEffect(() => {
    shown.current?.scrollIntoView({ block: 'nearest' });
  }, [code]);
  return (
    <div className="people-code">
      <p className="act-row">
        {(['desk', 'wall'] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            className="quiet-button"
            disabled={!may || !reachable}
            onClick={() => void ask(kind)}
          >
            {t(`people:code.ask.${kind}`)}
          </button>
        ))}
        <span role="alert" className="people-fault">
          {fault}
        </span>
      </p>
      {code !== null && (
        <p ref={shown} role="status" className="people-code-shown" data-over={holds ? undefined : ''}>
          <span>{t(`people:code.for.${code.kind}`)}</span>
          <strong>{holds ? code.code : t('people:code.over')}</strong>
          {holds && (
            <span>{t('people:code.until', { time: formatUntil(code.expiresAt, hubNow, lang) })}</span>
          )}
        </p>
      )}
    </div>
  );
}

/** This very console is unknown to the hub: a code from an administrator makes it known. */
function EnrolHere(): ReactNode {
  const { t } = useT();
  const bridge = useBridge();
  const enrolled = useBoard((state) => state.identity?.console.enrolled ?? null);
  const [code, setCode] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  if (enrolled !== false) return null;
  const enrol = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (code.trim().length < 4) return;
    const answer = await bridge.enrol(code.trim());
    setFault(answer.ok ? null : answer.error.message);
    if (answer.ok) setCode('');
  };
  return (
    <form className="people-enrol" onSubmit={(event) => void enrol(event)}>
      <p className="people-note">{t('people:enrol.text')}</p>
      <label className="people-field people-field-short">
        <span>{t('people:enrol.code')}</span>
        <input
          value={code}
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      <p className="act-row">
        <button type="submit" className="quiet-button">
          {t('people:enrol.do')}
        </button>
        <span role="alert" className="people-fault">
          {fault}
        </span>
      </p>
    </form>
  );
}
