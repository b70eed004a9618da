import type { CatalogueFile } from '../../../shared/contract/catalogue-file';
import type { Fault, Path } from './yaml-source';

/** Lists whose entries are named elsewhere in the file; `watch`: its positions. */
export type ReferableList =
  | 'trusts'
  | 'sites'
  | 'families'
  | 'services'
  | 'hours'
  | 'sources'
  | 'alarmClasses'
  | 'onCall'
  | 'actions'
  | 'channels'
  | 'watch';

const UNIQUE_LISTS = [
  'trusts',
  'sites',
  'families',
  'services',
  'referencePoints',
  'hours',
  'maintenance',
  'sources',
  'alarmClasses',
  'onCall',
  'actions',
  'channels',
  'notify',
  'routines',
] as const;

/** What is found wrong with a file while it is expanded, and the ids that it may refer to. */
export class Notes {
  readonly #file: CatalogueFile;
  readonly #leftOut: ReadonlySet<string>;
  readonly #known: Readonly<Record<ReferableList, ReadonlySet<string>>>;
  readonly #faults = new Map<string, Fault>();

  /** `leftOut`: entries that were faulty already, as `list:id` (or a whole `list`): to name them is no second fault. */
  constructor(file: CatalogueFile, leftOut: ReadonlySet<string>) {
    this.#file = file;
    this.#leftOut = leftOut;
    const ids = (list: readonly { readonly id: string }[] = []): ReadonlySet<string> =>
      new Set(list.map(({ id }) => id));
    this.#known = {
      trusts: ids(file.trusts),
      sites: ids(file.sites),
      families: ids(file.families),
      services: ids(file.services),
      hours: ids(file.hours),
      sources: ids(file.sources),
      alarmClasses: ids(file.alarmClasses),
      onCall: ids(file.onCall),
      actions: ids(file.actions),
      channels: ids(file.channels),
      watch: ids(file.watch?.positions),
    };
  }

  get faults(): readonly Fault[] {
    return [...this.#faults.values()];
  }

  /** Notes a fault once for each place (and `once`), however many sites a template is filled in for. */
  fault(path: Path, reason: string, once = reason): void {
    const key = `${path.join('/')}\n${once}`;
    if (!this.#faults.has(key)) this.#faults.set(key, { path, reason });
  }

  /** Notes a fault of a key instead of what it holds. */
  faultAtKey(path: Path, reason: string): void {
    this.#faults.set(`${path.join('/')}\n${reason}`, { path, atKey: true, reason });
  }

  /** The ids of a list, in the order of the file. */
  ids(list: ReferableList): ReadonlySet<string> {
    return this.#known[list];
  }

  /** Whether `id` is in `list`; notes a fault at `path` when it is not. */
  refer(list: ReferableList, id: string, path: Path, noun: string): boolean {
    if (this.#known[list].has(id)) return true;
    if (!this.isLeftOut(list, id)) this.fault(path, `unknown ${noun} "${id}"`);
    return false;
  }

  isLeftOut(list: string, id: string): boolean {
    return this.#leftOut.has(list) || this.#leftOut.has(`${list}:${id}`);
  }

  anyLeftOut(list: string): boolean {
    return [...this.#leftOut].some((entry) => entry === list || entry.startsWith(`${list}:`));
  }

  /** Notes every id that stands twice where it must be one of a kind. */
  checkIds(): void {
    for (const list of UNIQUE_LISTS) {
      this.#unique(this.#file[list] ?? [], [list], (id) => `duplicate id "${id}" in ${list}`);
    }
    for (const [index, { id, contacts }] of (this.#file.onCall ?? []).entries()) {
      const path: Path = ['onCall', index, 'contacts'];
      this.#unique(contacts, path, (contact) => `duplicate contact "${contact}" in team "${id}"`);
    }
    for (const [name, { checks }] of Object.entries(this.#file.templates ?? {})) {
      const path: Path = ['templates', name, 'checks'];
      this.#unique(checks, path, (id) => `duplicate check "${id}" in template "${name}"`);
    }
  }

  #unique(list: readonly { readonly id: string }[], path: Path, reason: (id: string) => string): void {
    const seen = new Set<string>();
    for (const [index, { id }] of list.entries()) {
      if (seen.has(id)) this.fault([...path, index, 'id'], reason(id));
      seen.add(id);
    }
  }
}
