import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { CommandKind } from '../../../shared/contract/commands';
import type { Gift } from '../../../shared/contract/ipc';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActions, useActs, useDeskStore } from '../desk-context';
import { useHubSeconds } from '../incidents/use-incidents';
import { useKeys } from '../keys/use-keys';
import { useWatchNow } from '../model/watch-now';
import { FollowUpDetail } from './follow-up-detail';
import { CloseDialog, FollowUpDialog } from './follow-up-dialogs';
import { RoutineDetail } from './routine-detail';
import { RoutineLine } from './routine-line';
import { groupLines, type Line, nextStep } from './routines-model';
import { SettleDialog } from './settle-dialog';

type Open =
  | { readonly kind: 'settle' | 'close'; readonly line: Line }
  | { readonly kind: 'set'; readonly line: Line | null };

/** Routines and what is carried from watch to watch. `item`: the one in focus, by its id. */
export function RoutinesPage({ item }: { readonly item: string | null }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const acts = useActs();
  const actions = useActions();
  const { watch, waiting } = useWatchNow();
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.catalogueVersion);
  const live = useLinkView(1_000).phase === 'live';
  const now = useHubSeconds();
  const minute = Math.floor(now / 60_000) * 60_000;
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Open | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const groups = useMemo(() => groupLines(watch, catalogue, minute), [watch, catalogue, version, minute]);
  const lines = useMemo(() => groups.flatMap((group) => group.lines), [groups]);
  const active = Math.max(
    0,
    lines.findIndex(({ id }) => id === item),
  );
  const current = lines[active];
  useEffect(() => list.current?.focus({ preventScroll: true }), []);
  const go = (line: Line | undefined): void => {
    if (!line) return;
    desk.replace({ view: 'routines', item: line.id });
    document.getElementById(domIdOf(line))?.scrollIntoView?.({ block: 'nearest' });
  };
  const give = (gift: Gift<CommandKind>): void => {
    void acts.give(gift).then((answer) => {
      if (!answer.ok) desk.setState({ notice: t('desk:notice.refused', { reason: answer.error.message }) });
    });
  };
  const tick = (line: Line | undefined, step: number | null, on: boolean): void => {
    if (line?.kind !== 'run' || line.run.settled !== null || step === null) return;
    give({ kind: 'routine.tick', subject: `routine/${line.id}`, payload: { step, on } });
  };
  const tickNext = (): void => {
    if (current?.kind !== 'run') return;
    tick(current, nextStep(current.run, current.routine?.steps ?? []), true);
  };
  const settle = (line: Line | undefined): void => {
    if (line?.kind === 'run' && line.run.settled === null) setOpen({ kind: 'settle', line });
  };
  const close = (line: Line | undefined): void => {
    if (line?.kind === 'run' && line.run.settled !== null)
      give({ kind: 'routine.reopen', subject: `routine/${line.id}`, payload: null });
    else if (line?.kind === 'run') setOpen({ kind: 'settle', line });
    else if (line?.kind === 'follow-up' && line.followUp.closed !== null)
      give({ kind: 'follow-up.reopen', subject: `follow-up/${line.id}`, payload: null });
    else if (line?.kind === 'follow-up') setOpen({ kind: 'close', line });
  };
  const begin = (): void => setOpen({ kind: 'set', line: null });
  const edit = (line: Line | undefined): void => {
    if (line?.kind === 'follow-up' && line.followUp.closed === null) setOpen({ kind: 'set', line });
    else settle(line);
  };
  useKeys({
    up: () => go(lines[active - 1]),
    down: () => go(lines[active + 1]),
    first: () => go(lines[0]),
    last: () => go(lines.at(-1)),
    open: () => edit(current),
    new: begin,
    tick: tickNext,
    seen: tickNext,
    settle: () => settle(current),
    close: () => close(current),
    runbook: () => {
      const url = current?.kind === 'follow-up' ? null : (current?.routine?.runbook ?? null);
      if (url !== null) actions.openLink(url);
    },
  });
  const left = groups
    .filter(({ group }) => group === 'overdue' || group === 'open')
    .reduce((sum, group) => sum + group.lines.length, 0);
  const carried = groups
    .filter(({ group }) => group === 'due' || group === 'carried')
    .reduce((sum, group) => sum + group.lines.length, 0);
  const done = (): void => {
    setOpen(null);
    list.current?.focus({ preventScroll: true });
  };
  return (
    <div className="inc-view">
      <section className="inc-side" aria-label={t('routines:title')}>
        <div className="list-head">
          <p className="list-total">
            <strong>{t('routines:left', { count: left })}</strong>,{' '}
            {t('routines:carriedCount', { count: carried })}
          </p>
          <KeyButton cap="n" label={t('routines:new')} waits={!live} onPress={begin} />
        </div>
        {lines.length === 0 ? (
          <Notice title={t('routines:empty')} text={t('routines:emptyText')} />
        ) : (
          <div
            ref={list}
            className="inc-list"
            role="listbox"
            tabIndex={0}
            aria-label={t('routines:title')}
            aria-activedescendant={current && domIdOf(current)}
          >
            {groups.map(({ group, lines: own }) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options is no <fieldset>
              <div key={group} role="group" aria-labelledby={`routines-${group}`} className="inc-group">
                <div id={`routines-${group}`} role="presentation" className="inc-group-head">
                  {t(`routines:group.${group}`)} <strong>{own.length}</strong>
                </div>
                {own.map((line) => (
                  <RoutineLine
                    key={line.id}
                    domId={domIdOf(line)}
                    line={line}
                    active={line === current}
                    unconfirmed={waiting.has(keyOf(line))}
                    now={now}
                    onPress={() => go(line)}
                    onOpen={() => edit(line)}
                  />
                ))}
              </div>
            ))}
          </div>
        )}
      </section>
      <aside className="inc-main" aria-label={t('routines:detail')}>
        {current !== undefined && current.kind !== 'follow-up' && (
          <RoutineDetail
            line={current}
            now={now}
            unconfirmed={waiting.has(keyOf(current))}
            onTick={(step, on) => tick(current, step, on)}
            onSettle={() => settle(current)}
            onReopen={() => close(current)}
          />
        )}
        {current?.kind === 'follow-up' && (
          <FollowUpDetail
            followUp={current.followUp}
            now={now}
            unconfirmed={waiting.has(keyOf(current))}
            onEdit={() => edit(current)}
            onClose={() => close(current)}
          />
        )}
      </aside>
      {open?.kind === 'settle' && open.line.kind === 'run' && (
        <SettleDialog run={open.line.run} steps={open.line.routine?.steps ?? []} onClose={done} />
      )}
      {open?.kind === 'close' && open.line.kind === 'follow-up' && (
        <CloseDialog followUp={open.line.followUp} onClose={done} />
      )}
      {open?.kind === 'set' && (
        <FollowUpDialog
          followUp={open.line?.kind === 'follow-up' ? open.line.followUp : null}
          onClose={done}
        />
      )}
    </div>
  );
}

const keyOf = ({ kind, id }: Line): string => `${kind === 'follow-up' ? kind : 'routine-run'}:${id}`;
const domIdOf = ({ kind, id }: Line): string => `${kind}-${id}`;
