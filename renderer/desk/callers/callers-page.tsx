import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/react';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useBoard, useBoardPulse, useBoardStore, useLinkView } from '../../stores/board-react';
import { CausesProvider, useCauses } from '../alarms/use-causes';
import { useDeskStore } from '../desk-context';
import { useEventNames } from '../events/use-event-names';
import { useIncidents } from '../incidents/use-incidents';
import { useKeys } from '../keys/use-keys';
import { useWriteMessage } from '../messages/write-message';
import { RoleNote } from '../people/role-note';
import { type CallerLine, callerSections, type Subject, subjectsOf } from './caller-lines';
import { CallerList } from './caller-list';
import { KnownErrorPanel } from './known-error-panel';
import { useSupportActs, useSupportKeys } from './support-acts';
import { aboutOf, type Telling, tellOf } from './tell';
import { TellPanel } from './tell-panel';
import { knownShort } from './tell-words';

/** The list is ordered again at most so often, ms: rows do not move under a finger. */
const AGAIN_MS = 2_000;

/**
 * Who has called about what, and what to tell the next one. A few letters of a service and a site, and Enter: the caller is
 * counted, and what to say stands beside. `service`: the one that is asked about (a service or a node); null: all.
 */
export function CallersPage({ service }: { readonly service: string | null }): ReactNode {
  return (
    <CausesProvider>
      <Callers key={service} asked={service} />
    </CausesProvider>
  );
}

function Callers({ asked }: { readonly asked: string | null }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const support = useSupportActs();
  const write = useWriteMessage();
  const live = useLinkView(1_000).phase === 'live';
  const graph = useBoard((state) => state.graph);
  const catalogueVersion = useBoard((state) => state.catalogueVersion);
  const { incidents, waiting } = useIncidents();
  const pulse = useBoardPulse(AGAIN_MS);
  const [text, setText] = useState('');
  const [focused, setFocused] = useState<string | null>(asked);
  const [fault, setFault] = useState<string | null>(null);
  const [told, setTold] = useState('');
  /** Who was just counted: Enter once too often must neither count again nor lead away. */
  const justCounted = useRef<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  const subjects = useMemo(() => subjectsOf(store.getState()), [store, graph, catalogueVersion]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: statuses change in place; the pulse says when
  const sections = useMemo(
    () => callerSections(store.getState(), subjects, incidents, (id) => store.node(id), text),
    [store, subjects, incidents, text, pulse],
  );
  const causes = useCauses();
  const names = useEventNames();
  /** What there is to tell of a subject, as it is at this moment. */
  const tellFor = useCallback(
    (subject: Subject): Telling => {
      const { catalogue, graph, alarms, maintenance } = store.getState();
      return tellOf(
        { catalogue, graph, alarms, maintenance, incidents },
        subject,
        (id) => store.node(id),
        (id) => causes.roots(id),
        store.linkView().hubNow,
      );
    },
    [store, incidents, causes],
  );
  const known = useMemo(() => {
    const subjectLines = sections.flatMap(({ lines }) =>
      lines.flatMap((line) => (line.kind === 'subject' ? [line] : [])),
    );
    return new Map(subjectLines.map(({ key, subject }) => [key, knownShort(tellFor(subject), names, { t })]));
  }, [sections, tellFor, names, t]);
  const lines = useMemo(() => sections.flatMap((section) => section.lines), [sections]);
  // What was asked for or counted stays in focus although the list has no row for it.
  const inList = lines.find((line) => line.key === focused);
  const kept = inList ?? (text === '' ? subjects.find(({ id }) => id === focused) : undefined);
  const current: CallerLine | undefined = inList ?? (kept === undefined ? lines[0] : undefined);
  const shown =
    current?.kind === 'subject' ? current.subject : kept !== undefined && 'service' in kept ? kept : null;
  const active = current === undefined ? -1 : lines.indexOf(current);

  useEffect(() => (asked === null ? field : list).current?.focus({ preventScroll: true }), [asked]);

  const inField = (): boolean => document.activeElement === field.current;
  const step = (by: number): void => {
    justCounted.current = null;
    const line = lines[Math.max(0, Math.min(lines.length - 1, active + by))];
    if (!line) return;
    setFocused(line.key);
    document.getElementById(domIdOf(line))?.scrollIntoView?.({ block: 'nearest' });
  };
  const countOne = (id: string, by: 1 | -1): void => {
    void support.count(id, by).then((said) => setTold(said ?? ''));
  };
  const count = (): boolean => {
    if (text.trim() === '') return false;
    if (current?.kind !== 'subject') {
      setFault(t('callers:none', { text: text.trim() }));
      return true;
    }
    countOne(current.subject.id, 1);
    justCounted.current = current.subject.id;
    setFocused(current.subject.id);
    setText('');
    setFault(null);
    list.current?.focus();
    return true;
  };
  const openLine = (): boolean => {
    if (inField()) return count();
    if (current?.kind === 'known-error')
      desk.show({ kind: 'known-error', error: current.error.id, service: null });
    else if (shown !== null && shown.id !== justCounted.current) {
      const node = shown.whole ? `${shown.service.id}@${shown.service.sites[0] ?? ''}` : shown.id;
      if (graph.nodes.has(node)) desk.open({ view: 'service', node });
    }
    return true;
  };
  useSupportKeys(shown?.id ?? null, countOne);
  useKeys({
    message: () => {
      if (shown === null) return false;
      write(aboutOf(tellFor(shown)));
      return true;
    },
    filter: () => {
      field.current?.focus();
      field.current?.select();
    },
    up: () => step(-1),
    down: () => step(1),
    first: () => step(-lines.length),
    last: () => step(lines.length),
    open: openLine,
    new: () => desk.show({ kind: 'known-error', error: null, service: shown?.service.id ?? null }),
    remove: () => {
      if (current?.kind !== 'known-error') return false;
      support.retire(current.error);
      return true;
    },
    back: () => {
      if (text === '' && !inField()) return false;
      setText('');
      setFault(null);
      list.current?.focus();
      return true;
    },
  });
  const choose = (line: CallerLine): void => {
    justCounted.current = null;
    setFocused(line.key);
    list.current?.focus({ preventScroll: true });
  };
  return (
    <div className="callers">
      <section className="callers-side" aria-label={t('callers:title')}>
        <div className="callers-head">
          <label className="callers-find">
            <KeyCap cap="/" />
            <span className="visually-hidden">{t('callers:find')}</span>
            <input
              ref={field}
              type="search"
              data-passes=""
              value={text}
              placeholder={t('callers:placeholder')}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => {
                setText(event.target.value);
                setFocused(null);
                setFault(null);
                setTold('');
              }}
            />
          </label>
          <div className="act-row">
            <KeyButton
              cap="+"
              label={t('callers:add')}
              waits={!live}
              disabled={shown === null}
              onPress={() => shown && countOne(shown.id, 1)}
            />
            <KeyButton
              cap="-"
              label={t('callers:take')}
              waits={!live}
              disabled={shown === null}
              onPress={() => shown && countOne(shown.id, -1)}
            />
            <KeyButton
              cap="n"
              label={t('callers:error.new')}
              onPress={() =>
                desk.show({ kind: 'known-error', error: null, service: shown?.service.id ?? null })
              }
            />
          </div>
          <p role="status" className={told === '' ? 'quiet' : undefined}>
            {told === '' ? t(text === '' ? 'callers:help' : 'callers:helpFound') : told}
          </p>
          <p role="alert" className="people-fault">
            {fault ?? ''}
          </p>
          <RoleNote kind="caller.add" />
        </div>
        <CallerList
          ref={list}
          sections={sections}
          waiting={waiting}
          current={current}
          filtered={text !== ''}
          knownOf={({ key }) => known.get(key) ?? ''}
          onChoose={choose}
          onOpen={() => openLine()}
        />
      </section>
      <aside className="callers-tell" aria-label={t('callers:tell.label')}>
        {current?.kind === 'known-error' ? (
          <KnownErrorPanel error={current.error} waits={waiting.has(`known-error:${current.error.id}`)} />
        ) : shown === null ? (
          <Notice whole title={t('callers:tell.nobody')} text={t('callers:tell.nobodyText')} />
        ) : (
          <TellPanel
            key={shown.id}
            subject={shown}
            incidents={incidents}
            onSubject={setFocused}
            onCount={(id) => countOne(id, 1)}
          />
        )}
      </aside>
    </div>
  );
}

/** The id of a line's element, for the list that has the focus. */
export function domIdOf(line: CallerLine): string {
  return `caller-${line.key}`;
}
