/**
 * Type sizes of the wall from its geometry. All sizes are in device pixels: the canvas is drawn in them.
 *
 * NUREG-0700 rev 3 asks for capitals of at least 16 minutes of arc at the greatest viewing distance:
 *
 *     capital height [mm] = distance [m] · 1000 · tan(16′)        7 m → 32.6 mm
 *     capitals [px]       = ⌈capital height / pixel pitch⌉        0.634 mm/px → 52 px
 *     type size [px]      = ⌈capitals / 0.727⌉                    Inter's capitals are 0.727 em → 72 px
 *
 * That is the size of what must be read from afar: what, where, state word, since, age. The other sizes keep
 * the proportions of the mock-up (shared by every window size), and are for position and close reading.
 */
export const ARC_MINUTES = 16;
/** Capital height of Inter, in em. */
export const INTER_CAPITALS_EM = 0.727;

const TAN_16 = Math.tan((ARC_MINUTES / 60) * (Math.PI / 180));
/** The design's own display: a 55-inch 1080p panel whose first size is 72 px. */
const DESIGN = { width: 1920, height: 1080, first: 72 };
/** No text smaller than this many CSS pixels where the geometry alone would allow it. */
const FLOOR_CSS_PX = 12;
const SMALLEST = 24 / DESIGN.first;

export interface WallGeometryInput {
  readonly viewingDistanceM: number;
  readonly pixelPitchMm: number;
  /** Size of the window, device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
}

export interface TypeScale {
  /** What, where, since: 16′ where the window has room for it. */
  readonly first: number;
  /** Running clock, second lines. */
  readonly second: number;
  /** Room name, lists. */
  readonly third: number;
  /** Link state, foot line. */
  readonly fourth: number;
  /** Row names. */
  readonly fifth: number;
  /** Column heads. */
  readonly sixth: number;
  /** Counts, text inside a cell. */
  readonly seventh: number;
  /** Device pixels for one pixel of the design: spacing and strokes. */
  readonly unit: number;
  /** Capital height of `first` at the viewing distance, minutes of arc. */
  readonly arcMinutes: number;
  /** False when the window is too small to show `first` at 16′: sizes were bounded to fit. */
  readonly legible: boolean;
}

/** The type size whose capitals are 16′ high at `distanceM` on a display with `pitchMm` a pixel, px. */
export function legiblePx(distanceM: number, pitchMm: number): number {
  const capitalsMm = distanceM * 1000 * TAN_16;
  return Math.ceil(Math.ceil(capitalsMm / pitchMm) / INTER_CAPITALS_EM);
}

/**
 * All sizes for one window. The first is what the geometry asks for, bounded below by legibility at arm's
 * length and above by what three reserved lines may take of the window; the rest follow it, and never exceed
 * the mock-up's share of the window.
 */
export function typeScale(input: WallGeometryInput): TypeScale {
  const asked = legiblePx(input.viewingDistanceM, input.pixelPitchMm);
  const fit = Math.min(input.width / DESIGN.width, input.height / DESIGN.height);
  const floor = (FLOOR_CSS_PX / SMALLEST) * input.ratio;
  // Three lines may take a quarter of the height, and a line must hold what, where, word, since and age.
  const ceiling = Math.min(input.height / 12, input.width / 25);
  const first = Math.max(1, Math.floor(Math.min(Math.max(asked, floor), ceiling)));
  const unit = Math.min(first / DESIGN.first, fit);
  const size = (design: number): number => Math.max(1, Math.round(design * unit));
  const capitalsMm = first * INTER_CAPITALS_EM * input.pixelPitchMm;
  return {
    first,
    second: size(52),
    third: size(42),
    fourth: size(34),
    fifth: size(30),
    sixth: size(28),
    seventh: size(24),
    unit,
    arcMinutes: (Math.atan(capitalsMm / (input.viewingDistanceM * 1000)) * 180 * 60) / Math.PI,
    legible: first >= asked,
  };
}

/** The same sizes on a picture that is so many times as large: what is legible on the wall is not said of it. */
export function scaleBy(scale: TypeScale, factor: number): TypeScale {
  const { first, second, third, fourth, fifth, sixth, seventh, unit } = scale;
  const size = (of: number): number => Math.max(1, of * factor);
  return {
    ...scale,
    first: size(first),
    second: size(second),
    third: size(third),
    fourth: size(fourth),
    fifth: size(fifth),
    sixth: size(sixth),
    seventh: size(seventh),
    unit: unit * factor,
  };
}
