import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/react';
import { Notice } from '../../parts/notice';
import { StateShape } from '../../parts/state-shape-icon';
import { StateWord } from '../../parts/state-word';
import { useBoard, useBoardPulse, useBoardStore, useNode } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { nodeName, stateOf } from '../model/row';
import { type Box, type ColumnName, type Edge, layoutPicture } from './picture-layout';

/** Room for a name on two lines and the state's word, px. */
const BOX_H = 54;
const ROW_H = 64;
/** Two lines: a column's name, and how many it left out. */
const HEAD_H = 42;
const LEGEND_H = 32;
/** A column holds as many boxes as the place has room for, within these. */
const MIN_BOXES = 4;
const MAX_BOXES = 8;
const GATE_R = 13;
const COLUMNS: readonly ColumnName[] = ['far', 'needs', 'self', 'dependants'];

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly w: number;
}

/** What the node depends on and what depends on it, as boxes and lines. Each box leads to its own page. */
export function DependencyPicture({ node }: { readonly node: string }): ReactNode {
  const { t } = useT();
  const store = useBoardStore();
  const catalogueVersion = useBoard((state) => state.catalogueVersion);
  const pulse = useBoardPulse(250);
  const place = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(place);
  const max = Math.min(MAX_BOXES, Math.max(MIN_BOXES, Math.floor((height - HEAD_H - LEGEND_H) / ROW_H)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board changes in place; the pulse says when
  const picture = useMemo(() => layoutPicture(store, node, max), [store, node, max, catalogueVersion, pulse]);

  // No less than a gate takes; what a narrow place has besides goes to the names.
  const gap = Math.max(2 * GATE_R + 2, width * 0.045);
  const boxW = Math.min(190, (width - gap * (COLUMNS.length - 1)) / COLUMNS.length);
  const step = (width - boxW) / (COLUMNS.length - 1);
  const spots = new Map<string, Spot>(
    picture.boxes.map((box) => [
      box.id,
      { x: COLUMNS.indexOf(box.column) * step, y: HEAD_H + box.row * ROW_H + (ROW_H - BOX_H) / 2, w: boxW },
    ]),
  );
  const alone = picture.boxes.length === 1;
  return (
    <div ref={place} className="picture">
      <div className="picture-canvas" style={{ height: HEAD_H + picture.rows * ROW_H }}>
        {COLUMNS.map((column, index) => (
          <span
            key={column}
            className="picture-head"
            style={{ left: index * step, width: boxW }}
            data-empty={picture.boxes.some((box) => box.column === column) ? undefined : ''}
          >
            {t(`desk:picture.${column}`)}
            {picture.hidden[column] > 0 && (
              <span className="quiet picture-hidden">
                {t('desk:picture.hidden', { count: picture.hidden[column] })}
              </span>
            )}
          </span>
        ))}
        <svg
          className="picture-lines"
          width={width}
          height={HEAD_H + picture.rows * ROW_H}
          aria-hidden="true"
          focusable="false"
        >
          {picture.edges.map((edge) => (
            <EdgeLine key={`${edge.to}<${edge.from.join('|')}`} edge={edge} spots={spots} />
          ))}
        </svg>
        {COLUMNS.map((column) => {
          const boxes = picture.boxes.filter((box) => box.column === column);
          return boxes.length === 0 ? null : (
            <ul key={column} className="picture-column" aria-label={t(`desk:picture.${column}`)}>
              {boxes.map((box) => (
                <BoxButton key={box.id} box={box} spot={spots.get(box.id)} />
              ))}
            </ul>
          );
        })}
      </div>
      {alone ? (
        <Notice title={t('desk:picture.alone')} />
      ) : (
        <p className="picture-legend quiet">
          <span data-line="hard">{t('desk:picture.hard')}</span>
          <span data-line="soft">{t('desk:picture.soft')}</span>
          <span data-line="fault">{t('desk:picture.fault')}</span>
          <span>{t('desk:picture.gate')}</span>
        </p>
      )}
    </div>
  );
}

function BoxButton({ box, spot }: { readonly box: Box; readonly spot: Spot | undefined }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const status = useNode(box.id);
  const state = stateOf(status);
  const name = nodeName({ graph, catalogue }, box.id);
  if (!spot) return null;
  return (
    <li style={{ left: spot.x, top: spot.y, width: spot.w, height: BOX_H }}>
      <button
        type="button"
        className="picture-box"
        data-state={state}
        aria-current={box.column === 'self' ? 'true' : undefined}
        onClick={() => desk.open({ view: 'service', node: box.id })}
      >
        <StateShape state={state} size={state === 'normal' ? 12 : 18} quiet={status?.quiet != null} />
        <span>
          <span className="picture-name">{name}</span>
          {state === 'normal' ? (
            <span className="visually-hidden">{t('states:normal')}</span>
          ) : (
            <StateWord state={state} />
          )}
        </span>
      </button>
    </li>
  );
}

function EdgeLine({
  edge,
  spots,
}: {
  readonly edge: Edge;
  readonly spots: ReadonlyMap<string, Spot>;
}): ReactNode {
  const store = useBoardStore();
  const to = spots.get(edge.to);
  const ends = edge.from.flatMap((id) => {
    const spot = spots.get(id);
    return spot ? [{ id, x: spot.x + spot.w, y: spot.y + BOX_H / 2 }] : [];
  });
  if (!to || ends.length === 0) return null;
  const target = { x: to.x, y: to.y + BOX_H / 2 };
  const down = (id: string): boolean => store.node(id)?.hard === 'down';
  if (edge.of === 1) {
    const [end] = ends;
    return end ? <Line from={end} to={target} soft={edge.soft} fault={down(end.id)} /> : null;
  }
  const left = Math.max(...ends.map((end) => end.x));
  const gate = {
    x: (left + target.x) / 2,
    y: ends.reduce((sum, end) => sum + end.y, 0) / ends.length,
  };
  const allDown = edge.from.length === edge.of && edge.from.every(down);
  return (
    <g>
      {ends.map((end) => (
        <Line key={end.id} from={end} to={gate} soft={edge.soft} fault={down(end.id)} />
      ))}
      <Line from={gate} to={target} soft={edge.soft} fault={allDown} />
      <circle className="picture-gate" cx={gate.x} cy={gate.y} r={GATE_R} />
      <text className="picture-gate-text" x={gate.x} y={gate.y} dy="0.35em" textAnchor="middle">
        {`1/${edge.of}`}
      </text>
    </g>
  );
}

function Line(props: {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  readonly soft: boolean;
  readonly fault: boolean;
}): ReactNode {
  const { from, to, soft, fault } = props;
  const bend = (to.x - from.x) / 2;
  return (
    <path
      className="picture-line"
      data-soft={soft ? '' : undefined}
      data-fault={fault ? '' : undefined}
      d={`M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`}
    />
  );
}

/** Used until the first measurement, and where nothing measures. */
const ASSUMED = { width: 900, height: 600 };

function useSize(place: { readonly current: HTMLElement | null }): typeof ASSUMED {
  const [size, setSize] = useState(ASSUMED);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0)
        setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return size;
}
