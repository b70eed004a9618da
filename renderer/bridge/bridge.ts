import type {
  BoardPatch,
  BoardSnapshot,
  DeskBridge,
  ExposedBridge,
  InText,
  WallBridge,
} from '../../shared/contract/ipc';

import type { Patch } from '../../shared/model/room';
import { success } from '../../shared/util/result';

/** What the preload put into this window: the only way out of it. */
declare global {
  interface Window {
    readonly vaktrom?: unknown;
  }
}

/** Verbs that every window has, and those that a desk and a handover have besides. One that the contract gains fails to compile here. */
const WALL_VERBS = {
  snapshot: true,
  onPatch: true,
  onLink: true,
  onSettings: true,
  onSound: true,
  onSoundTest: true,
  onGlassLost: true,
  soundReport: true,
  frameBeat: true,
  onPlace: true,
  onWeb: true,
  wallShows: true,
  history: true,
  chart: true,
  figures: true,
  readBlob: true,
} as const satisfies Record<keyof WallBridge, true>;
const DESK_VERBS = {
  ...WALL_VERBS,
  samples: true,
  quality: true,
  previewMaintenance: true,
  catalogueSource: true,
  previewCatalogue: true,
  catalogueHistory: true,
  previewMapping: true,
  search: true,
  exportCsv: true,
  saveReport: true,
  give: true,
  outboxSeen: true,
  signIn: true,
  signInMachine: true,
  signOut: true,
  lock: true,
  unlock: true,
  setCredentials: true,
  enrolmentCode: true,
  enrol: true,
  silence: true,
  testSound: true,
  onIdentity: true,
  openWindow: true,
  addBlob: true,
  saveBlob: true,
  searchShiftLog: true,
  openDoc: true,
  updateDoc: true,
  presentInDoc: true,
  closeDoc: true,
  onDoc: true,
  handovers: true,
  handoverText: true,
  adherence: true,
  wallHealth: true,
  exportScene: true,
  importScene: true,
  printPapers: true,
  papers: true,
  openPaper: true,
  setSettings: true,
  openLink: true,
  onOutbox: true,
} as const satisfies Record<keyof DeskBridge, true>;

/** The window was loaded without its preload, or with another window's. Nothing can be shown truthfully then. */
export class BridgeMissing extends Error {
  override readonly name = 'BridgeMissing';
}

/** The bridge of a wall window. Throws `BridgeMissing` with what is wrong. */
export function wallBridge(): WallBridge {
  return bridgeWith<WallBridge>('wall', Object.keys(WALL_VERBS));
}

/** The bridge of a handover window: the desk's own verbs. Throws `BridgeMissing` with what is wrong. */
export function handoverBridge(): DeskBridge {
  return bridgeWith<DeskBridge>('handover', Object.keys(DESK_VERBS));
}

/** The bridge of a desk window. Throws `BridgeMissing` with what is wrong. */
export function deskBridge(): DeskBridge {
  return bridgeWith<DeskBridge>('desk', Object.keys(DESK_VERBS));
}

function bridgeWith<B extends WallBridge>(kind: string, verbs: readonly string[]): B {
  const found = window.vaktrom;
  if (typeof found !== 'object' || found === null) {
    throw new BridgeMissing(`window.vaktrom is missing: the ${kind} window was opened without its preload`);
  }
  const lacking = verbs.filter((verb) => typeof (found as Record<string, unknown>)[verb] !== 'function');
  if (lacking.length > 0) {
    throw new BridgeMissing(
      `window.vaktrom lacks ${lacking.join(', ')}: this is not the ${kind} window's preload`,
    );
  }
  const exposed = found as ExposedBridge<B>;
  const own: Pick<WallBridge, 'snapshot' | 'onPatch'> = {
    snapshot: async () => {
      const answer = await exposed.snapshot();
      return answer.ok ? success<BoardSnapshot>(fromText(answer.value)) : answer;
    },
    onPatch: (listen) => exposed.onPatch((patch) => listen(fromText<BoardPatch>(patch))),
  };
  const verb = (name: string): unknown => (found as Record<string, () => unknown>)[name]?.bind(found);
  return { ...Object.fromEntries(verbs.map((name) => [name, verb(name)])), ...own } as B;
}

/** Main wrote it, and is believed. */
function fromText<T extends { readonly patch: Patch }>(given: InText<T>): T {
  return { ...given, patch: JSON.parse(given.patch) as Patch } as unknown as T;
}
