import type { Language } from '../../shared/time/format';
import enChart from './en/chart.json';
import enCommon from './en/common.json';
import enDesk from './en/desk.json';
import enMaintenance from './en/maintenance.json';
import enOnboard from './en/onboard.json';
import enSources from './en/sources.json';
import enStates from './en/states.json';
import enWall from './en/wall.json';
import nbChart from './nb/chart.json';
import nbCommon from './nb/common.json';
import nbDesk from './nb/desk.json';
import nbMaintenance from './nb/maintenance.json';
import nbOnboard from './nb/onboard.json';
import nbSources from './nb/sources.json';
import nbStates from './nb/states.json';
import nbWall from './nb/wall.json';

/** Every string that people read, by language and namespace. Bokmål is the source; English has the same keys. */
export const MESSAGES = {
  nb: {
    chart: nbChart,
    common: nbCommon,
    desk: nbDesk,
    maintenance: nbMaintenance,
    onboard: nbOnboard,
    sources: nbSources,
    states: nbStates,
    wall: nbWall,
  },
  en: {
    chart: enChart,
    common: enCommon,
    desk: enDesk,
    maintenance: enMaintenance,
    onboard: enOnboard,
    sources: enSources,
    states: enStates,
    wall: enWall,
  },
} as const satisfies Record<Language, Record<string, object>>;

export const NAMESPACES = [
  'chart',
  'common',
  'desk',
  'maintenance',
  'onboard',
  'sources',
  'states',
  'wall',
] as const;
type Namespace = (typeof NAMESPACES)[number];

/** `a.b.c` for every string in a JSON tree; the plural endings of i18next are left off. */
type Leaf<T> = {
  [K in keyof T & string]: T[K] extends string ? Singular<K> : `${K}.${Leaf<T[K]>}`;
}[keyof T & string];
type Singular<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;

/** A key of the message catalogue: `desk:list.label`. A key that is missing does not compile. */
export type MessageKey = { [N in Namespace]: `${N}:${Leaf<(typeof MESSAGES)['nb'][N]>}` }[Namespace];
