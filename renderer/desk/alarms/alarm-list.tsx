import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { GridBody, GridCell, GridHead, GridRow } from '../../parts/grid';
import { KeyCap } from '../../parts/key-cap';
import { useBoard, useLinkView } from '../../stores/board-react';
import type { AlarmLine } from './alarm-groups';
import { AlarmRow } from './alarm-row';
import type { AlarmFate } from './fates';
import type { Names } from './use-alarm-words';
import type { AlarmList } from './use-alarms';

export const ROW_PX = 44;
/** The alarm in focus has a third line: what stands below it is moved down by this, past the virtualiser's knowledge. */
const GROWN_PX = 24;
const GROUP_PX = 28;
/** Height of the column heads, which stick to the top. */
const HEAD_PX = 28;
/** Rows drawn past each edge: a held arrow key runs ahead of the painting. */
const OVERSCAN = 6;

/** How the keys move in the list. */
export interface ListMotion {
  /** Scrolls so that the line is on the screen. */
  readonly reveal: (index: number) => void;
  /** Lines that fit on the screen. */
  readonly page: () => number;
  readonly focus: () => void;
}

/**
 * The virtualised list. One tab stop: the grid has the focus and says which row is active, so that a row may leave the
 * DOM without the focus leaving with it. The heads of groups stick; the row in focus stays where the eye left it when the
 * order changes around it.
 */
export function AlarmListGrid(props: {
  readonly list: AlarmList;
  readonly lines: readonly AlarmLine[];
  /** Index of the line in focus; -1: none. */
  readonly active: number;
  readonly chosen: ReadonlySet<string>;
  readonly names: Names;
  readonly fates: ReadonlyMap<string, AlarmFate>;
  readonly motion: RefObject<ListMotion | null>;
  readonly onPress: (node: string, more: boolean) => void;
  readonly onOpen: (node: string) => void;
  readonly onFold: () => void;
}): ReactNode {
  const { list, lines, active, chosen, names, fates, motion, onPress, onOpen, onFold } = props;
  const { t } = useT();
  const scroller = useRef<HTMLDivElement>(null);
  const { hubNow } = useLinkView(1_000);
  const second = Math.floor(hubNow / 1_000) * 1_000;
  const heads = useMemo(() => lines.flatMap((line, index) => (line.kind === 'head' ? [index] : [])), [lines]);
  const stuck = useRef(-1);

  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback(
      (index: number) => (lines[index]?.kind === 'head' ? GROUP_PX : ROW_PX),
      [lines],
    ),
    getItemKey: useCallback((index: number) => lines[index]?.key ?? index, [lines]),
    scrollMargin: HEAD_PX,
    overscan: OVERSCAN,
    // The row in focus is always drawn (assistive technology is pointed at it), and so is the head of what is on top.
    rangeExtractor: useCallback(
      (range: Range) => {
        stuck.current = heads.findLast((index) => index <= range.startIndex) ?? -1;
        const drawn = new Set(defaultRangeExtractor(range));
        if (active >= 0 && active < range.count) drawn.add(active);
        if (stuck.current >= 0) drawn.add(stuck.current);
        return [...drawn].sort((a, b) => a - b);
      },
      [active, heads],
    ),
  });
  // Heights differ between heads and rows, and are cached by place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew whenever the lines are others
  useLayoutEffect(() => virtual.measure(), [lines, virtual]);
  const grown = lines[active]?.kind === 'alarm' ? GROWN_PX : 0;
  useAnchor(scroller, lines, active, (index) => virtual.measurementsCache[index]?.start);

  useEffect(() => {
    motion.current = {
      reveal: (index) => {
        const element = scroller.current;
        const start = virtual.measurementsCache[index]?.start;
        if (element && start !== undefined) reveal(element, start, ROW_PX + GROWN_PX);
      },
      page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 2),
      focus: () => scroller.current?.focus({ preventScroll: true }),
    };
  }, [motion, virtual]);

  const current = lines[active];
  return (
    <div className="list-body">
      {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid with an active descendant is no <table> */}
      <div
        ref={scroller}
        className="grid alarm-grid"
        role="grid"
        tabIndex={0}
        aria-label={t('alarms:list.label')}
        aria-multiselectable
        aria-rowcount={lines.length + 1}
        aria-activedescendant={current ? alarmDomId(current.key) : undefined}
        onKeyDown={list.touch}
        onMouseMove={() => list.point(true)}
        onMouseLeave={() => list.point(false)}
        onWheel={() => list.point(true)}
      >
        <GridRow className="alarm-row alarm-columns" aria-rowindex={1}>
          {(['pri', 'state', 'what', 'fold', 'when', 'owner'] as const).map((column) => (
            <GridHead key={column} className={`alarm-${column}`}>
              {t(`alarms:columns.${column}`)}
            </GridHead>
          ))}
        </GridRow>
        <GridBody className="grid-body" style={{ height: virtual.getTotalSize() + grown }}>
          {virtual.getVirtualItems().map((place) => {
            const line = lines[place.index];
            if (!line) return null;
            const top = place.start - HEAD_PX + (place.index > active ? grown : 0);
            if (line.kind === 'head') {
              return (
                <GroupHead
                  key={line.key}
                  line={line}
                  index={place.index}
                  top={top}
                  stuck={place.index === stuck.current}
                  active={place.index === active}
                  onFold={onFold}
                />
              );
            }
            return (
              <AlarmRow
                key={line.key}
                node={line.key}
                row={list.rows.get(line.key) ?? null}
                names={names}
                fate={fates.get(line.key)}
                hubNow={second}
                domId={alarmDomId(line.key)}
                index={place.index}
                top={top}
                active={place.index === active}
                chosen={chosen.has(line.key)}
                onPress={onPress}
                onOpen={onOpen}
              />
            );
          })}
        </GridBody>
      </div>
    </div>
  );
}

/** Scrolls no further than it takes: under what sticks to the top, over the lower edge. `start`: offset of the row, px. */
function reveal(element: HTMLElement, start: number, height: number): void {
  const { scrollTop, clientHeight } = element;
  const top = start - HEAD_PX - GROUP_PX;
  // The first group's own head is no row to stop under.
  if (top < scrollTop) element.scrollTop = top <= GROUP_PX ? 0 : top;
  else if (start + height > scrollTop + clientHeight) element.scrollTop = start + height - clientHeight;
}

/**
 * Keeps the row in focus at the same height on the screen when the order changes around it. Only where it was on the
 * screen: a list that somebody has scrolled away from its focus is not pulled back.
 */
function useAnchor(
  scroller: RefObject<HTMLDivElement | null>,
  lines: readonly AlarmLine[],
  active: number,
  startOf: (index: number) => number | undefined,
): void {
  const before = useRef<{
    readonly lines: readonly AlarmLine[];
    readonly key: string;
    readonly start: number;
  } | null>(null);
  useLayoutEffect(() => {
    const key = lines[active]?.key;
    const start = active < 0 ? undefined : startOf(active);
    const old = before.current;
    const element = scroller.current;
    if (
      element &&
      old &&
      key !== undefined &&
      start !== undefined &&
      old.lines !== lines &&
      old.key === key
    ) {
      const seen = old.start >= element.scrollTop && old.start < element.scrollTop + element.clientHeight;
      if (seen && old.start !== start) element.scrollTop += start - old.start;
    }
    before.current = key === undefined || start === undefined ? null : { lines, key, start };
  });
}

function GroupHead(props: {
  readonly line: Extract<AlarmLine, { kind: 'head' }>;
  readonly index: number;
  readonly top: number;
  readonly stuck: boolean;
  readonly active: boolean;
  readonly onFold: () => void;
}): ReactNode {
  const { line, index, top, stuck, active, onFold } = props;
  const { t, lang } = useT();
  const foldable = line.group === 'explained';
  return (
    <GridRow
      id={alarmDomId(line.key)}
      className="alarm-row alarm-group"
      aria-rowindex={index + 2}
      data-active={active ? '' : undefined}
      data-stuck={stuck ? '' : undefined}
      style={stuck ? undefined : { transform: `translateY(${top}px)` }}
      onClick={foldable ? onFold : undefined}
    >
      <GridCell aria-expanded={foldable ? line.open : undefined}>
        {foldable && <span aria-hidden="true" className="fold-mark" data-open={line.open ? '' : undefined} />}
        {t(`alarms:group.${line.group}`)} <strong>{formatCount(line.count, lang)}</strong>
      </GridCell>
      <GridCell className="quiet group-hint">
        <GroupHint line={line} />
      </GridCell>
    </GridRow>
  );
}

function GroupHint({ line }: { readonly line: Extract<AlarmLine, { kind: 'head' }> }): ReactNode {
  const { t } = useT();
  const flood = useBoard((state) => state.room?.flood != null);
  switch (line.group) {
    case 'unacknowledged':
      return (
        <>
          {t(flood ? 'causes:flood.hint' : 'alarms:group.hint.unacknowledged')} · <KeyCap cap="n" />{' '}
          {t('alarms:group.hint.newest')}
        </>
      );
    case 'returned':
    case 'over':
      return (
        <>
          <KeyCap cap="Space" /> {t(`alarms:group.hint.${line.group}`)}
        </>
      );
    case 'explained':
      return t(line.open ? 'alarms:group.hint.fold' : 'alarms:group.hint.unfold');
    case 'quiet':
      return null;
    default:
      return t(`alarms:group.hint.${line.group}`);
  }
}

/** The DOM id of a line. */
export function alarmDomId(key: string): string {
  return `alarm-${key}`;
}
