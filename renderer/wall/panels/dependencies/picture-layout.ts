import { parseNodeId } from '../../../../shared/model/catalogue';
import {
  type DependencyPicture,
  type PictureBox,
  trimPicture,
  withBoxes,
} from '../../../../shared/rules/dependency-picture';
import { type LayerPoint, type Layers, layLayers } from '../../../parts/layered-layout';
import type { MeasureText, Rect } from '../../layout/display-list';

/** A box in its place; all numbers from the picture's own corner, px. */
export interface PlacedBox {
  readonly box: PictureBox;
  readonly rect: Rect;
  /** The name, in one line or two. */
  readonly words: readonly string[];
  /** After the name, quieter: at how many of its sites; empty: at all, or it is central. */
  readonly more: string;
}
export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly soft: boolean;
  readonly d: string;
}

/** A picture made to fit. */
export interface PlacedPicture {
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
  /** Of the names, px. */
  readonly size: number;
  /** Services that are not drawn. */
  readonly leftOut: number;
}

/** In what it is laid out, and what becomes of it. All lengths px. */
export interface PictureRoom {
  readonly w: number;
  readonly h: number;
  /** Type sizes: the best, and the least that is still read. */
  readonly best: number;
  readonly least: number;
  readonly of: (count: number, all: number) => string;
}

/** What was laid out lately, by structure and room: states change far more often than structures. */
const kept = new Map<string, PlacedPicture>();
const KEPT_MOST = 24;

/**
 * Lays a picture out in a room: in the best size, else in a smaller one, else with fewer boxes. What differs from a picture of
 * before only in states is put where that was.
 */
export function layPicture(
  picture: DependencyPicture,
  room: PictureRoom,
  measure: MeasureText,
): PlacedPicture {
  const key = `${room.w}x${room.h}/${room.best}/${room.least}/${room.of(1, 2)}/${structureOf(picture)}`;
  const known = kept.get(key);
  if (known) {
    // States are the newest ones; places are as they were.
    const now = new Map(picture.boxes.map((box) => [box.key, box]));
    const words = wordsOf(picture, room.of);
    const boxes = known.boxes.map((one) => {
      const { more } = words.get(one.box.key) ?? NO_WORDS;
      return { ...one, box: now.get(one.box.key) ?? one.box, more };
    });
    return { ...known, boxes, leftOut: picture.leftOut + picture.boxes.length - boxes.length };
  }
  const made = fit(picture, room, measure);
  const oldest = kept.size >= KEPT_MOST ? kept.keys().next().value : undefined;
  if (oldest !== undefined) kept.delete(oldest);
  kept.set(key, made);
  return made;
}

/** Each round folds the names, or takes at least one box out. */
function fit(picture: DependencyPicture, room: PictureRoom, measure: MeasureText): PlacedPicture {
  let shown = trimPicture(picture, roomFor(picture, room, measure));
  let folded = false;
  for (;;) {
    const tried = layAt(shown, room, measure, folded);
    const { layers } = tried;
    const scale = Math.min(1, room.w / layers.width, room.h / layers.height);
    const size = Math.floor(room.best * scale);
    if (size >= room.least || shown.boxes.length <= 1)
      return placed(shown, tried, Math.max(1, Math.min(size, room.best)), scale, room);
    const wide = room.w / layers.width < room.least / room.best;
    if (wide && !folded) {
      folded = true;
      continue;
    }
    const within = wide ? nearerThan((room.w * room.best) / room.least, shown, layers) : null;
    // What is not too wide is too high: so much of it as there would be room for in the least size, or nearly.
    const share = Math.max(0.5, Math.min(0.92, (size / room.least) ** 1.2));
    shown = within ?? trimPicture(shown, Math.max(1, Math.floor(shown.boxes.length * share)));
  }
}

/** Without the layers that reach beyond `width`: there is room beside what is nearer. Null: that would take nothing, or all. */
function nearerThan(width: number, picture: DependencyPicture, { boxes }: Layers): DependencyPicture | null {
  const near = picture.boxes.filter(({ key, root }) => {
    const at = boxes.get(key);
    return root || (at !== undefined && at.x + at.w / 2 <= width);
  });
  return near.length === 0 || near.length === picture.boxes.length ? null : withBoxes(picture, near);
}

/** Layers fill no more of a room than this: what is beyond it need not be laid out to be known. */
const FILLED_MOST = 0.6;

/** How many boxes a room could hold in the least size, at most. */
function roomFor(picture: DependencyPicture, { w, h, least }: PictureRoom, measure: MeasureText): number {
  let left = w * h * FILLED_MOST;
  let count = 0;
  for (const { service } of picture.boxes) {
    const across = measure(service.name, least, 500) + least * (2 * BOX.pad + BOX.shape + GAP.layer);
    left -= across * least * (BOX.height + GAP.row);
    if (left < 0) break;
    count += 1;
  }
  return Math.max(1, count);
}

interface BoxWords {
  readonly words: string;
  /** The name in two lines of nearly the same length; null: it is one word. */
  readonly folded: readonly [string, string] | null;
  readonly more: string;
  /** The widest that `more` may become. */
  readonly widest: string;
}
const NO_WORDS: BoxWords = { words: '', folded: null, more: '', widest: '' };

/** Names, and at how many of its sites; where all of the picture is at one site, each box need not say so. */
function wordsOf({ boxes }: DependencyPicture, of: PictureRoom['of']): ReadonlyMap<string, BoxWords> {
  const many = isAtMany(boxes);
  return new Map(
    boxes.map(({ key, service, nodes }) => {
      const all = service.sites.length;
      const counts = many && all > 0;
      const more = counts && nodes.length < all ? of(nodes.length, all) : '';
      const { name } = service;
      return [key, { words: name, folded: foldOf(name), more, widest: more === '' ? '' : of(all, all) }];
    }),
  );
}

/** Names shorter than this stay in one line, characters. */
const FOLDED_FROM = 13;

function foldOf(name: string): readonly [string, string] | null {
  if (name.length < FOLDED_FROM) return null;
  const spaces = [...name.matchAll(/[ -](?=\S)/gu)].map(({ index }) => index + 1);
  const [best] = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2));
  return best === undefined ? null : [name.slice(0, best).trimEnd(), name.slice(best)];
}

function isAtMany(boxes: readonly PictureBox[]): boolean {
  const sites = new Set(boxes.flatMap(({ nodes }) => nodes.map((id) => parseNodeId(id).site ?? '')));
  sites.delete('');
  return sites.size > 1;
}

/** Equal for pictures that are laid out alike: states, and numbers of sites, are none of it. */
function structureOf({ boxes, edges }: DependencyPicture): string {
  const many = isAtMany(boxes);
  const keys = boxes.map(
    ({ key, nodes, root, service }) =>
      `${key}${root ? '!' : ''}${many && nodes.length < service.sites.length ? '*' : ''}`,
  );
  return `${keys.join()}/${edges.map(({ from, to, soft }) => `${from}${soft ? '~' : '>'}${to}`).join()}`;
}

interface Tried {
  readonly layers: Layers;
  readonly words: ReadonlyMap<string, BoxWords>;
  readonly folded: boolean;
}

/** Between boxes, and around their names, as parts of the names' size. */
const GAP = { layer: 1.5, row: 0.55 } as const;
export const BOX = { height: 1.75, line: 1.15, pad: 0.45, shape: 1.25, radius: 0.1 } as const;

function layAt(
  picture: DependencyPicture,
  { best, of }: PictureRoom,
  measure: MeasureText,
  folded: boolean,
): Tried {
  const words = wordsOf(picture, of);
  const boxes = picture.boxes.map(({ key, root }) => {
    const { words: name, folded: two, more, widest } = words.get(key) ?? NO_WORDS;
    const lines = folded && two ? two : [name];
    // As wide as it may become: a number that moves is no reason to lay all of it out anew.
    const rest = more === '' ? 0 : measure(widest, best * 0.8, 400) + best * 0.4;
    const longest = Math.max(...lines.map((line) => measure(line, best, root ? 600 : 500)));
    const w = longest + rest + best * (2 * BOX.pad + BOX.shape);
    return { key, w: Math.ceil(w), h: Math.round(best * (BOX.height + (lines.length - 1) * BOX.line)) };
  });
  const gaps = { layerGap: best * GAP.layer, rowGap: best * GAP.row };
  return { layers: layLayers(boxes, picture.edges, gaps), words, folded };
}

/** How far apart boxes are drawn where there is room, at most; tried in this order. */
const STRETCHES = { x: [1.6, 1.45, 1.3, 1.2, 1.1, 1], y: [1.35, 1.2, 1.1, 1] } as const;

/** Where things are put along one way: as far apart as there is room for, in the middle of it. */
function spread(
  spans: readonly { readonly at: number; readonly size: number }[],
  all: number,
  stretches: readonly number[],
): (value: number) => number {
  for (const stretch of stretches) {
    const from = Math.min(...spans.map(({ at, size }) => at * stretch - size / 2));
    const to = Math.max(...spans.map(({ at, size }) => at * stretch + size / 2));
    const shift = (all - (to - from)) / 2 - from;
    if (to - from <= all || stretch === stretches.at(-1))
      return (value) => Math.round(value * stretch + shift);
  }
  return (value) => value;
}

function placed(
  picture: DependencyPicture,
  { layers, words, folded }: Tried,
  size: number,
  scale: number,
  room: PictureRoom,
): PlacedPicture {
  const found = [...layers.boxes.values()];
  const across = found.map(({ x: at, w }) => ({ at: at * scale, size: w * scale }));
  const down = found.map(({ y: at, h }) => ({ at: at * scale, size: h * scale }));
  const putX = spread(across, room.w, STRETCHES.x);
  const putY = spread(down, room.h, STRETCHES.y);
  const boxes = picture.boxes.map((box): PlacedBox => {
    const at = layers.boxes.get(box.key) ?? { x: 0, y: 0, w: 0, h: 0 };
    const w = Math.floor(at.w * scale);
    const h = Math.round(at.h * scale);
    const rect = {
      x: putX(at.x * scale) - Math.round(w / 2),
      y: putY(at.y * scale) - Math.round(h / 2),
      w,
      h,
    };
    const { words: name, folded: two, more } = words.get(box.key) ?? NO_WORDS;
    return { box, rect, words: folded && two ? two : [name], more };
  });
  const rects = new Map(boxes.map(({ box, rect }) => [box.key, rect]));
  const soft = new Set(picture.edges.filter((edge) => edge.soft).map(({ from, to }) => `${from}>${to}`));
  const edges = layers.edges.map(({ from, to, points }) => {
    const others = boxes.filter(({ box: { key } }) => key !== from && key !== to).map(({ rect }) => rect);
    const bends = points
      .slice(1, -1)
      .map((point) => ({ x: putX(point.x * scale), y: putY(point.y * scale) }))
      // dagre bends a line between layers too: only where it passes boxes must it keep to its way.
      .filter(({ x }) => others.some((rect) => x > rect.x && x < rect.x + rect.w));
    return { from, to, soft: soft.has(`${from}>${to}`), d: curve(bends, rects.get(from), rects.get(to)) };
  });
  return { boxes, edges, size, leftOut: picture.leftOut };
}

/** From the right side of a box to the left side of another, level where it begins and ends. */
function curve(between: readonly LayerPoint[], from: Rect | undefined, to: Rect | undefined): string {
  if (!from || !to) return '';
  const forth = from.x + from.w <= to.x;
  const start = { x: forth ? from.x + from.w : from.x, y: Math.round(from.y + from.h / 2) };
  const end = { x: forth ? to.x : to.x + to.w, y: Math.round(to.y + to.h / 2) };
  const [low, high] = [Math.min(start.x, end.x), Math.max(start.x, end.x)];
  // dagre bends lines at each layer that they pass; what lies beside the way was an edge of a box.
  const bends = between.filter((point) => point.x > low && point.x < high);
  let at = start;
  let d = `M${start.x} ${start.y}`;
  for (const next of [...bends, end]) {
    const mid = Math.round((at.x + next.x) / 2);
    d += `C${mid} ${at.y} ${mid} ${next.y} ${next.x} ${next.y}`;
    at = next;
  }
  return d;
}
