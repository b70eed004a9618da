import { createContext, useContext } from 'react';
import type { Plain, ValuePath } from '../../../shared/catalogue-text/yaml-text';
import type { CatalogueSourceAnswer } from '../../../shared/contract/wire';
import { type EntryIssue, isAt, type PlainMap, valueAt } from './entry-model';

/** What the fields of a service's form read and write: all of them the same text. */
export interface EntryForm {
  readonly data: PlainMap;
  readonly issues: readonly EntryIssue[];
  /** What was typed and means nothing yet, by field. */
  readonly loose: Readonly<Record<string, string>>;
  readonly locked: boolean;
  readonly offers: CatalogueSourceAnswer | null;
  /** Ids of the services in the room, for completion. */
  readonly services: readonly string[];
  set(path: ValuePath, value: Plain): void;
  setLoose(path: ValuePath, text: string | null): void;
  /** Takes an item out of a list; what was typed into those behind it moves up with them. */
  removeItem(list: string, index: number): void;
}

const EntryContext = createContext<EntryForm | null>(null);
export const EntryProvider = EntryContext.Provider;

/** The form that a field is in. */
export function useEntry(): EntryForm {
  const form = useContext(EntryContext);
  if (!form) throw new Error('a field outside <EntryProvider>');
  return form;
}

/** The DOM id of the field of a value: what a fault leads to. */
export function fieldId(path: ValuePath): string {
  return `entry-${path.join('-')}`;
}

/** One value of the form. `whole`: the field also shows the faults of what is inside it. */
export function useField(path: ValuePath, whole = true) {
  const form = useEntry();
  const key = path.join('.');
  const issue = form.issues.find(({ path: at }) =>
    whole ? isAt(at, path) : at !== null && isAt(at, path) && at.length === path.length,
  );
  return {
    id: fieldId(path),
    value: valueAt(form.data, path),
    fault: issue?.reason ?? null,
    loose: form.loose[key],
    locked: form.locked,
    set: (value: Plain) => form.set(path, value),
    setLoose: (text: string | null) => form.setLoose(path, text),
  };
}
