import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
} from 'react';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { GridBody, GridCell, GridHead, GridRow } from '../../parts/grid';
import { Notice } from '../../parts/notice';
import { useBoardStore, useLinkView } from '../../stores/board-react';
import { useActions, useDesk, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { worstDownstream, worstUpstream } from '../model/neighbours';
import { focusIndex, type ListItem, landing, listItems, NORMAL_GROUP } from './list-items';
import { ServiceRow } from './service-row';
import type { List } from './use-list';

const ROW_PX = 44;
const GROUP_PX = 28;
/** Height of the column heads, which stick to the top. */
const HEAD_PX = 28;

/**
 * The virtualised list. One tab stop: the grid has the focus and says which row is active, so that a row may
 * leave the DOM without the focus leaving with it.
 */
export function ServiceList(props: {
  readonly list: List;
  readonly filtered: boolean;
  readonly ref: Ref<HTMLDivElement>;
}): ReactNode {
  const { list, filtered, ref } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const store = useBoardStore();
  const actions = useActions();
  const focused = useDesk((state) => state.focused);
  const chosenOpen = useDesk((state) => state.normalOpen);
  const normalOpen = chosenOpen || filtered;
  const items = useMemo(() => listItems(list.shown, normalOpen), [list.shown, normalOpen]);
  const scroller = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => scroller.current as HTMLDivElement);
  const link = useLinkView(1_000);
  const { hubNow } = link;
  const live = link.phase === 'live';
  const lastIndex = useRef(0);
  const active = focusIndex(items, focused, lastIndex.current);
  useEffect(() => {
    lastIndex.current = active;
  }, [active]);

  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback(
      (index: number) => (items[index]?.kind === 'group' ? GROUP_PX : ROW_PX),
      [items],
    ),
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    scrollMargin: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    overscan: 8,
    // The active row is always drawn: assistive technology is pointed at it.
    rangeExtractor: useCallback(
      (range: Range) => {
        const drawn = defaultRangeExtractor(range);
        if (active < range.count && !drawn.includes(active)) drawn.push(active);
        return drawn.sort((a, b) => a - b);
      },
      [active],
    ),
  });
  // Heights differ between heads and rows, and are cached by place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew whenever the items are others
  useEffect(() => virtual.measure(), [items, virtual]);

  const move = (index: number): void => {
    const target = landing(items, index);
    const item = items[target];
    if (!item) return;
    list.touch();
    desk.setState({ focused: item.key });
    if (target <= 1) scroller.current?.scrollTo({ top: 0 });
    else virtual.scrollToIndex(target, { align: 'auto' });
    scroller.current?.focus({ preventScroll: true });
  };
  const page = (): number => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1);
  const current = items[active];
  const onNode = (act: (id: string) => void): void => {
    if (current?.kind === 'node') act(current.key);
  };
  const fold = (open: boolean): void => {
    if (current?.key === NORMAL_GROUP || (current && !open && isNormal(items, active))) {
      list.touch();
      desk.setState({ normalOpen: open, focused: NORMAL_GROUP });
    }
  };

  useKeys({
    up: () => move(active - 1),
    down: () => move(active + 1),
    pageUp: () => move(active - page()),
    pageDown: () => move(active + page()),
    first: () => move(0),
    last: () => move(items.length - 1),
    open: () => {
      if (current?.key === NORMAL_GROUP) fold(!normalOpen);
      else onNode((node) => desk.open({ view: 'service', node }));
    },
    fold: (event) => fold(event.key === 'ArrowRight'),
    recheck: () => onNode(actions.recheck),
    upstream: () => onNode((id) => goTo(worstUpstream(store, id))),
    downstream: () => onNode((id) => goTo(worstDownstream(store, id))),
  });
  const goTo = (node: string | null): void => {
    if (node !== null) desk.open({ view: 'service', node });
  };

  if (items.length === 0) return <Notice title={t('desk:list.none')} text={t('desk:list.noneText')} />;
  const drawn = virtual.getVirtualItems();
  const calm = live && !normalOpen && list.shown.abnormal.length === 0;
  return (
    <div className="list-body">
      {/* biome-ignore lint/a11y/useSemanticElements: a virtualised grid with an active descendant is no <table> */}
      <div
        ref={scroller}
        className="grid"
        role="grid"
        tabIndex={0}
        aria-label={t('desk:list.label')}
        aria-rowcount={items.length + 1}
        aria-activedescendant={current ? rowDomId(current.key) : undefined}
        onKeyDown={list.touch}
        onMouseMove={list.touch}
        onWheel={list.touch}
      >
        <GridRow className="grid-row grid-columns" aria-rowindex={1}>
          {(['state', 'service', 'measured', 'since', 'owner'] as const).map((column) => (
            <GridHead key={column} className={`col-${column}`}>
              {t(`desk:columns.${column}`)}
            </GridHead>
          ))}
        </GridRow>
        <GridBody className="grid-body" style={{ height: virtual.getTotalSize() }}>
          {drawn.map((place) => {
            const item = items[place.index];
            if (!item) return null;
            const common = {
              domId: rowDomId(item.key),
              index: place.index,
              top: place.start - HEAD_PX,
              active: place.index === active,
            };
            return item.kind === 'group' ? (
              <GroupHead
                key={item.key}
                item={item}
                {...common}
                onPress={() => fold(!item.open)}
                move={move}
              />
            ) : (
              <ServiceRow
                key={item.key}
                id={item.key}
                row={list.rows.get(item.key)}
                hubNow={hubNow}
                {...common}
                move={move}
              />
            );
          })}
        </GridBody>
      </div>
      {calm && (
        <Notice
          title={t('desk:list.calm')}
          text={t('desk:list.calmText', { count: list.shown.normal.length })}
        />
      )}
    </div>
  );
}

/** What every line of the list is drawn with. */
export interface LineProps {
  readonly domId: string;
  readonly index: number;
  /** Offset inside the list, px. */
  readonly top: number;
  readonly active: boolean;
  readonly move: (index: number) => void;
}

function GroupHead(
  props: LineProps & {
    readonly item: Extract<ListItem, { kind: 'group' }>;
    readonly onPress: () => void;
  },
): ReactNode {
  const { domId, index, top, active, item, onPress, move } = props;
  const { t, lang } = useT();
  const normal = item.key === NORMAL_GROUP;
  return (
    <GridRow
      id={domId}
      className="grid-row group-head"
      aria-rowindex={index + 2}
      data-active={active ? '' : undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => {
        move(index);
        if (normal) onPress();
      }}
    >
      <GridCell aria-expanded={normal ? item.open : undefined}>
        {normal && <span aria-hidden="true" className="fold-mark" data-open={item.open ? '' : undefined} />}
        {t(normal ? 'desk:list.normalGroup' : 'desk:list.abnormalGroup')}{' '}
        <strong>{formatCount(item.count, lang)}</strong>
      </GridCell>
      <GridCell className="quiet">
        {normal
          ? t(item.open ? 'desk:list.normalOpen' : 'desk:list.normalClosed')
          : t('desk:list.abnormalOrder')}
      </GridCell>
    </GridRow>
  );
}

function rowDomId(key: string): string {
  return `line-${key}`;
}

function isNormal(items: readonly ListItem[], index: number): boolean {
  const head = items.findIndex((item) => item.key === NORMAL_GROUP);
  return head >= 0 && index > head;
}
