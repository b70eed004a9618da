import type { MeasureText, Rect } from '../layout/display-list';
import type { TypeScale } from '../type-scale';

/** What every display of the wall has around its panels, device px. */
export interface DisplayFrame {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
  readonly header: Rect;
  readonly clock: Rect;
  /** Where a banner stands that no mosaic's strip takes; null: there is none. */
  readonly banner: Rect | null;
  /** Where the panels are. */
  readonly body: Rect;
  /** A person's message to the room; null: there is none. */
  readonly message: Rect | null;
  readonly foot: Rect;
}

/** Design pixels (1920 × 1080). */
export const DESIGN_MARGIN = 48;
const HEADER = 104;
const FOOT = 36;

/**
 * Lays out a display. `bannerLines`: lines of the first size that a banner takes at the top (0: none). `message`: whether
 * somebody put up a message.
 */
export function layFrame(
  input: {
    readonly scale: TypeScale;
    readonly width: number;
    readonly height: number;
    readonly bannerLines: number;
    readonly message: boolean;
  },
  measure: MeasureText,
): DisplayFrame {
  const { scale, width, height } = input;
  const px = (design: number): number => Math.round(design * scale.unit);
  const margin = px(DESIGN_MARGIN);
  const header: Rect = { x: 0, y: 0, w: width, h: px(HEADER) };
  const clockWidth = Math.ceil(measure('00:00:00', scale.second, 500)) + px(4);
  const clock: Rect = {
    x: width - margin - clockWidth,
    y: px(20),
    w: clockWidth + margin,
    h: header.h - px(24),
  };
  const foot: Rect = { x: 0, y: height - px(FOOT), w: width, h: px(FOOT) };
  const line = Math.round(scale.first * 1.2);
  const bannerHeight = input.bannerLines > 0 ? line * input.bannerLines + px(16) : 0;
  const messageHeight = input.message ? line + px(8) : 0;
  const top = header.h + bannerHeight;
  return {
    width,
    height,
    margin,
    header,
    clock,
    banner: bannerHeight > 0 ? { x: 0, y: header.h + px(8), w: width, h: line * input.bannerLines } : null,
    body: { x: 0, y: top, w: width, h: Math.max(1, foot.y - messageHeight - top) },
    message: messageHeight > 0 ? { x: 0, y: foot.y - messageHeight, w: width, h: messageHeight } : null,
    foot,
  };
}
