import { type Person, person as personSchema, ROLES, type Role } from '../../../shared/model/people';

/** What is being written about a person. */
export interface PersonDraft {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
}

/** Roles that a person can have: `wall` is a machine's. */
export const PERSON_ROLES: readonly Exclude<Role, 'wall'>[] = ROLES.filter((role) => role !== 'wall');

/** A draft of somebody new, or of somebody who is there. */
export function draftOf(person: Person | undefined): PersonDraft {
  if (person === undefined) return { id: '', name: '', initials: '', roles: ['operator'], active: true };
  const { id, name, initials, roles, active } = person;
  return { id, name, initials, roles, active };
}

/** An id that a name suggests: `Dagoperatør 1` becomes `dagoperatør-1`. */
export function idFrom(name: string): string {
  return name
    .trim()
    .toLocaleLowerCase('nb')
    .replaceAll(/\s+/g, '-')
    .replaceAll(/[^a-z0-9æøåäöáčđŋšŧž._-]/g, '')
    .replace(/^[._-]+/, '')
    .slice(0, 60);
}

/** Initials that a name suggests: `Dagoperatør 1` becomes `D1`. */
export function initialsFrom(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .map((word) => word.charAt(0).toLocaleUpperCase('nb'))
    .join('')
    .slice(0, 3);
}

/** What is wrong with a draft, by field. `taken`: ids that somebody has already; for somebody new. */
export type PersonFaults = {
  readonly [K in 'id' | 'name' | 'initials' | 'roles']?: 'empty' | 'bad' | 'taken';
};

/** The person that a draft makes, or what is wrong with it. */
export function readDraft(
  draft: PersonDraft,
  taken: ReadonlySet<string>,
): { readonly person: Person | null; readonly faults: PersonFaults } {
  const faults: { -readonly [K in keyof PersonFaults]: PersonFaults[K] } = {};
  if (draft.name.trim() === '') faults.name = 'empty';
  if (draft.initials.trim() === '') faults.initials = 'empty';
  if (draft.roles.length === 0) faults.roles = 'empty';
  if (draft.id === '') faults.id = 'empty';
  else if (taken.has(draft.id)) faults.id = 'taken';
  const parsed = personSchema.safeParse({ ...draft, roles: [...draft.roles], machine: false });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const [field] = issue.path;
      if (field === 'id' || field === 'name' || field === 'initials') faults[field] ??= 'bad';
    }
  }
  return { person: parsed.success && Object.keys(faults).length === 0 ? parsed.data : null, faults };
}
