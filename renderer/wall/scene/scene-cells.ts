import type { WallDisplay } from '../../../shared/model/wall';
import type { PlacedPanel } from '../../../shared/rules/wall/layout-of';
import type { Rect } from '../layout/display-list';
import type { TypeScale } from '../type-scale';
import { DESIGN_MARGIN, type DisplayFrame } from './display-frame';

/** A panel's place in a display's picture. */
export interface SceneCell {
  readonly placed: PlacedPanel;
  /** All of its place, px. */
  readonly rect: Rect;
  /** The place without the room to its neighbours and to the edge. */
  readonly inner: Rect;
  /** It has the display to itself: its name stands in the display's header. */
  readonly fills: boolean;
  /** Somebody sent it, or put what it is about in the spotlight. */
  readonly framed: boolean;
  /** Size of its whole picture in px of this one, and where `rect` begins in it. */
  readonly whole: { readonly w: number; readonly h: number };
  readonly offset: { readonly x: number; readonly y: number };
}

/** The node in the spotlight, and the node that the scene is about; null: none. */
export interface Focus {
  readonly lit: string | null;
  readonly about: string | null;
}

/** Kinds that are about what the scene is about, where they name nothing themselves. */
const ABOUT_KINDS: readonly string[] = ['cause', 'dependencies', 'emergency-routines'];
/** Between neighbours and above a panel that is not the first, design pixels. */
const GAP = 24;
const ABOVE = 10;
/** A panel of which less than this is left beside what was sent over it gives way altogether. */
const LEAST_SHARE = 0.3;

/**
 * Where the panels of one display stand in its picture: between header and foot, whatever size the picture has. What a
 * person sent stands over what the scene has there: a panel that it hides in part takes what is left, so that nothing of
 * it is cut.
 */
export function cellsOf(
  placed: readonly PlacedPanel[],
  display: Pick<WallDisplay, 'id' | 'width' | 'height'>,
  frame: DisplayFrame,
  scale: TypeScale,
  focus: Focus,
): readonly SceneCell[] {
  const here = placed.filter((piece) => piece.display === display.id);
  const sx = frame.width / display.width;
  const sy = frame.body.h / display.height;
  const own = here.map((piece): SceneCell => {
    const x = Math.round(piece.rect.x * sx);
    const y = frame.body.y + Math.round(piece.rect.y * sy);
    const rect: Rect = {
      x,
      y,
      w: Math.round((piece.rect.x + piece.rect.width) * sx) - x,
      h: frame.body.y + Math.round((piece.rect.y + piece.rect.height) * sy) - y,
    };
    return {
      placed: piece,
      rect,
      inner: rect,
      fills: false,
      framed: piece.sent !== null || isLit(piece, focus),
      whole: { w: Math.round(piece.whole.width * sx), h: Math.round(piece.whole.height * sy) },
      offset: { x: Math.round(piece.offset.x * sx), y: Math.round(piece.offset.y * sy) },
    };
  });
  const sent = own.filter((cell) => cell.placed.sent !== null);
  const free = own.filter((cell) => cell.placed.sent === null);
  const left = free.flatMap((cell) => {
    const rect = sent.reduce<Rect | null>(
      (rest, over) => (rest === null ? null : beside(rest, over.rect)),
      cell.rect,
    );
    if (rect === cell.rect) return [cell];
    if (rect === null || rect.w * rect.h < LEAST_SHARE * cell.rect.w * cell.rect.h) return [];
    return [{ ...cell, rect, whole: { w: rect.w, h: rect.h }, offset: { x: 0, y: 0 } }];
  });
  return [...left, ...sent].map((cell) => ({
    ...cell,
    fills: fills(cell.rect, frame.body),
    inner: innerOf(cell.rect, cell.framed, frame, scale),
  }));
}

/** Whether a panel is about the node in the spotlight. The mosaic marks its cell instead. */
function isLit({ kind, settings }: PlacedPanel, { lit, about }: Focus): boolean {
  if (lit === null) return false;
  const own = settings.about;
  return own === lit || (own == null && lit === about && ABOUT_KINDS.includes(kind));
}

function fills(rect: Rect, body: Rect): boolean {
  return rect.x <= body.x && rect.y <= body.y && rect.w >= body.w && rect.h >= body.h;
}

/** The largest part of a rectangle that another leaves free; the rectangle itself where they do not meet; null: none. */
function beside(rect: Rect, over: Rect): Rect | null {
  const right = rect.x + rect.w;
  const bottom = rect.y + rect.h;
  const overRight = over.x + over.w;
  const overBottom = over.y + over.h;
  if (over.x >= right || overRight <= rect.x || over.y >= bottom || overBottom <= rect.y) return rect;
  const parts: readonly Rect[] = [
    { ...rect, w: over.x - rect.x },
    { ...rect, x: overRight, w: right - overRight },
    { ...rect, h: over.y - rect.y },
    { ...rect, y: overBottom, h: bottom - overBottom },
  ];
  const [best] = parts.filter(({ w, h }) => w > 0 && h > 0).sort((a, b) => b.w * b.h - a.w * a.h);
  return best ?? null;
}

function innerOf(rect: Rect, framed: boolean, frame: DisplayFrame, scale: TypeScale): Rect {
  const px = (design: number): number => Math.round(design * scale.unit);
  const { body } = frame;
  const left = rect.x <= body.x ? px(DESIGN_MARGIN) : px(GAP);
  const right = rect.x + rect.w >= body.x + body.w ? px(DESIGN_MARGIN) : px(GAP);
  const top = rect.y <= body.y && !framed ? 0 : px(ABOVE);
  return {
    x: rect.x + left,
    y: rect.y + top,
    w: Math.max(1, rect.w - left - right),
    h: Math.max(1, rect.h - top - px(ABOVE)),
  };
}
