import type { NodeState } from '../../../shared/model/states';
import type { AlarmLook } from '../../parts/alarm-shape';
import type { MarkName } from '../../parts/mark';
import type { ColourToken } from '../../theme/state-theme';

/** A rectangle in device pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface RectItem extends Rect {
  readonly kind: 'rect';
  readonly fill: ColourToken | null;
  readonly stroke: ColourToken | null;
  /** Width of the stroke, which lies inside the rectangle, px. */
  readonly line: number;
  readonly dashed: boolean;
  readonly radius: number;
}
/** Diagonal lines: what is shown here is not known to hold now. */
export interface HatchItem extends Rect {
  readonly kind: 'hatch';
  readonly colour: ColourToken;
  /** Distance between lines along the edge, px. */
  readonly pitch: number;
  readonly line: number;
}
export interface TextItem {
  readonly kind: 'text';
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly weight: number;
  readonly align: 'left' | 'center' | 'right';
  readonly colour: ColourToken;
}
export interface ShapeItem {
  readonly kind: 'shape';
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly state: NodeState;
  /** Its fault makes no sound: outlined, not filled. */
  readonly quiet?: boolean;
}
/** A state's shape as an alarm: how much of it is ink says what people have to do. */
export interface AlarmItem {
  readonly kind: 'alarm';
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly state: NodeState;
  readonly look: AlarmLook;
  /** The outline stands out in this second. */
  readonly beat: boolean;
}
/** Why a fault makes no sound, beside its shape. */
export interface MarkItem {
  readonly kind: 'mark';
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly mark: MarkName;
}
/** A line or an area, as SVG path data from its own corner: what stands still (a coast) is made once. */
export interface PathItem {
  readonly kind: 'path';
  /** Where the data's origin lies. */
  readonly x: number;
  readonly y: number;
  readonly d: string;
  readonly fill: ColourToken | null;
  readonly stroke: ColourToken | null;
  /** Width of the stroke, px. */
  readonly line: number;
  readonly dashed: boolean;
}
/** A picture that somebody put up. */
export interface ImageItem extends Rect {
  readonly kind: 'image';
  readonly image: CanvasImageSource;
  /** The part of it that is shown, its own pixels; null: all of it. */
  readonly source: Rect | null;
}
export type Item = RectItem | HatchItem | TextItem | ShapeItem | AlarmItem | MarkItem | PathItem | ImageItem;

/**
 * A piece of the picture that is painted whole or not at all, on the wall's ground: when it goes, that ground comes back.
 * Groups never overlap.
 */
export interface Group extends Rect {
  readonly key: string;
  readonly items: readonly Item[];
  /** What reaches beyond it is cut off. Left out: nothing does. */
  readonly clipped?: boolean;
  /** For a cell: the version of what it shows. Equal stamps mean an equal picture. */
  readonly stamp: number;
}

/** The whole picture. A group that did not change is the same object as in the list before. */
export interface DisplayList {
  readonly width: number;
  readonly height: number;
  /** Changes when everything must be painted anew (size, geometry). */
  readonly epoch: string;
  readonly groups: ReadonlyMap<string, Group>;
}

/** Measures text as the canvas will draw it: width in device pixels. */
export type MeasureText = (text: string, size: number, weight: number) => number;

/** A group on the wall's ground. */
export function group(key: string, rect: Rect, items: readonly Item[]): Group {
  return { key, x: rect.x, y: rect.y, w: rect.w, h: rect.h, items, stamp: 0 };
}

/** A filled rectangle without an outline. */
export function box(rect: Rect, fill: ColourToken, radius = 0): RectItem {
  return { kind: 'rect', ...rect, fill, stroke: null, line: 0, dashed: false, radius };
}

/** Text on a baseline. */
export function text(
  value: string,
  at: { readonly x: number; readonly y: number },
  style: Pick<TextItem, 'size' | 'weight' | 'colour'> & { readonly align?: TextItem['align'] },
): TextItem {
  return { kind: 'text', text: value, ...at, align: 'left', ...style };
}

/** The baseline on which capitals of `size` stand in the middle of a line. */
export function middle(top: number, height: number, size: number): number {
  return Math.round(top + height / 2 + size * 0.3635);
}

/** Whether two groups paint the same pixels. */
export function sameGroup(a: Group, b: Group): boolean {
  if (a === b) return true;
  if (a.x !== b.x || a.y !== b.y || a.w !== b.w || a.h !== b.h) return false;
  if (a.clipped !== b.clipped) return false;
  if (a.items.length !== b.items.length) return false;
  return a.items.every((item, index) => sameItem(item, b.items[index] as Item));
}

function sameItem(a: Item, b: Item): boolean {
  const left = a as unknown as Record<string, unknown>;
  const right = b as unknown as Record<string, unknown>;
  for (const key in left)
    if (left[key] !== right[key] && !(key === 'source' && sameRect(left[key], right[key]))) return false;
  return true;
}

/** A part of a picture is the same by what it says, not by being the same object. */
function sameRect(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
