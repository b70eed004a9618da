import type { Panel, SceneDraft } from '../../../shared/model/wall';
import { formName, isForm } from './scene-edits';

/** One thing that differs between two scenes, from the first to the second. */
export type SceneChange =
  | { readonly kind: 'name'; readonly from: string; readonly to: string }
  | { readonly kind: 'form-added' | 'form-removed'; readonly form: string }
  | {
      readonly kind: 'added' | 'removed' | 'moved' | 'settings' | 'priority';
      readonly form: string;
      readonly panel: Panel;
    }
  | { readonly kind: 'became'; readonly form: string; readonly panel: Panel; readonly from: string };

/** All that differs, form by form. Empty: they show the same. */
export function sceneChanges(from: SceneDraft, to: SceneDraft): readonly SceneChange[] {
  const changes: SceneChange[] = [];
  if (from.name !== to.name) changes.push({ kind: 'name', from: from.name, to: to.name });
  for (const before of from.arrangements)
    if (!to.arrangements.some(isForm(before))) changes.push({ kind: 'form-removed', form: formName(before) });
  for (const after of to.arrangements) {
    const form = formName(after);
    const before = from.arrangements.find(isForm(after));
    if (before === undefined) {
      changes.push({ kind: 'form-added', form });
      continue;
    }
    for (const panel of before.panels)
      if (!after.panels.some(({ id }) => id === panel.id)) changes.push({ kind: 'removed', form, panel });
    for (const panel of after.panels) {
      const old = before.panels.find(({ id }) => id === panel.id);
      if (old === undefined) changes.push({ kind: 'added', form, panel });
      else changes.push(...panelChanges(old, panel, form));
    }
  }
  return changes;
}

/** Whether two scenes show the same, whatever order their panels are written in. */
export function sameScene(a: SceneDraft, b: SceneDraft): boolean {
  return sceneChanges(a, b).length === 0;
}

function panelChanges(old: Panel, panel: Panel, form: string): readonly SceneChange[] {
  const changes: SceneChange[] = [];
  if (old.kind !== panel.kind) changes.push({ kind: 'became', form, panel, from: old.kind });
  else if (!sameJson(old.settings, panel.settings)) changes.push({ kind: 'settings', form, panel });
  if (!sameJson(old.at, panel.at)) changes.push({ kind: 'moved', form, panel });
  if (old.priority !== panel.priority) changes.push({ kind: 'priority', form, panel });
  return changes;
}

/** Equal as data; the order of keys says nothing. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(Reflect.get(a, key), Reflect.get(b, key)))
  );
}
