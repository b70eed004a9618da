import type { Language } from '../../shared/time/format';
import enAlarms from './en/alarms.json';
import enCallers from './en/callers.json';
import enCauses from './en/causes.json';
import enChart from './en/chart.json';
import enCommon from './en/common.json';
import enDesk from './en/desk.json';
import enFigures from './en/figures.json';
import enHandover from './en/handover.json';
import enIncidents from './en/incidents.json';
import enLog from './en/log.json';
import enMaintenance from './en/maintenance.json';
import enMessages from './en/messages.json';
import enOnboard from './en/onboard.json';
import enOncall from './en/oncall.json';
import enPalette from './en/palette.json';
import enPanels from './en/panels.json';
import enPeople from './en/people.json';
import enRoster from './en/roster.json';
import enRoutines from './en/routines.json';
import enRuns from './en/runs.json';
import enSceneEditor from './en/scene-editor.json';
import enScenes from './en/scenes.json';
import enShiftLog from './en/shift-log.json';
import enSound from './en/sound.json';
import enSources from './en/sources.json';
import enStates from './en/states.json';
import enWall from './en/wall.json';
import enWalls from './en/walls.json';
import enWatch from './en/watch.json';
import nbAlarms from './nb/alarms.json';
import nbCallers from './nb/callers.json';
import nbCauses from './nb/causes.json';
import nbChart from './nb/chart.json';
import nbCommon from './nb/common.json';
import nbDesk from './nb/desk.json';
import nbFigures from './nb/figures.json';
import nbHandover from './nb/handover.json';
import nbIncidents from './nb/incidents.json';
import nbLog from './nb/log.json';
import nbMaintenance from './nb/maintenance.json';
import nbMessages from './nb/messages.json';
import nbOnboard from './nb/onboard.json';
import nbOncall from './nb/oncall.json';
import nbPalette from './nb/palette.json';
import nbPanels from './nb/panels.json';
import nbPeople from './nb/people.json';
import nbRoster from './nb/roster.json';
import nbRoutines from './nb/routines.json';
import nbRuns from './nb/runs.json';
import nbSceneEditor from './nb/scene-editor.json';
import nbScenes from './nb/scenes.json';
import nbShiftLog from './nb/shift-log.json';
import nbSound from './nb/sound.json';
import nbSources from './nb/sources.json';
import nbStates from './nb/states.json';
import nbWall from './nb/wall.json';
import nbWalls from './nb/walls.json';
import nbWatch from './nb/watch.json';

/** Every string that people read, by language and namespace. Bokmål is the source; English has the same keys. */
export const MESSAGES = {
  nb: {
    alarms: nbAlarms,
    palette: nbPalette,
    chart: nbChart,
    common: nbCommon,
    desk: nbDesk,
    maintenance: nbMaintenance,
    runs: nbRuns,
    oncall: nbOncall,
    sound: nbSound,
    panels: nbPanels,
    people: nbPeople,
    log: nbLog,
    onboard: nbOnboard,
    sources: nbSources,
    states: nbStates,
    callers: nbCallers,
    causes: nbCauses,
    figures: nbFigures,
    handover: nbHandover,
    incidents: nbIncidents,
    messages: nbMessages,
    'shift-log': nbShiftLog,
    roster: nbRoster,
    routines: nbRoutines,
    'scene-editor': nbSceneEditor,
    scenes: nbScenes,
    watch: nbWatch,
    wall: nbWall,
    walls: nbWalls,
  },
  en: {
    alarms: enAlarms,
    palette: enPalette,
    chart: enChart,
    common: enCommon,
    desk: enDesk,
    maintenance: enMaintenance,
    runs: enRuns,
    oncall: enOncall,
    sound: enSound,
    panels: enPanels,
    people: enPeople,
    log: enLog,
    onboard: enOnboard,
    sources: enSources,
    states: enStates,
    callers: enCallers,
    causes: enCauses,
    figures: enFigures,
    handover: enHandover,
    incidents: enIncidents,
    messages: enMessages,
    'shift-log': enShiftLog,
    roster: enRoster,
    routines: enRoutines,
    'scene-editor': enSceneEditor,
    scenes: enScenes,
    watch: enWatch,
    wall: enWall,
    walls: enWalls,
  },
} as const satisfies Record<Language, Record<string, object>>;

export const NAMESPACES = [
  'alarms',
  'palette',
  'chart',
  'common',
  'desk',
  'maintenance',
  'runs',
  'oncall',
  'sound',
  'panels',
  'people',
  'log',
  'onboard',
  'sources',
  'states',
  'callers',
  'causes',
  'figures',
  'handover',
  'incidents',
  'messages',
  'shift-log',
  'roster',
  'routines',
  'scene-editor',
  'scenes',
  'watch',
  'wall',
  'walls',
] as const;
type Namespace = (typeof NAMESPACES)[number];

/** `a.b.c` for every string in a JSON tree; the plural endings of i18next are left off. */
type Leaf<T> = {
  [K in keyof T & string]: T[K] extends string ? Singular<K> : `${K}.${Leaf<T[K]>}`;
}[keyof T & string];
type Singular<K extends string> = K extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : K;

/** A key of the message catalogue: `desk:list.label`. A key that is missing does not compile. */
export type MessageKey = { [N in Namespace]: `${N}:${Leaf<(typeof MESSAGES)['nb'][N]>}` }[Namespace];
