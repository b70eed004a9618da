import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LogEntry } from '../../../shared/model/shift-log';
import { readPlan } from '../../../shared/rules/watch/turns';
import { formatClock, formatDate, formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useBridge, useDeskStore } from '../desk-context';
import type { EventNames } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { shiftName } from '../events/watch-names';
import { useKeys } from '../keys/use-keys';
import { type Span, spanFrom } from '../log/log-span';
import { LogSpanFields } from '../log/log-span-fields';
import { CorrectDialog } from './correct-dialog';
import { EntryDetail } from './entry-detail';
import { EntryRow } from './entry-row';
import { EraseDialog, erasable } from './erase-dialog';
import { openLink } from './link-words';
import { type EntryGroup, groupEntries, unmetEntries, wordsNow } from './log-model';
import { PicturesDialog } from './pictures-dialog';
import { UnmetEntries } from './unmet-entries';
import { type ShiftLog, useShiftLog } from './use-shift-log';

/** The end of the list is this near when the next page is read, px. */
const NEAR_PX = 600;
const PAGE_LINES = 8;
/** An entry that is asked for is looked for in so many pages. */
const LOOKED_FOR = 30;

type Form =
  | { readonly kind: 'correct' | 'erase' }
  | { readonly kind: 'pictures'; readonly first: string | null };

/** The shift log of years: what was written, by day and shift, and the one in focus whole. `entry`: its id or number. */
export function ShiftLogPage({ entry: wanted }: { readonly entry: string | null }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const bridge = useBridge();
  const names = useEventNames();
  const { hubNow, phase } = useLinkView(1_000);
  const outbox = useBoard((state) => state.outbox);
  const alarms = useBoard((state) => state.alarms);
  const [text, setText] = useState('');
  const [span, setSpan] = useState<Span | 'own'>('all');
  const [own, setOwn] = useState<{ readonly from: number | null; readonly to: number | null }>({
    from: null,
    to: null,
  });
  const [form, setForm] = useState<Form | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const bounds = span === 'own' ? own : { from: spanFrom(span, hubNow), to: null };
  const log = useShiftLog({ text, ...bounds });
  const { entries } = log;
  const unmet = useMemo(() => unmetEntries(outbox), [outbox]);
  const groups = useGroups(entries, Math.floor(hubNow / 60_000) * 60_000);
  const found = entries.findIndex(
    ({ id, number }) => wanted !== null && (id === wanted || number === wanted),
  );
  useLookFor(wanted !== null && found < 0 && text === '' && span === 'all', log);
  const active = Math.max(0, found);
  const current = entries[active];
  useEffect(() => list.current?.focus({ preventScroll: true }), []);
  const activeId = current?.id;
  useEffect(() => {
    if (activeId !== undefined)
      document.getElementById(`entry-${activeId}`)?.scrollIntoView?.({ block: 'nearest' });
  }, [activeId]);
  const choose = useCallback(
    (entry: LogEntry): void => desk.replace({ view: 'shift-log', entry: entry.id }),
    [desk],
  );
  const move = (index: number): void => {
    const entry = entries[Math.max(0, Math.min(entries.length - 1, index))];
    if (entry) choose(entry);
    if (index >= entries.length - 1) log.more();
  };
  const write = (): void => desk.show({ kind: 'log-entry', links: [] });
  const acts = {
    correct: () => current && wordsNow(current).said !== null && setForm({ kind: 'correct' }),
    erase: () => current && erasable(current, hubNow, { t }).length > 0 && setForm({ kind: 'erase' }),
    pictures: (first: string | null) =>
      current && current.attachments.length > 0 && setForm({ kind: 'pictures', first }),
  };
  const read = (): void => void bridge.outboxSeen(unmet.map(({ id }) => id));
  useKeys({
    up: () => move(active - 1),
    down: () => move(active + 1),
    pageUp: () => move(active - PAGE_LINES),
    pageDown: () => move(active + PAGE_LINES),
    first: () => move(0),
    last: () => move(entries.length - 1),
    new: write,
    correct: acts.correct,
    erase: acts.erase,
    attachment: () => acts.pictures(null),
    seen: () => (unmet.length > 0 ? read() : false),
    filter: () => field.current?.focus(),
    open: () => {
      const [link] = current?.links ?? [];
      return link !== undefined && openLink(link, desk, { graph: names.graph, alarms });
    },
    back: () => {
      if (document.activeElement === field.current) list.current?.focus();
      else if (text !== '' || span !== 'all') {
        setText('');
        setSpan('all');
      } else return false;
      return true;
    },
  });
  const close = (): void => setForm(null);
  const near = (): void => {
    const box = list.current;
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX) log.more();
  };
  return (
    <div className="inc-view entry-view">
      <section className="inc-side entry-side" aria-label={t('shift-log:title')}>
        <div className="entry-head">
          <label className="log-search">
            <KeyCap cap="/" />
            <span className="visually-hidden">{t('shift-log:search.label')}</span>
            <input
              ref={field}
              type="search"
              value={text}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              placeholder={t('shift-log:search.placeholder')}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <LogSpanFields span={span} onSpan={setSpan} onOwn={setOwn} />
          <KeyButton cap="l" label={t('shift-log:act.write')} waits={phase !== 'live'} onPress={write} />
        </div>
        <UnmetEntries unmet={unmet} names={names} onRead={read} />
        <p className="entry-found quiet" role="status">
          <Found log={log} searching={text.trim() !== ''} now={hubNow} />
        </p>
        {entries.length === 0 && log.phase !== 'loading' ? (
          <Notice
            title={t(text.trim() === '' ? 'shift-log:empty' : 'log:found.none')}
            text={t(text.trim() === '' ? 'shift-log:emptyText' : 'shift-log:noneText')}
          />
        ) : (
          <div
            ref={list}
            className="inc-list"
            role="listbox"
            tabIndex={0}
            aria-label={t('shift-log:title')}
            aria-activedescendant={current && `entry-${current.id}`}
            onScroll={near}
          >
            {groups.map((group) => (
              <Group key={group.key} group={group} names={names}>
                {group.entries.map((one) => (
                  <EntryRow
                    key={one.id}
                    domId={`entry-${one.id}`}
                    entry={one}
                    groupAt={group.at}
                    active={one === current}
                    waiting={log.waiting.has(one.id)}
                    names={names}
                    onPress={choose}
                  />
                ))}
              </Group>
            ))}
          </div>
        )}
      </section>
      <aside className="inc-main" aria-label={t('shift-log:detail.label')}>
        {current && (
          <EntryDetail
            key={current.id}
            entry={current}
            waiting={log.waiting.has(current.id)}
            names={names}
            now={hubNow}
            live={phase === 'live'}
            acts={acts}
          />
        )}
      </aside>
      {current && form?.kind === 'correct' && <CorrectDialog entry={current} onClose={close} />}
      {current && form?.kind === 'erase' && <EraseDialog entry={current} onClose={close} />}
      {current && form?.kind === 'pictures' && (
        <PicturesDialog entry={current} first={form.first} onClose={close} />
      )}
    </div>
  );
}

function useGroups(entries: readonly LogEntry[], now: number): readonly EntryGroup[] {
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.catalogueVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const plan = useMemo(() => readPlan(catalogue), [catalogue, version]);
  return useMemo(() => groupEntries(entries, plan, now), [entries, plan, now]);
}

/** Reads on until what is asked for has come, within reason: a link may lead far back. */
function useLookFor(wanted: boolean, log: ShiftLog): void {
  const pages = useRef(0);
  const { phase, complete, more } = log;
  useEffect(() => {
    if (!wanted) {
      pages.current = 0;
      return;
    }
    if (phase !== 'ready' || complete || pages.current >= LOOKED_FOR) return;
    pages.current += 1;
    more();
  }, [wanted, phase, complete, more]);
}

/** What was found, and what this console does not have yet. */
function Found(props: {
  readonly log: ShiftLog;
  readonly searching: boolean;
  readonly now: number;
}): ReactNode {
  const { log, searching, now } = props;
  const { t } = useT();
  const { phase, entries, complete, since, error } = log;
  if (phase === 'failed') return t('shift-log:search.failed', { reason: error ?? '' });
  const count = t(complete ? 'shift-log:search.all' : 'shift-log:search.some', { count: entries.length });
  return (
    <>
      {phase === 'loading' && searching ? t('log:found.loading') : count}
      {since !== null && ` · ${t('shift-log:search.since', { time: formatSince(since, now) })}`}
    </>
  );
}

function Group(props: {
  readonly group: EntryGroup;
  readonly names: EventNames;
  readonly children: ReactNode;
}): ReactNode {
  const { group, names, children } = props;
  const { lang } = useT();
  const { shift, at } = group;
  const head = `entry-group-${group.key.replaceAll('/', '-')}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options is no <fieldset>
    <div role="group" aria-labelledby={head} className="inc-group">
      <div id={head} role="presentation" className="inc-group-head">
        {formatDate(at, lang)}
        {shift !== null && (
          <span className="quiet">
            {shiftName(names.catalogue, shift.shift)} {formatClock(shift.start)}–{formatClock(shift.end)}
          </span>
        )}
      </div>
      {children}
    </div>
  );
}
