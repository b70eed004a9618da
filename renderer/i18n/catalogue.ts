import type { Language } from '../../shared/time/format';
import enCommon from './en/common.json';
import enDesk from './en/desk.json';
import enStates from './en/states.json';
import enWall from './en/wall.json';
import nbCommon from './nb/common.json';
import nbDesk from './nb/desk.json';
import nbStates from './nb/states.json';
import nbWall from './nb/wall.json';

/** Every string that people read, by language and namespace. Bokmål is the source; English has the same keys. */
export const MESSAGES = {
  nb: { common: nbCommon, desk: nbDesk, wall: nbWall, states: nbStates },
  en: { common: enCommon, desk: enDesk, wall: enWall, states: enStates },
} as const satisfies Record<Language, Record<string, object>>;

export const NAMESPACES = ['common', 'desk', 'wall', 'states'] as const;
type Namespace = (typeof NAMESPACES)[number];

/** `a.b.c` for every string in a JSON tree; the plural endings of i18next are left off. */
type Leaf<T> = {
  [K in keyof T & string]: T[K] extends string ? Singular<K> : `${K}.${Leaf<T[K]>}`;
}[keyof T & string];
type Singular<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;

/** A key of the message catalogue: `desk:list.label`. A key that is missing does not compile. */
export type MessageKey = { [N in Namespace]: `${N}:${Leaf<(typeof MESSAGES)['nb'][N]>}` }[Namespace];
