import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Arrangement, GridRect, Panel, WallDisplay } from '../../../shared/model/wall';
import { useT } from '../../i18n/react';
import { panelName } from '../events/wall-words';
import { type WallForm, wallForm } from '../wall/wall-cells';
import { WallMiniature } from '../wall/wall-miniature';
import type { DraftFault } from './fault-words';
import { type EdgeStep, numberOf, steppedRect, withPanel } from './scene-edits';
import { panelForm, rectBetween, type Share, shareOf, unitAt } from './stage-geometry';

export interface SceneStageProps {
  readonly name: string;
  readonly arrangement: Arrangement;
  /** Displays of the arrangement's form. */
  readonly displays: readonly WallDisplay[];
  /** From where the wall is read, metres: the headers above the panels are as high as that asks for. */
  readonly distanceM: number;
  readonly selected: string | null;
  readonly locked: boolean;
  /** What is wrong with each panel, by its place in the list. */
  readonly faults: ReadonlyMap<number, readonly DraftFault[]>;
  readonly onSelect: (id: string | null) => void;
  /** A panel was put there. `step`: steps of that name are one. */
  readonly onPlace: (id: string, at: GridRect, step: string) => void;
  /** A new panel was drawn on free ground. */
  readonly onDraw: (at: GridRect) => void;
  readonly onRemove: (id: string) => void;
  /** Somebody wants to say what a panel shows. */
  readonly onEnter: () => void;
}

/** What the pointer holds: a panel by some of its edges (all: it moves), or a corner of a new one. */
type Drag =
  | {
      readonly kind: 'panel';
      readonly panel: Panel;
      readonly edges: EdgeStep;
      readonly from: Point;
      readonly at: GridRect;
    }
  | { readonly kind: 'new'; readonly from: Point; readonly at: GridRect };

interface Point {
  readonly x: number;
  readonly y: number;
}

const ALL_EDGES: EdgeStep = { left: 1, top: 1, right: 1, bottom: 1 };
/** Handles by which a panel is drawn out, and the edges that each moves. */
const HANDLES: Readonly<Record<string, EdgeStep>> = {
  nw: { left: 1, top: 1, right: 0, bottom: 0 },
  n: { left: 0, top: 1, right: 0, bottom: 0 },
  ne: { left: 0, top: 1, right: 1, bottom: 0 },
  e: { left: 0, top: 0, right: 1, bottom: 0 },
  se: { left: 0, top: 0, right: 1, bottom: 1 },
  s: { left: 0, top: 0, right: 0, bottom: 1 },
  sw: { left: 1, top: 0, right: 0, bottom: 1 },
  w: { left: 1, top: 0, right: 0, bottom: 0 },
};
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** With Ctrl, units at a time: a quarter of a display. */
const LEAP = 3;
/** What is drawn smaller than this was no drawing but a click, units. */
const DRAWN_LEAST = 2;

/**
 * An arrangement on the wall in miniature, with every panel as a box that can be moved and drawn out: by the pointer, and by
 * the keyboard (arrows; with Shift its size; with Ctrl in leaps). A box says where it is and what is wrong with it.
 */
export function SceneStage(props: SceneStageProps): ReactNode {
  const { name, arrangement, displays, distanceM, selected, locked, faults, onSelect } = props;
  const { t } = useT();
  const layer = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const wall = useMemo(() => panelForm(wallForm(displays), displays, distanceM), [displays, distanceM]);
  const shown = useMemo(
    () =>
      drag?.kind === 'panel'
        ? withPanel(arrangement, drag.panel.id, (panel) => ({ ...panel, at: drag.at }))
        : arrangement,
    [arrangement, drag],
  );
  const draft = useMemo(() => ({ name, arrangements: [shown] }), [name, shown]);

  const pointOf = (event: PointerEvent): Point => {
    const box = layer.current?.getBoundingClientRect();
    if (!box || box.width === 0 || box.height === 0) return { x: 0, y: 0 };
    const share = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    return unitAt(share, displays, wall);
  };
  const press = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0 || locked || !(event.target instanceof Element)) return;
    const from = pointOf(event);
    const id = event.target.closest<HTMLElement>('[data-panel]')?.dataset.panel;
    const panel = arrangement.panels.find((one) => one.id === id);
    const handle = event.target.closest<HTMLElement>('[data-handle]')?.dataset.handle ?? '';
    event.currentTarget.setPointerCapture(event.pointerId);
    if (panel === undefined) {
      onSelect(null);
      setDrag({ kind: 'new', from, at: rectBetween(from, from, arrangement) });
      return;
    }
    onSelect(panel.id);
    setDrag({ kind: 'panel', panel, edges: HANDLES[handle] ?? ALL_EDGES, from, at: panel.at });
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (drag === null) return;
    const to = pointOf(event);
    if (drag.kind === 'new') {
      setDrag({ ...drag, at: rectBetween(drag.from, to, arrangement) });
      return;
    }
    const [dx, dy] = [Math.round(to.x - drag.from.x), Math.round(to.y - drag.from.y)];
    const { left, top, right, bottom } = drag.edges;
    const step = { left: left * dx, right: right * dx, top: top * dy, bottom: bottom * dy };
    setDrag({ ...drag, at: steppedRect(drag.panel.at, step, arrangement) });
  };
  const release = (): void => {
    if (drag === null) return;
    setDrag(null);
    const { at } = drag;
    if (drag.kind === 'panel') {
      if (!isSame(at, drag.panel.at))
        props.onPlace(drag.panel.id, at, `drag/${drag.panel.id}/${drag.from.x}/${drag.from.y}`);
    } else if (at.w >= DRAWN_LEAST && at.h >= DRAWN_LEAST) props.onDraw(at);
  };

  const key = (event: KeyboardEvent, panel: Panel): void => {
    if (event.key === 'Escape' && drag !== null) {
      event.preventDefault();
      setDrag(null);
      return;
    }
    const way = ARROWS[event.key];
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      if (!locked) props.onRemove(panel.id);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onSelect(panel.id);
      props.onEnter();
    } else if (way !== undefined && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (locked) return;
      const size = event.ctrlKey ? LEAP : 1;
      const [dx, dy] = [way.x * size, way.y * size];
      const edges = event.shiftKey
        ? { left: 0, top: 0, right: dx, bottom: dy }
        : { left: dx, top: dy, right: dx, bottom: dy };
      const at = steppedRect(panel.at, edges, arrangement);
      if (!isSame(at, panel.at))
        props.onPlace(panel.id, at, `${event.shiftKey ? 'size' : 'move'}/${panel.id}`);
    }
  };

  const inOrder = shown.panels
    .map((panel, index) => ({ panel, index }))
    .sort((a, b) => a.panel.at.y - b.panel.at.y || a.panel.at.x - b.panel.at.x);
  return (
    <div
      className="scene-stage"
      style={{ '--scene-aspect': wall.aspect } as CSSProperties}
      data-locked={locked ? '' : undefined}
      data-dragging={drag ? '' : undefined}
    >
      <WallMiniature displays={displays} draft={draft} label={t('scene-editor:stage.picture')} />
      {/* biome-ignore lint/a11y/useSemanticElements: a group of boxes is no fieldset */}
      <div
        ref={layer}
        className="scene-boxes"
        role="group"
        aria-label={t('scene-editor:stage.label')}
        onPointerDown={press}
        onPointerMove={move}
        onPointerUp={release}
        onPointerCancel={() => setDrag(null)}
      >
        <GridLines displays={displays} wall={wall} />
        {inOrder.map(({ panel, index }) => (
          <PanelBox
            key={panel.id}
            panel={panel}
            number={numberOf(shown, panel)}
            share={shareOf(panel.at, displays, wall)}
            size={arrangement}
            selected={panel.id === selected}
            faults={faults.get(index) ?? []}
            onSelect={() => onSelect(panel.id)}
            onKey={(event) => key(event, panel)}
          />
        ))}
        {drag?.kind === 'new' && (
          <span className="scene-drawn" style={styleOf(shareOf(drag.at, displays, wall))} />
        )}
      </div>
    </div>
  );
}

/** A panel's name, with its number where there are more of its kind. */
export function usePanelTitle(): (panel: Panel, number: number | null) => string {
  const { t } = useT();
  return (panel, number) => {
    const name = panelName(panel.kind, t);
    return number === null ? name : t('scene-editor:box.numbered', { name, number });
  };
}

function PanelBox(props: {
  readonly panel: Panel;
  readonly number: number | null;
  readonly share: Share | null;
  readonly size: Arrangement;
  readonly selected: boolean;
  readonly faults: readonly DraftFault[];
  readonly onSelect: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}): ReactNode {
  const { panel, number, share, selected, faults, onSelect, onKey } = props;
  const { t } = useT();
  const title = usePanelTitle()(panel, number);
  const { x, y, w, h } = panel.at;
  const place = t('scene-editor:box.place', { left: x + 1, right: x + w, top: y + 1, bottom: y + h });
  const wrong = faults.some(({ severity }) => severity === 'error')
    ? 'error'
    : faults.length > 0
      ? 'gone'
      : null;
  const said = [title, place, ...faults.map(({ text }) => text)].join('. ');
  return (
    <button
      type="button"
      className="scene-box"
      data-panel={panel.id}
      data-fault={wrong ?? undefined}
      aria-pressed={selected}
      aria-label={said}
      style={styleOf(share)}
      onFocus={onSelect}
      onKeyDown={onKey}
    >
      <span className="scene-box-name" aria-hidden="true">
        {wrong !== null && <b>{t('scene-editor:box.mark')}</b>}
        {title}
      </span>
      {selected &&
        Object.keys(HANDLES).map((handle) => (
          <span key={handle} className="scene-handle" data-handle={handle} />
        ))}
    </button>
  );
}

/** The grid of each display, for the eye while something is moved. */
function GridLines(props: { readonly displays: readonly WallDisplay[]; readonly wall: WallForm }): ReactNode {
  const { displays, wall } = props;
  return displays.map(({ id }) => (
    <span key={id} className="scene-grid" aria-hidden="true" style={styleOf(wall.boxes.get(id) ?? null)} />
  ));
}

function styleOf(share: Share | null): CSSProperties {
  if (share === null) return { display: 'none' };
  const percent = (value: number): string => `${value * 100}%`;
  return { left: percent(share.x), top: percent(share.y), width: percent(share.w), height: percent(share.h) };
}

function isSame(a: GridRect, b: GridRect): boolean {
  return a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;
}
