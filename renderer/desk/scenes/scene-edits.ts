import { isPanelKind, PANEL_SETTINGS, type PanelKind } from '../../../shared/model/panels';
import {
  type Arrangement,
  GRID,
  type GridRect,
  type Panel,
  type SceneDraft,
} from '../../../shared/model/wall';
import { overlaps } from '../../../shared/rules/wall/scene-faults';

/** What a person does to a scene: each takes it as it is, and gives it as it is then. Nothing here changes in place. */

/** Displays of a form, across and down. */
export interface FormSize {
  readonly cols: number;
  readonly rows: number;
}

/** `3×2`. */
export function formName({ cols, rows }: FormSize): string {
  return `${cols}×${rows}`;
}

export function isForm(form: FormSize): (other: FormSize) => boolean {
  return ({ cols, rows }) => cols === form.cols && rows === form.rows;
}

/** How a panel is moved or drawn out: its edges, each by so many units. */
export interface EdgeStep {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A rectangle whose edges moved, kept whole and on the wall. One that moves as a whole keeps its size. */
export function steppedRect({ x, y, w, h }: GridRect, step: EdgeStep, form: FormSize): GridRect {
  const across = steppedSpan(x, w, step.left, step.right, form.cols * GRID);
  const down = steppedSpan(y, h, step.top, step.bottom, form.rows * GRID);
  return { x: across.start, y: down.start, w: across.length, h: down.length };
}

function steppedSpan(
  start: number,
  length: number,
  first: number,
  last: number,
  most: number,
): { readonly start: number; readonly length: number } {
  const clamp = (value: number, least: number, top: number): number => Math.min(top, Math.max(least, value));
  if (first === last) {
    const kept = Math.min(length, most);
    return { start: clamp(start + first, 0, most - kept), length: kept };
  }
  const end = clamp(start + length + last, 1, most);
  const begin = clamp(start + first, 0, most - 1);
  // An edge that meets the other one stops there: which one moved says which one gives.
  if (first === 0) return { start, length: Math.max(1, end - start) };
  const low = Math.min(begin, end - 1);
  return { start: low, length: end - low };
}

/** The same scene with one of its arrangements changed. */
export function withArrangement(
  scene: SceneDraft,
  form: FormSize,
  change: (now: Arrangement) => Arrangement,
): SceneDraft {
  const is = isForm(form);
  return { ...scene, arrangements: scene.arrangements.map((one) => (is(one) ? change(one) : one)) };
}

/** The same arrangement with one of its panels changed; null takes it away. */
export function withPanel(
  arrangement: Arrangement,
  id: string,
  change: (now: Panel) => Panel | null,
): Arrangement {
  const panels = arrangement.panels.flatMap((one) => (one.id === id ? (change(one) ?? []) : one));
  return { ...arrangement, panels };
}

/** A panel with a setting as it was written; `undefined` takes it away, so that its preset holds. */
export function withSetting(panel: Panel, name: string, value: Panel['settings'][string] | undefined): Panel {
  const { [name]: _gone, ...rest } = panel.settings;
  return { ...panel, settings: value === undefined ? rest : { ...rest, [name]: value } };
}

/**
 * A panel of another kind in the same place. A setting that the new kind has too comes with it where it is valid there;
 * ids follow the kind while nobody gave them another name.
 */
export function withKind(
  arrangement: Arrangement,
  id: string,
  kind: PanelKind,
): { readonly arrangement: Arrangement; readonly id: string } {
  const panel = arrangement.panels.find((one) => one.id === id);
  if (panel === undefined || panel.kind === kind) return { arrangement, id };
  const { shape } = PANEL_SETTINGS[kind];
  const kept = Object.entries(panel.settings).filter(([name, value]) => {
    if (!Object.hasOwn(shape, name)) return false;
    const field: unknown = Reflect.get(shape, name);
    return isSchema(field) && field.safeParse(value).success;
  });
  const others = { ...arrangement, panels: arrangement.panels.filter((one) => one !== panel) };
  const isOwn = panel.id.replace(/-\d+$/, '') === panel.kind;
  const next = { ...panel, id: isOwn ? freeId(others, kind) : id, kind, settings: Object.fromEntries(kept) };
  return { arrangement: withPanel(arrangement, id, () => next), id: next.id };
}

function isSchema(value: unknown): value is { safeParse: (value: unknown) => { readonly success: boolean } } {
  return typeof value === 'object' && value !== null && 'safeParse' in value;
}

/** An id that no panel of an arrangement has: the kind itself, then `kind-2` and on. */
function freeId({ panels }: Arrangement, kind: string): string {
  const taken = new Set(panels.map(({ id }) => id));
  if (!taken.has(kind)) return kind;
  for (let number = 2; ; number += 1) if (!taken.has(`${kind}-${number}`)) return `${kind}-${number}`;
}

/** Smaller than this, units, nobody would want a panel. */
const LEAST = 3;

/**
 * The largest part of one display that no panel lies on; where all are full, half of the panel that is named (else of the
 * largest): it gives way. Null: there is no room for one more.
 */
function roomFor(
  arrangement: Arrangement,
  beside: string | null,
): { readonly at: GridRect; readonly shrunk: Panel | null } | null {
  const free = largestFree(arrangement);
  if (free !== null) return { at: free, shrunk: null };
  const bySize = [...arrangement.panels].sort((a, b) => b.at.w * b.at.h - a.at.w * a.at.h);
  const giver = bySize.find(({ id }) => id === beside) ?? bySize[0];
  if (giver === undefined) return null;
  const { x, y, w, h } = giver.at;
  if (w >= h && w >= 2 * LEAST) {
    const half = Math.ceil(w / 2);
    const at = { x: x + half, y, w: w - half, h };
    return { at, shrunk: { ...giver, at: { x, y, w: half, h } } };
  }
  if (h < 2 * LEAST) return null;
  const half = Math.ceil(h / 2);
  return { at: { x, y: y + half, w, h: h - half }, shrunk: { ...giver, at: { x, y, w, h: half } } };
}

function largestFree(arrangement: Arrangement): GridRect | null {
  let best: GridRect | null = null;
  for (let row = 0; row < arrangement.rows; row += 1)
    for (let col = 0; col < arrangement.cols; col += 1) {
      const found = freeOn(arrangement, col, row);
      if (found !== null && (best === null || found.w * found.h > best.w * best.h)) best = found;
    }
  return best;
}

/** The largest free rectangle of a display: from each free unit as wide as it goes, row by row. */
function freeOn({ panels }: Arrangement, col: number, row: number): GridRect | null {
  const taken = (x: number, y: number): boolean =>
    panels.some(({ at }) => overlaps(at, { x: col * GRID + x, y: row * GRID + y, w: 1, h: 1 }));
  const widths = Array.from({ length: GRID }, () => Array.from({ length: GRID }, () => 0));
  let best: GridRect | null = null;
  for (let y = 0; y < GRID; y += 1)
    for (let x = GRID - 1; x >= 0; x -= 1) {
      const line = widths[y];
      if (line !== undefined) line[x] = taken(x, y) ? 0 : 1 + (line[x + 1] ?? 0);
    }
  for (let y = 0; y < GRID; y += 1)
    for (let x = 0; x < GRID; x += 1) {
      let w = GRID;
      for (let h = 1; y + h <= GRID; h += 1) {
        w = Math.min(w, widths[y + h - 1]?.[x] ?? 0);
        if (w < LEAST) break;
        if (h >= LEAST && (best === null || w * h > best.w * best.h))
          best = { x: col * GRID + x, y: row * GRID + y, w, h };
      }
    }
  return best;
}

/** One more panel. `at`: where; null: where there is room, else beside the one that is named. Null: there is no room. */
export function withNewPanel(
  arrangement: Arrangement,
  kind: PanelKind,
  at: GridRect | null,
  beside: string | null,
): { readonly arrangement: Arrangement; readonly id: string } | null {
  const room = at === null ? roomFor(arrangement, beside) : { at, shrunk: null };
  if (room === null) return null;
  const id = freeId(arrangement, kind);
  const last = Math.max(0, ...arrangement.panels.map(({ priority }) => priority));
  const panel: Panel = { id, kind, settings: {}, at: room.at, priority: Math.min(99, last + 1) };
  const panels = arrangement.panels.map((one) => (one.id === room.shrunk?.id ? room.shrunk : one));
  return { arrangement: { ...arrangement, panels: [...panels, panel] }, id };
}

/** One form more, made of the one that is most like it. A form that is there already stays as it is. */
export function withForm(scene: SceneDraft, form: FormSize): SceneDraft {
  if (scene.arrangements.some(isForm(form))) return scene;
  const size = form.cols * form.rows;
  const nearest = [...scene.arrangements].sort(
    (a, b) =>
      Math.abs(a.cols * a.rows - size) - Math.abs(b.cols * b.rows - size) ||
      b.cols * b.rows - a.cols * a.rows,
  )[0];
  const made = nearest === undefined ? { ...form, panels: [] } : scaled(nearest, form);
  return { ...scene, arrangements: inOrder([...scene.arrangements, made]) };
}

/** The same scene without a form. The last one stays: a scene is nothing without. */
export function withoutForm(scene: SceneDraft, form: FormSize): SceneDraft {
  const is = isForm(form);
  if (scene.arrangements.length < 2) return scene;
  return { ...scene, arrangements: scene.arrangements.filter((one) => !is(one)) };
}

function inOrder(arrangements: readonly Arrangement[]): Arrangement[] {
  return [...arrangements].sort((a, b) => a.cols * a.rows - b.cols * b.rows || a.cols - b.cols);
}

/** Edges are rounded, not widths: what met still meets. What would become too small to read is left out. */
function scaled({ cols, rows, panels }: Arrangement, form: FormSize): Arrangement {
  const across = (unit: number): number => Math.round((unit * form.cols) / cols);
  const down = (unit: number): number => Math.round((unit * form.rows) / rows);
  const all = panels.map((panel): Panel => {
    const { x, y, w, h } = panel.at;
    const left = across(x);
    const top = down(y);
    const at = { x: left, y: top, w: across(x + w) - left, h: down(y + h) - top };
    return { ...panel, at: panel.kind === 'web' ? onOneDisplay(at) : at };
  });
  return { ...form, panels: all.filter(({ at }) => at.w >= LEAST && at.h >= LEAST) };
}

/** What of a rectangle lies on the display that it begins on. */
function onOneDisplay({ x, y, w, h }: GridRect): GridRect {
  return { x, y, w: Math.min(w, GRID - (x % GRID)), h: Math.min(h, GRID - (y % GRID)) };
}

/** What a panel is called beside others of its kind: its number there, from 1; null: there is no other. */
export function numberOf({ panels }: Arrangement, panel: Panel): number | null {
  const same = panels.filter(({ kind }) => kind === panel.kind);
  return same.length > 1 ? same.indexOf(panel) + 1 : null;
}

/** A kind's settings with every preset filled in; what cannot be read stands as it was written. */
export function settingsShown({ kind, settings }: Pick<Panel, 'kind' | 'settings'>): Panel['settings'] {
  if (!isPanelKind(kind)) return settings;
  const presets: Record<string, Panel['settings'][string]> = {};
  for (const [name, field] of Object.entries(PANEL_SETTINGS[kind].shape)) {
    const preset = field.safeParse(undefined);
    if (preset.success && preset.data !== undefined) presets[name] = preset.data;
  }
  return { ...presets, ...settings };
}

/** An id for a scene by its name, that none of these have: lower-case, with `-` for what an id cannot hold. */
export function sceneIdFor(name: string, taken: (id: string) => boolean): string {
  const plain = name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^a-z0-9æøåäöáčđŋšŧž]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  const stem = plain === '' ? 'scene' : plain;
  if (!taken(stem)) return stem;
  for (let number = 2; ; number += 1) if (!taken(`${stem}-${number}`)) return `${stem}-${number}`;
}
