import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { maintenanceKey } from '../../../shared/model/maintenance';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { ActDialog } from './act-dialog';
import { type Act, mayAct } from './acts';
import { draftOf, newDraft } from './draft';
import { draftsOf, newWindowId, putDraft } from './draft-store';
import { openFates } from './fates';
import { draftKey, type Line, type LineGroup, lineGroups, windowKey } from './list-lines';
import { useDraftFates } from './use-draft-fates';
import { WindowDetail } from './window-detail';
import { WindowForm } from './window-form';
import { DraftRow, WindowRow } from './window-row';

/** Planned work: what runs and what has gone over its time first, then what comes, then what was. */
export function MaintenanceView(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const drafts = draftsOf(desk);
  const version = useBoard((state) => state.maintenanceVersion);
  const outbox = useBoard((state) => state.outbox);
  const link = useLinkView(1_000);
  const hubNow = Math.floor(link.hubNow);
  const live = link.phase === 'live';
  const [focused, setFocused] = useState<string | null>(null);
  const [act, setAct] = useState<Act | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const written = useDraftFates(useCallback((id: string) => setFocused(windowKey(id)), []));
  const minute = Math.floor(hubNow / 60_000);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place, its version says when; sections move by the minute
  const groups = useMemo(
    () => lineGroups(store.getState().maintenance.values(), Object.values(written.drafts), hubNow),
    [store, version, written.drafts, minute],
  );
  const fates = useMemo(() => openFates(outbox, hubNow), [outbox, hubNow]);
  const lines = useMemo(() => groups.flatMap((group) => group.lines), [groups]);
  const found = lines.findIndex((line) => line.key === focused);
  const active = Math.max(0, found);
  const current = lines[active];
  const open = written.open === null ? undefined : written.drafts[written.open];

  // Without the form, the list is where keys act.
  const formOpen = open !== undefined;
  useEffect(() => {
    if (!formOpen) list.current?.focus({ preventScroll: true });
  }, [formOpen]);

  const move = (index: number): void => {
    const line = lines[Math.max(0, Math.min(lines.length - 1, index))];
    if (!line) return;
    setFocused(line.key);
    document.getElementById(domIdOf(line))?.scrollIntoView?.({ block: 'nearest' });
  };
  const openLine = (line: Line | undefined): void => {
    if (!line) return;
    const id = line.kind === 'draft' ? line.draft.id : line.status.window.id;
    if (written.drafts[id]) drafts.setState({ open: id });
    // What is in the file can only be changed there: the detail says where.
    else if (line.kind === 'window' && line.status.window.origin === 'desk') {
      putDraft(drafts, draftOf(line.status.window), true);
    }
  };
  const writeNew = (): void => putDraft(drafts, newDraft(newWindowId(), hubNow, null), true);
  const ask = (kind: Act['kind']) => (): boolean => {
    if (formOpen || current?.kind !== 'window' || !mayAct(kind, current.status)) return false;
    setAct({ kind, status: current.status });
    return true;
  };
  const unlessForm = (run: () => void) => (): boolean => {
    if (formOpen) return false;
    run();
    return true;
  };
  useKeys({
    up: unlessForm(() => move(active - 1)),
    down: unlessForm(() => move(active + 1)),
    first: unlessForm(() => move(0)),
    last: unlessForm(() => move(lines.length - 1)),
    open: unlessForm(() => openLine(current)),
    new: unlessForm(writeNew),
    endNow: ask('end'),
    extend: ask('extend'),
    remove: ask('remove'),
  });

  return (
    <div className="mw-view">
      <section className="mw-side" aria-label={t('maintenance:title')}>
        <div className="list-head">
          <p className="list-total">
            <strong>{t('maintenance:count', { count: store.getState().maintenance.size })}</strong>
          </p>
          <KeyButton cap="n" label={t('maintenance:new')} onPress={writeNew} />
          {!live && <p className="mw-offline">{t('maintenance:offline')}</p>}
        </div>
        {lines.length === 0 ? (
          <Notice title={t('maintenance:empty')} text={t('maintenance:emptyText')} />
        ) : (
          <div
            ref={list}
            className="mw-list"
            role="listbox"
            tabIndex={0}
            aria-label={t('maintenance:title')}
            aria-activedescendant={current ? domIdOf(current) : undefined}
          >
            {groups.map((group) => (
              <ListGroup key={group.section} group={group}>
                {group.lines.map((line) => {
                  const common = {
                    domId: domIdOf(line),
                    active: line === current,
                    onPress: () => setFocused(line.key),
                    onOpen: () => openLine(line),
                  };
                  return line.kind === 'draft' ? (
                    <DraftRow
                      key={line.key}
                      draft={line.draft}
                      fate={outbox.find((entry) => entry.id === line.draft.command)}
                      {...common}
                    />
                  ) : (
                    <WindowRow
                      key={line.key}
                      status={line.status}
                      fate={fates.get(maintenanceKey(line.status.window.id))}
                      hubNow={hubNow}
                      {...common}
                    />
                  );
                })}
              </ListGroup>
            ))}
          </div>
        )}
      </section>
      <div className="mw-main">
        {open ? (
          <WindowForm key={open.id} draft={open} />
        ) : (
          current && (
            <Chosen
              line={current}
              hubNow={hubNow}
              live={live}
              fate={
                current.kind === 'window' ? fates.get(maintenanceKey(current.status.window.id)) : undefined
              }
              onOpen={() => openLine(current)}
              onAct={(kind) => {
                ask(kind)();
              }}
            />
          )
        )}
      </div>
      {act && <ActDialog act={act} hubNow={hubNow} onClose={() => setAct(null)} />}
    </div>
  );
}

function Chosen(props: {
  readonly line: Line;
  readonly hubNow: number;
  readonly live: boolean;
  readonly fate: Parameters<typeof WindowDetail>[0]['fate'];
  readonly onOpen: () => void;
  readonly onAct: (kind: Act['kind']) => void;
}): ReactNode {
  const { line, onOpen, ...rest } = props;
  const { t } = useT();
  if (line.kind === 'window') return <WindowDetail status={line.status} onOpen={onOpen} {...rest} />;
  return (
    <Notice title={t('maintenance:draft.title')} text={t('maintenance:draft.text')}>
      <KeyButton cap="Enter" label={t('maintenance:draft.open')} onPress={onOpen} />
    </Notice>
  );
}

function ListGroup({
  group,
  children,
}: {
  readonly group: LineGroup;
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useT();
  const head = `mw-group-${group.section}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options is no <fieldset>
    <div role="group" aria-labelledby={head} className="mw-group" data-section={group.section}>
      <div id={head} role="presentation" className="mw-group-head">
        {t(`maintenance:section.${group.section}`)} <strong>{group.lines.length}</strong>
        {group.hidden > 0 && (
          <span className="quiet">{t('maintenance:hidden', { count: group.hidden })}</span>
        )}
      </div>
      {children}
    </div>
  );
}

const domIdOf = (line: Line): string =>
  `mw-${line.kind === 'draft' ? draftKey(line.draft.id) : windowKey(line.status.window.id)}`;
