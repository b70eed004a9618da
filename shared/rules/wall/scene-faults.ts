import { isPanelKind, PANEL_SETTINGS, type PanelContent } from '../../model/panels';
import { type Arrangement, GRID, type GridRect, type Panel, type SceneDraft } from '../../model/wall';
import type { RoomView } from '../reduce';
import { BUILT_IN_SCENES } from './built-in-scenes';

/**
 * What is wrong with a scene, by place. `error`: it cannot be kept as it is. `gone`: it refers to what is not there (any
 * more); it is kept, and its cell says so.
 */
export type SceneFaultCode =
  | 'outside'
  | 'overlap'
  | 'twice'
  | 'spans'
  | 'no-mosaic'
  | 'same-form'
  | 'settings'
  | 'unknown-kind'
  | 'unknown-node'
  | 'unknown-family'
  | 'unknown-site'
  | 'unknown-team';

export interface SceneFault {
  readonly severity: 'error' | 'gone';
  readonly code: SceneFaultCode;
  /** From the scene's root: `['arrangements', 0, 'panels', 2, 'at']`. */
  readonly path: readonly (string | number)[];
  /** Names of what it speaks of, and for `settings` what the schema says. */
  readonly facts: Readonly<Record<string, string>>;
}

type SceneView = Pick<RoomView, 'catalogue' | 'graph'>;
type Path = SceneFault['path'];

/**
 * Everything wrong with a scene. `id`: the scene's. A scene that came with the program keeps the status mosaic in every
 * form, whatever people make of it: the wall falls back on it.
 */
export function sceneFaults(id: string, scene: SceneDraft, view: SceneView): readonly SceneFault[] {
  const faults: SceneFault[] = [];
  const forms = new Set<string>();
  for (const [index, one] of scene.arrangements.entries()) {
    const path: Path = ['arrangements', index];
    const form = `${one.cols}×${one.rows}`;
    if (forms.has(form)) faults.push(error('same-form', path, { form }));
    forms.add(form);
    if (BUILT_IN_SCENES.has(id) && !holdsMosaic(one)) faults.push(error('no-mosaic', path, { form }));
    faults.push(...arrangementFaults(one, path, view));
  }
  return faults;
}

/** Whether a scene shows the status mosaic in every form: what takes the wall over must. */
export function sceneHoldsMosaic(scene: SceneDraft): boolean {
  return scene.arrangements.every(holdsMosaic);
}

function holdsMosaic({ panels }: Arrangement): boolean {
  return panels.some(({ kind }) => kind === 'mosaic');
}

function arrangementFaults(one: Arrangement, root: Path, view: SceneView): readonly SceneFault[] {
  const faults: SceneFault[] = [];
  const ids = new Set<string>();
  for (const [index, panel] of one.panels.entries()) {
    const path = [...root, 'panels', index];
    const facts = { panel: panel.id };
    if (ids.has(panel.id)) faults.push(error('twice', [...path, 'id'], facts));
    ids.add(panel.id);
    if (!isInside(panel.at, one.cols * GRID, one.rows * GRID))
      faults.push(error('outside', [...path, 'at'], facts));
    const over = one.panels.slice(0, index).find((other) => overlaps(other.at, panel.at));
    if (over !== undefined) faults.push(error('overlap', [...path, 'at'], { ...facts, other: over.id }));
    if (panel.kind === 'web' && isSpanning(panel)) faults.push(error('spans', [...path, 'at'], facts));
    faults.push(...contentFaults(panel, path, view));
  }
  return faults;
}

/** What is wrong with what a panel shows: settings that cannot be read are an error, what they name in vain is `gone`. */
export function contentFaults(
  { kind, settings }: PanelContent,
  path: Path,
  { catalogue, graph }: SceneView,
): readonly SceneFault[] {
  if (!isPanelKind(kind)) return [gone('unknown-kind', [...path, 'kind'], { kind })];
  const parsed = PANEL_SETTINGS[kind].safeParse(settings);
  if (!parsed.success)
    return parsed.error.issues.map(({ path: at, message }) =>
      error('settings', [...path, 'settings', ...at.map(stepOf)], { kind, message }),
    );
  const faults: SceneFault[] = [];
  const look = (field: string, code: SceneFaultCode, knows: (id: string) => boolean): void => {
    const value: unknown = Reflect.get(parsed.data, field);
    if (typeof value === 'string' && !knows(value))
      faults.push(gone(code, [...path, 'settings', field], { id: value }));
    if (!Array.isArray(value)) return;
    for (const [index, id] of value.entries())
      if (typeof id === 'string' && !knows(id))
        faults.push(gone(code, [...path, 'settings', field, index], { id }));
  };
  const isNode = (id: string): boolean => graph.nodes.has(id) || catalogue.has(`service:${id}`);
  look('about', 'unknown-node', isNode);
  look('services', 'unknown-node', isNode);
  look('families', 'unknown-family', (id) => catalogue.has(`family:${id}`));
  look('sites', 'unknown-site', (id) => catalogue.has(`site:${id}`));
  look('teams', 'unknown-team', (id) => catalogue.has(`team:${id}`));
  return faults;
}

/** Whether a rectangle lies within so many units. */
export function isInside({ x, y, w, h }: GridRect, width: number, height: number): boolean {
  return x + w <= width && y + h <= height;
}

export function overlaps(a: GridRect, b: GridRect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Whether a panel lies on more than one display. */
export function isSpanning({ at }: Pick<Panel, 'at'>): boolean {
  const cell = (unit: number): number => Math.floor(unit / GRID);
  return cell(at.x) !== cell(at.x + at.w - 1) || cell(at.y) !== cell(at.y + at.h - 1);
}

function stepOf(step: PropertyKey): string | number {
  return typeof step === 'symbol' ? String(step) : step;
}

function error(code: SceneFaultCode, path: Path, facts: SceneFault['facts']): SceneFault {
  return { severity: 'error', code, path, facts };
}

function gone(code: SceneFaultCode, path: Path, facts: SceneFault['facts']): SceneFault {
  return { severity: 'gone', code, path, facts };
}
