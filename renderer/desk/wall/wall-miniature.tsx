import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useState,
} from 'react';
import { GRID, type SceneDraft, type WallCell, type WallDisplay } from '../../../shared/model/wall';
import type { WebState } from '../../../shared/model/wall-health';
import { remembering } from '../../i18n';
import { useT } from '../../i18n/react';
import { useBoardStore, useClock } from '../../stores/board-react';
import { MiniaturePainter } from './miniature-painter';
import { useAsked } from './use-asked';
import {
  type CellSize,
  cellAt,
  inReadingOrder,
  stepCell,
  type WallBox,
  type Way,
  WHOLE,
  wallForm,
} from './wall-cells';
import { displayWords, partWords } from './wall-names';

export interface WallMiniatureProps {
  /** The displays, as they hang. */
  readonly displays: readonly WallDisplay[];
  /** A scene to draw instead of what the wall shows now. */
  readonly draft?: SceneDraft;
  /** What is picked; null or left out: nothing. */
  readonly selected?: WallCell | null;
  /** Cells can be picked, by a click or by the arrow keys. */
  readonly onPick?: (cell: WallCell) => void;
  /** What is picked: a whole display, or a part of one. Left out: a whole one. */
  readonly size?: CellSize;
  /** Pages of the web, as their windows say that they are. */
  readonly webs?: readonly WebState[];
  /** What stands on a display, in words; for screen readers. */
  readonly words?: (display: WallDisplay) => string;
  /** Displays that no window says it shows: they are crossed out, for a picture of them would lie. */
  readonly dark?: ReadonlySet<string>;
  /** Laid over a display's picture; it fills the display. */
  readonly over?: (display: WallDisplay) => ReactNode;
  readonly label?: string;
}

const WAYS: Readonly<Record<string, Way>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/**
 * The wall in miniature, live: each display as it hangs, drawn by the wall's own drawing. Where `onPick` is given it is a
 * list box: the arrows go from cell to cell over the bezels, a click picks the cell under the pointer.
 */
export function WallMiniature(props: WallMiniatureProps): ReactNode {
  const { displays, draft, selected = null, onPick, size = WHOLE, webs, words, dark, over } = props;
  const { t } = useT();
  const { painter, failed } = usePainter(displays, draft, webs);
  const form = useMemo(() => wallForm(displays), [displays]);
  const ordered = useMemo(() => inReadingOrder(displays), [displays]);
  const own = useId();
  const optionId = (id: string): string => `${own}${id}`;
  const label = props.label ?? t('walls:miniature.label');
  if (ordered.length === 0) return <p className="quiet">{t('walls:miniature.none')}</p>;

  const frames = ordered.map((display) => {
    const name = displayWords(displays, display.id, t);
    const trouble = failed.has(display.id)
      ? t('walls:miniature.failed')
      : dark?.has(display.id)
        ? t('walls:miniature.dark')
        : null;
    const said = [name, ...(trouble === null ? [] : [trouble]), ...(words ? [words(display)] : [])].join(
      '. ',
    );
    const isPicked = selected?.display === display.id;
    return (
      <div
        key={display.id}
        id={optionId(display.id)}
        className="wall-display"
        data-display={display.id}
        data-dark={trouble === null ? undefined : ''}
        style={placeOf(form.boxes.get(display.id))}
        {...(onPick
          ? {
              role: 'option',
              'aria-selected': isPicked,
              'aria-label': isPicked && selected.at !== null ? `${said}. ${partWords(selected, t)}` : said,
              onClick: (event: MouseEvent<HTMLElement>) => onPick(under(event, display.id, size)),
            }
          : { role: 'img', 'aria-label': said })}
      >
        <DisplayCanvas painter={painter} display={display.id} />
        {trouble !== null && (
          <span className="wall-display-dark">
            <span>{trouble}</span>
          </span>
        )}
        {over?.(display)}
        {isPicked && <span className="wall-picked" aria-hidden="true" style={partOf(selected)} />}
      </div>
    );
  });
  const shape = { '--wall-aspect': form.aspect } as CSSProperties;
  if (!onPick) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: a group of pictures is no fieldset
      <div className="wall-miniature" style={shape} role="group" aria-label={label}>
        {frames}
      </div>
    );
  }
  const step = (event: KeyboardEvent): void => {
    const way = WAYS[event.key];
    if (way === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = stepCell(displays, selected, size, way);
    if (next !== null) onPick(next);
  };
  return (
    <div
      className="wall-miniature"
      data-picks=""
      style={shape}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={selected === null ? undefined : optionId(selected.display)}
      onKeyDown={step}
      onFocus={() => {
        const next = selected === null ? stepCell(displays, null, size, 'right') : null;
        if (next !== null) onPick(next);
      }}
    >
      {frames}
    </div>
  );
}

const NONE: ReadonlySet<string> = new Set();
const NO_WEBS: readonly WebState[] = [];

/** The canvas of a display. It stays while what is said of it changes: its picture is not drawn anew for that. */
const DisplayCanvas = memo(
  ({ painter, display }: { readonly painter: MiniaturePainter; readonly display: string }): ReactNode => {
    const take = useCallback(
      (canvas: HTMLCanvasElement | null) => painter.canvas(display, canvas),
      [painter, display],
    );
    return <canvas ref={take} />;
  },
);
DisplayCanvas.displayName = 'DisplayCanvas';

/** The painter of the pictures, told what they show. */
function usePainter(
  displays: readonly WallDisplay[],
  draft: SceneDraft | undefined,
  webs: readonly WebState[] | undefined,
): { readonly painter: MiniaturePainter; readonly failed: ReadonlySet<string> } {
  const { t } = useT();
  const words = useMemo(() => remembering(t), [t]);
  const store = useBoardStore();
  const clock = useClock();
  const asked = useAsked();
  const [failed, setFailed] = useState<ReadonlySet<string>>(NONE);
  const [painter] = useState(() => new MiniaturePainter({ store, clock, asked, onFailed: setFailed }));
  useEffect(() => painter.start(), [painter]);
  useEffect(() => {
    painter.show({ displays, draft: draft ?? null, webs: webs ?? NO_WEBS, t: words });
  }, [painter, displays, draft, webs, words]);
  return { painter, failed };
}

/** The cell under the pointer. */
function under(event: MouseEvent<HTMLElement>, display: string, size: CellSize): WallCell {
  const box = event.currentTarget.getBoundingClientRect();
  const share = (at: number, length: number): number => (length > 0 ? at / length : 0);
  return cellAt(
    display,
    size,
    share(event.clientX - box.left, box.width),
    share(event.clientY - box.top, box.height),
  );
}

const percent = (share: number): string => `${share * 100}%`;

function placeOf(box: WallBox | undefined): CSSProperties {
  const { x, y, w, h } = box ?? { x: 0, y: 0, w: 0, h: 0 };
  return { left: percent(x), top: percent(y), width: percent(w), height: percent(h) };
}

function partOf({ at }: WallCell): CSSProperties {
  const { x, y, w, h } = at ?? { x: 0, y: 0, w: GRID, h: GRID };
  return {
    left: percent(x / GRID),
    top: percent(y / GRID),
    width: percent(w / GRID),
    height: percent(h / GRID),
  };
}
