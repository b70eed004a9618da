import type { NodeState } from '../../shared/model/states';

/** The shapes that say a state without colour; `renderer/parts/state-shape.ts` draws them. */
export type ShapeName = 'square' | 'triangle' | 'question' | 'clock' | 'half-square' | 'chevron' | 'ring';

/** How a state looks: said three times, by colour, by shape and by word. */
export interface StateTheme {
  /** Text, outlines and shapes, on any ground. */
  readonly colour: ColourToken;
  /** A filled shape. */
  readonly fill: ColourToken;
  /** What is written on `fill`. */
  readonly on: ColourToken;
  readonly shape: ShapeName;
  /** The word's key in the `states` namespace of the message catalogue. */
  readonly key: NodeState;
}

/** Every colour token of tokens.css that code reads; CSS may use the rest. */
export const COLOUR_TOKENS = [
  '--ground',
  '--surface',
  '--raised',
  '--cell',
  '--band',
  '--line',
  '--line-2',
  '--text-1',
  '--text-2',
  '--text-3',
  '--normal',
  '--on-normal',
  '--down',
  '--down-fill',
  '--on-down',
  '--degraded',
  '--degraded-fill',
  '--on-degraded',
  '--warning',
  '--warning-fill',
  '--on-warning',
  '--redundancy',
  '--redundancy-fill',
  '--on-redundancy',
  '--unknown',
  '--unknown-fill',
  '--on-unknown',
  '--stale',
  '--stale-fill',
  '--on-stale',
  '--maint',
  '--maint-fill',
  '--on-maint',
  '--major',
  '--major-fill',
  '--on-major',
  '--major-wash',
] as const;
export type ColourToken = (typeof COLOUR_TOKENS)[number];

/** How each state is shown (VISUAL.md), the same on wall and desk. */
export const STATE_THEME: Readonly<Record<NodeState, StateTheme>> = {
  down: { colour: '--down', fill: '--down-fill', on: '--on-down', shape: 'square', key: 'down' },
  degraded: {
    colour: '--degraded',
    fill: '--degraded-fill',
    on: '--on-degraded',
    shape: 'triangle',
    key: 'degraded',
  },
  unknown: {
    colour: '--unknown',
    fill: '--unknown-fill',
    on: '--on-unknown',
    shape: 'question',
    key: 'unknown',
  },
  stale: { colour: '--stale', fill: '--stale-fill', on: '--on-stale', shape: 'clock', key: 'stale' },
  'redundancy-lost': {
    colour: '--redundancy',
    fill: '--redundancy-fill',
    on: '--on-redundancy',
    shape: 'half-square',
    key: 'redundancy-lost',
  },
  warning: {
    colour: '--warning',
    fill: '--warning-fill',
    on: '--on-warning',
    shape: 'chevron',
    key: 'warning',
  },
  normal: { colour: '--normal', fill: '--normal', on: '--on-normal', shape: 'ring', key: 'normal' },
};

/** The colours of one theme, resolved: a canvas cannot read custom properties. */
export type Palette = Readonly<Record<ColourToken, string>>;

/**
 * Reads the resolved colours of the theme that holds at `element`.
 * @throws when a token is missing, which means that tokens.css was not loaded.
 */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const palette = {} as Record<ColourToken, string>;
  for (const token of COLOUR_TOKENS) {
    const value = style.getPropertyValue(token).trim();
    if (value === '') throw new Error(`tokens.css is not loaded: ${token} has no value`);
    palette[token] = value;
  }
  return palette;
}
