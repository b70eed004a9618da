import type { AlarmState } from '../../shared/model/alarms';
import type { NodeState } from '../../shared/model/states';
import { type ShapeName, STATE_THEME } from '../theme/state-theme';
import { QUIET_LINE, SHAPES } from './state-shape';

/** How much of an alarm's shape is ink: what people have to do about it (VISUAL.md). */
export type AlarmLook =
  /** Nobody has taken it: solid, with a slow pulse of its outline. */
  | 'solid'
  /** Somebody has it: the outline in full colour. */
  | 'outline'
  /** Came back before anybody saw it: grey inside a dashed outline in the colour that it had. */
  | 'latched'
  /** On a shelf, or kept quiet by design: a thin outline in full colour. */
  | 'thin'
  /** Out of service: a thin outline in grey. */
  | 'grey';

const LOOKS: Readonly<Record<AlarmState, AlarmLook>> = {
  unacknowledged: 'solid',
  acknowledged: 'outline',
  returned: 'latched',
  shelved: 'thin',
  suppressed: 'thin',
  'out-of-service': 'grey',
  normal: 'grey',
};

/** The look of an alarm in this state. */
export function alarmLook(state: AlarmState): AlarmLook {
  return LOOKS[state];
}

/** A piece of an alarm's shape. `on`: written on the fill, in the colour that is read there. */
export interface AlarmPart {
  readonly d: string;
  readonly fill: 'state' | 'grey' | 'on' | null;
  readonly stroke: 'state' | 'on' | null;
  /** Width of the stroke in units of the box. */
  readonly line: number;
  readonly dashed: boolean;
  /** What goes round the rest: hatched where the room is only last known. */
  readonly body: boolean;
}

const DISC = 'M1.2 12A10.8 10.8 0 1 0 22.8 12A10.8 10.8 0 1 0 1.2 12Z';
const THIN_LINE = 1.5;
const LATCHED_LINE = 2.4;
const part = (d: string, more: Partial<AlarmPart>): AlarmPart => ({
  d,
  fill: null,
  stroke: null,
  line: 0,
  dashed: false,
  body: false,
  ...more,
});

/** Shapes that are lines in themselves, by what goes round them: filled, they stand on a disc or square of their own. */
const BODIES: Partial<Record<ShapeName, string>> = { question: DISC, clock: DISC, ring: DISC };
/** Their lines, drawn small enough for the disc to hold. */
const INNER: Partial<Record<ShapeName, readonly AlarmPart[]>> = {
  question: [
    part('M8.4 9.6A3.7 3.7 0 1 1 13.9 12.8C12.6 13.6 12.1 14.1 12.1 15.2', { stroke: 'on', line: 2.3 }),
    part('M10.7 18.2A1.4 1.4 0 1 0 13.5 18.2A1.4 1.4 0 1 0 10.7 18.2Z', { fill: 'on' }),
  ],
  clock: [part('M12 5.8V12.2L16 14.6', { stroke: 'on', line: 2.2 })],
  ring: [],
};

/**
 * The pieces of a state's shape as an alarm in `look` is drawn. The outline is each state's own in every look, so that
 * an alarm that is acknowledged, shelved or back is still told by its shape.
 */
export function alarmParts(state: NodeState, look: AlarmLook): readonly AlarmPart[] {
  const { shape } = STATE_THEME[state];
  const body = BODIES[shape] ?? SHAPES[shape][0]?.d ?? DISC;
  const inside = (ink: 'on' | 'state'): readonly AlarmPart[] =>
    INNER[shape]?.map((one) => (ink === 'on' ? one : { ...one, ...inked(one) })) ?? half(shape, ink);
  switch (look) {
    case 'solid':
      return shape === 'half-square'
        ? [part(body, { body: true, stroke: 'state', line: QUIET_LINE }), ...half(shape, 'state')]
        : [part(body, { body: true, fill: 'state', stroke: 'state', line: 1.6 }), ...inside('on')];
    case 'latched':
      return [
        part(body, { body: true, fill: 'grey', stroke: 'state', line: LATCHED_LINE, dashed: true }),
        ...(INNER[shape] === undefined ? [] : inside('state')),
      ];
    case 'outline':
      return [part(body, { body: true, stroke: 'state', line: QUIET_LINE }), ...outlined(shape)];
    case 'thin':
    case 'grey':
      return [part(body, { body: true, stroke: 'state', line: THIN_LINE }), ...outlined(shape, THIN_LINE)];
  }
}

/** The outline that pulses while nobody has taken it. */
export function pulsePath(state: NodeState): string {
  const { shape } = STATE_THEME[state];
  return BODIES[shape] ?? SHAPES[shape][0]?.d ?? DISC;
}

function inked(one: AlarmPart): Partial<AlarmPart> {
  return { fill: one.fill === null ? null : 'state', stroke: one.stroke === null ? null : 'state' };
}

function half(shape: ShapeName, ink: 'on' | 'state'): readonly AlarmPart[] {
  return shape === 'half-square' ? [part(SHAPES[shape][1]?.d ?? '', { fill: ink })] : [];
}

/** What stays inside an outline, so that it is not taken for another state's. */
function outlined(shape: ShapeName, line = 2): readonly AlarmPart[] {
  if (shape === 'half-square') return [part('M3.2 12H20.8', { stroke: 'state', line })];
  return (INNER[shape] ?? []).map((one) => ({
    ...one,
    ...inked(one),
    line: one.line === 0 ? 0 : Math.min(one.line, line),
  }));
}
