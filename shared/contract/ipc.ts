import { z } from 'zod';
import { maintenanceWindow } from '../model/maintenance';
import type { Patch } from '../model/room';
import type { Attachment, LogEntry } from '../model/shift-log';
import type { WallDisplay } from '../model/wall';
import type { WebState } from '../model/wall-health';
import type { Language } from '../time/format';
import type { Result } from '../util/result';
import { type CommandKind, type CommandPayload, catalogueEdit, commandKind } from './commands';
import type { Presence } from './documents';
import { mappingRule } from './source-mapping';
import { type AnswerTo, type HistoryAnswer, type SamplesAnswer, type SearchAnswer, searchKind } from './wire';

/**
 * The contract between windows and main, whole. Each channel is declared once here, with a parser that takes
 * `unknown`. Requests answer with a `Result`; news goes from main to windows only.
 */

export type WindowKind = 'wall' | 'desk' | 'handover';
export type Theme = 'night' | 'day';

/** What a console says about its link to the hub. All times are the hub's, ms UTC, unless named otherwise. */
export interface LinkState {
  /**
   * `connecting`: never yet since start, and no longer than five seconds. `live`: heartbeats come and digests agree. `lost`: no heartbeat for
   * five seconds. `refused`: the hub will not talk (`reason`). `diverged`: digests differ after a resync.
   */
  readonly phase: 'connecting' | 'live' | 'lost' | 'refused' | 'diverged';
  /** Since when (this machine's wall clock, ms). */
  readonly since: number;
  /** The hub's time in the last heartbeat; null: none in this run and none in the cache. */
  readonly lastBeatAt: number | null;
  /** When what is on the screen was last vouched for by a hub, across restarts. */
  readonly knownAt: number | null;
  readonly oldestObservedAt: number | null;
  readonly unobserved: number;
  /** Hub clock minus this machine's clock, ms. */
  readonly offsetMs: number;
  readonly roundTripMs: number | null;
  readonly hub: string;
  readonly reason: string | null;
  /** Something in this console does not work as it should (cache, disk, dropped messages), in words. */
  readonly degraded: readonly Degradation[];
  /** Messages from the hub that were refused as malformed. */
  readonly rejectedMessages: number;
}

export interface Degradation {
  /** `witness`: the hub shows another past than this console has seen. `identity`: what is known of who acts here. */
  readonly code:
    | 'cache-corrupt'
    | 'cache-newer'
    | 'cache-write'
    | 'outbox'
    | 'digest'
    | 'schema'
    | 'witness'
    | 'identity'
    /** Text that people write together cannot be kept here. */
    | 'documents'
    /** The paper pack could not be printed. */
    | 'paper'
    /** The shift log of years cannot be kept here. */
    | 'shift-log'
    /** Pictures and files cannot be kept here. */
    | 'attachments';
  readonly detail: string;
}

export interface Settings {
  readonly theme: Theme;
  readonly lang: Language;
  /** The wall's geometry: type sizes derive from it. */
  readonly viewingDistanceM: number;
  readonly pixelPitchMm: number;
}

/** Somebody at this console, or why nobody is. Times are the hub's, ms UTC, unless named otherwise. */
export interface IdentityState {
  readonly console: {
    readonly id: string;
    readonly name: string;
    readonly kind: 'desk' | 'wall';
    /** Whether the hub takes acts from here; null: it has not said yet. */
    readonly enrolled: boolean | null;
  };
  /** Who acts here; null: nobody is signed in. `offline`: signed in without the hub, which will judge every act. */
  readonly signedIn: {
    readonly person: string;
    readonly since: number;
    readonly expiresAt: number;
    readonly offline: boolean;
    /** A PIN is set, so that the desk can be locked. */
    readonly pin: boolean;
  } | null;
  /** Acts need the PIN. What is shown is never hidden, and silencing needs nothing. */
  readonly locked: boolean;
  /** People whose session lives on here, so that a PIN is enough to go over to them. */
  readonly ready: readonly string[];
  /** People who can sign in here while the hub is away. */
  readonly offlineReady: readonly string[];
  /** Nobody but the machine's own administrator exists: the desk invites to create people. */
  readonly invites: boolean;
  /** Too many failures: not before this (this machine's wall clock, ms). */
  readonly waitUntil: number | null;
  /** Where secrets rest: in the system's keyring; or only in memory, and why. */
  readonly keyring: { readonly safe: boolean; readonly detail: string };
}

/** What is to be heard at this console, decided in main. */
export interface SoundState {
  /** What sounds now; null: nothing. `hub-lost`: nothing is known any more. */
  readonly tone:
    | { readonly kind: 'alarm'; readonly priority: 1 | 2 | 3 | 4 }
    | { readonly kind: 'hub-lost' }
    | { readonly kind: 'timer' }
    | null;
  /** Changes with each thing that is new to the ear: the tone starts over. */
  readonly news: number;
  /** Silenced here until then (hub's time, ms UTC); null: it is not. */
  readonly silencedUntil: number | null;
  /** Why this console sounds or does not: on watch, because nobody is, or because the hub is lost; else quiet. */
  readonly because: 'on-watch' | 'nobody-on-watch' | 'hub-lost' | 'not-on-watch';
  /** This very window is the one that plays. */
  readonly here: boolean;
  /** The loudspeaker: `none`: there is no audio device; `blocked`: it does not play; `unknown`: not tried yet. */
  readonly device: 'ok' | 'none' | 'blocked' | 'unknown';
}

/** What a window starts from. */
export interface BoardSnapshot {
  readonly revision: number;
  readonly patch: Patch;
  readonly link: LinkState;
  readonly settings: Settings;
  /** This window's place in the room. */
  readonly display: { readonly index: number; readonly count: number };
  readonly place: WallPlace;
  readonly outbox: readonly OutboxEntry[];
  readonly identity: IdentityState;
  readonly sound: SoundState;
}

/** Which display of the wall a window shows, and all the displays there are, as this console knows them. */
export interface WallPlace {
  /** The display's id; null: this window is no wall, or the wall has no display for it. */
  readonly display: string | null;
  /**
   * Displays of the wall that somebody shows: those of this computer that have a window, with their real pixels, and those
   * of other computers as the catalogue has them. A room that names no displays: one for each wall window of this computer.
   */
  readonly displays: readonly WallDisplay[];
}

/** Changes from revision `base` to `revision`. A window whose revision is not `base` takes a new snapshot. */
export interface BoardPatch {
  readonly base: number;
  readonly revision: number;
  readonly patch: Patch;
}

/**
 * What goes from main to a window with its patch as JSON text: objects are copied twice on the way, the second time property
 * by property between the page's two worlds, which takes several times as long as reading text; and main writes one text
 * for all windows.
 */
export type InText<T extends { readonly patch: Patch }> = Omit<T, 'patch'> & { readonly patch: string };

/** A pack of papers on this console's disk. */
export interface PaperPack {
  readonly file: string;
  /** When it was printed, ms UTC. */
  readonly at: number;
  readonly bytes: number;
  /** It could not be printed, and why; null: it was. */
  readonly fault: string | null;
}

/** A person's command and its fate. */
export interface OutboxEntry {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  /** What else it took, by kind. */
  readonly payload?: unknown;
  readonly actor: string;
  readonly session?: string | null;
  readonly proof?: string;
  readonly actedAt: number;
  readonly expiresAt: number;
  readonly fate: 'queued' | 'sent' | 'confirmed' | 'refused' | 'expired';
  readonly reason: string | null;
  readonly settledAt: number | null;
}

/** Pages of the web on one wall window, at most. */
export const WEBS_MOST = 24;
const cssRect = z.object({
  x: z.number(),
  y: z.number(),
  w: z.number().nonnegative(),
  h: z.number().nonnegative(),
});
const nodeRef = z.string().min(1).max(300);

/** Windows that people act from. */
const DESKS = ['desk', 'handover'] as const satisfies readonly WindowKind[];
const ALL = ['wall', ...DESKS] as const satisfies readonly WindowKind[];

/** Requests by channel: the parser of the argument, and who may call. */
export const REQUESTS = {
  'board:snapshot': { args: z.undefined(), from: ALL },
  'history:read': {
    args: z.object({
      node: nodeRef.nullable(),
      before: z.number().int().nullable(),
      /** Of `before`; left out: the present one. */
      epoch: z.number().int().positive().optional(),
      limit: z.number().int().min(1).max(500),
    }),
    from: ALL,
  },
  'samples:read': { args: z.object({ service: nodeRef, since: z.number() }), from: DESKS },
  'chart:read': {
    args: z.object({
      node: nodeRef,
      from: z.number(),
      to: z.number(),
      points: z.number().int().min(10).max(4_000),
    }),
    from: ALL,
  },
  'quality:read': { args: z.object({ service: nodeRef, from: z.number(), to: z.number() }), from: DESKS },
  'maintenance:preview': { args: z.object({ window: maintenanceWindow }), from: DESKS },
  'catalogue:source': { args: z.object({ service: nodeRef.nullable() }), from: DESKS },
  'catalogue:preview': { args: z.object({ edit: catalogueEdit }), from: DESKS },
  'catalogue:history': { args: z.object({ version: z.string().max(100).nullable() }), from: DESKS },
  'mapping:preview': {
    args: z.object({ source: nodeRef, rules: z.array(mappingRule).max(500).nullable() }),
    from: DESKS,
  },
  'search:read': {
    args: z.object({
      text: z.string().max(200),
      kinds: z.array(searchKind).max(40).nullable(),
      from: z.number().nullable(),
      to: z.number().nullable(),
      before: z.object({ epoch: z.number().int().positive(), seq: z.number().int().positive() }).nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    from: DESKS,
  },
  'figures:read': {
    args: z.object({ from: z.number(), to: z.number(), position: z.string().max(100).nullable() }),
    from: ALL,
  },
  /**
   * Writes a report where the person says: Markdown as it is, or HTML (no scripts, nothing from outside) printed as PDF on
   * A4.
   */
  'report:save': {
    args: z.object({
      name: z.string().min(1).max(120),
      format: z.enum(['md', 'pdf', 'ics', 'html']),
      text: z.string().min(1).max(2_000_000),
    }),
    from: DESKS,
  },
  /** Writes a table where the person says. The first row holds the columns' names. */
  'csv:export': {
    args: z.object({
      name: z.string().min(1).max(80),
      rows: z.array(z.array(z.union([z.string().max(8_000), z.number(), z.null()])).max(60)).max(100_000),
    }),
    from: DESKS,
  },
  /**
   * What a person can do; the payload is parsed by its kind before it is kept. `pin`: of the person who is signed in,
   * needed while the desk is locked.
   */
  'command:give': {
    args: z.object({
      kind: commandKind,
      subject: nodeRef,
      payload: z.unknown(),
      pin: z.string().max(12).optional(),
      /**
       * Somebody else than who is signed in acts here once, by their PIN (a signature): whose session lives on here, or who
       * may act offline. The PIN is then theirs, and is always needed.
       */
      as: z.string().min(1).max(100).optional(),
    }),
    from: DESKS,
  },
  // ── attachments
  /** Keeps a pasted picture or a file on this console's disk until the hub has it. Refused by size, and by content. */
  'blob:add': {
    args: z.object({
      name: z.string().min(1).max(120),
      bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes'),
    }),
    from: DESKS,
  },
  'blob:read': { args: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) }), from: ALL },
  /** Writes an attachment where the person says. */
  'blob:save': {
    args: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), name: z.string().min(1).max(120) }),
    from: DESKS,
  },
  // ── the shift log, of years, from this console's own disk
  'shift-log:search': {
    args: z.object({
      text: z.string().max(200),
      /** ms UTC. */
      from: z.number().nullable(),
      to: z.number().nullable(),
      /** Written before this one (its id); null: from the newest. */
      before: z.string().max(64).nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    from: DESKS,
  },
  // ── text that people write together
  /** The document as this console has it, and news of it from now on, for this window. */
  'doc:open': { args: z.object({ doc: z.string().min(1).max(100) }), from: DESKS },
  /** On this console's disk when it is answered. */
  'doc:update': {
    args: z.object({
      doc: z.string().min(1).max(100),
      update: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes'),
    }),
    from: DESKS,
  },
  'doc:presence': {
    args: z.object({
      doc: z.string().min(1).max(100),
      line: z.string().max(300).nullable(),
      writing: z.boolean(),
    }),
    from: DESKS,
  },
  'doc:close': { args: z.object({ doc: z.string().min(1).max(100) }), from: DESKS },
  // ── handovers of the past
  'handovers:read': {
    args: z.object({ from: z.number(), to: z.number(), limit: z.number().int().min(1).max(200) }),
    from: DESKS,
  },
  'handover:text': { args: z.object({ handover: z.string().min(1).max(100) }), from: DESKS },
  'adherence:read': { args: z.object({ from: z.number(), to: z.number() }), from: DESKS },
  'wall:health': { args: z.undefined(), from: DESKS },
  // ── scenes of the wall, as files
  /** Writes a scene, as the hub has it, where the person says. */
  'scene:export': { args: z.object({ scene: z.string().min(1).max(80) }), from: DESKS },
  /** Reads the file that the person chooses, and what the hub makes of it. Changes nothing. */
  'scene:import': { args: z.undefined(), from: DESKS },
  // ── the paper pack
  /** Prints one now, beside those of every hour. */
  'paper:print': { args: z.undefined(), from: DESKS },
  'paper:list': { args: z.undefined(), from: DESKS },
  /** Opens one in the system's own viewer. */
  'paper:open': { args: z.object({ file: z.string().min(1).max(120) }), from: DESKS },
  /** A person has seen what became of these acts: expired and unreadable ones may go. */
  'outbox:seen': { args: z.object({ ids: z.array(z.string().max(100)).max(5_000) }), from: DESKS },
  /** With a PIN where the person's session lives on here, else with the password; offline where that is allowed. */
  'identity:sign-in': {
    args: z.object({
      person: z.string().min(1).max(100),
      by: z.enum(['password', 'pin']),
      secret: z.string().min(1).max(500),
    }),
    from: DESKS,
  },
  'identity:sign-in-machine': { args: z.undefined(), from: DESKS },
  'identity:sign-out': { args: z.undefined(), from: DESKS },
  'identity:lock': { args: z.undefined(), from: DESKS },
  'identity:unlock': { args: z.object({ pin: z.string().max(12) }), from: DESKS },
  'identity:set-credentials': {
    args: z.object({
      person: z.string().min(1).max(100),
      old: z.string().max(500).nullable(),
      password: z.string().max(500).nullable(),
      pin: z.string().max(12).nullable(),
    }),
    from: DESKS,
  },
  'identity:enrolment-code': { args: z.object({ kind: z.enum(['desk', 'wall']) }), from: DESKS },
  'identity:enrol': { args: z.object({ code: z.string().min(4).max(40) }), from: DESKS },
  /** Silence ends by itself, and with anything new. Needs nobody signed in. */
  'sound:silence': { args: z.undefined(), from: DESKS },
  'sound:test': { args: z.undefined(), from: DESKS },
  /** The window that plays says how it went. */
  'sound:report': { args: z.object({ device: z.enum(['ok', 'none', 'blocked']) }), from: ALL },
  /** `page`: what a handover window opens at: a handover's id; null: the present one. */
  'window:open': {
    args: z.object({
      kind: z.enum(['wall', 'desk', 'handover']),
      page: z.string().max(100).nullable().optional(),
    }),
    from: DESKS,
  },
  'settings:set': {
    args: z.object({ theme: z.enum(['night', 'day']).optional(), lang: z.enum(['nb', 'en']).optional() }),
    from: DESKS,
  },
  /** `longTasks`: over 50 ms since the last beat. */
  'frame:beat': {
    args: z.object({
      frames: z.number().int().nonnegative(),
      longTasks: z.number().int().nonnegative().max(1_000_000).optional(),
    }),
    from: ALL,
  },
  /** What a wall window shows, said when it changes: main puts pages of the web where their panels are. */
  'wall:shows': {
    args: z.object({
      scene: z.string().max(80).nullable(),
      /** When its first frame was painted: the hub's clock, ms UTC. */
      at: z.number().nullable(),
      legible: z.boolean(),
      /** Panels of the web, by id, and where: CSS pixels of this window. Their addresses are main's own to look up. */
      webs: z.array(z.object({ panel: z.string().max(100), rect: cssRect })).max(WEBS_MOST),
    }),
    from: ['wall'],
  },
  'link:open': { args: z.object({ url: z.string().max(2_000) }), from: DESKS },
} as const satisfies Record<string, { args: z.ZodType; from: readonly WindowKind[] }>;

export type Channel = keyof typeof REQUESTS;
export type Args<C extends Channel> = z.infer<(typeof REQUESTS)[C]['args']>;

/** What each request answers. */
export interface Answers {
  'board:snapshot': InText<BoardSnapshot>;
  'history:read': HistoryAnswer & { readonly source: 'hub' | 'cache' };
  'samples:read': SamplesAnswer & { readonly source: 'hub' | 'none' };
  'chart:read': AnswerTo<'chart'>;
  'quality:read': AnswerTo<'quality'>;
  'maintenance:preview': AnswerTo<'maintenance-preview'>;
  'catalogue:source': AnswerTo<'catalogue-source'>;
  'catalogue:preview': AnswerTo<'catalogue-preview'>;
  'catalogue:history': AnswerTo<'catalogue-history'>;
  'mapping:preview': AnswerTo<'mapping-preview'>;
  'search:read': SearchAnswer & { readonly source: 'hub' | 'cache' };
  /** The file that was written; null: the person thought better of it. */
  'csv:export': { readonly path: string } | null;
  'figures:read': AnswerTo<'alarm-figures'>;
  /** The file that was written; null: the person thought better of it. */
  'report:save': { readonly path: string } | null;
  'command:give': OutboxEntry;
  'blob:add': Omit<Attachment, 'erased'>;
  /** Null: neither here nor at the hub, or erased (`erased`). */
  'blob:read': { readonly bytes: Uint8Array | null; readonly erased: boolean };
  'blob:save': { readonly path: string } | null;
  /**
   * Newest first. `complete`: there are no more. `since`: this console has nothing older than this yet, ms UTC; null: it has
   * all of it.
   */
  'shift-log:search': {
    readonly entries: readonly LogEntry[];
    readonly complete: boolean;
    readonly since: number | null;
  };
  /** The whole document as one update. `live`: the hub is there, and has all that this console has. */
  'doc:open': { readonly update: Uint8Array; readonly present: readonly Presence[]; readonly live: boolean };
  'doc:update': null;
  'doc:presence': null;
  'doc:close': null;
  'handovers:read': AnswerTo<'handovers'> & { readonly source: 'hub' | 'cache' };
  'handover:text': AnswerTo<'handover-text'> & { readonly source: 'hub' | 'cache' };
  'adherence:read': AnswerTo<'adherence'>;
  'wall:health': AnswerTo<'wall-health'>;
  /** The file that was written; null: the person thought better of it. */
  'scene:export': { readonly path: string } | null;
  /** `file`: its name. Null: the person thought better of it. */
  'scene:import': (AnswerTo<'scene-import'> & { readonly file: string }) | null;
  'paper:print': { readonly file: string };
  'paper:list': readonly PaperPack[];
  'paper:open': null;
  'outbox:seen': null;
  'identity:sign-in': null;
  'identity:sign-in-machine': null;
  'identity:sign-out': null;
  'identity:lock': null;
  'identity:unlock': null;
  'identity:set-credentials': null;
  'identity:enrolment-code': { readonly code: string; readonly expiresAt: number };
  'identity:enrol': null;
  'sound:silence': null;
  'sound:test': null;
  'sound:report': null;
  'window:open': null;
  'settings:set': Settings;
  'frame:beat': null;
  'wall:shows': null;
  'link:open': null;
}

/** News by channel, from main to windows. */
export interface News {
  'board:patch': InText<BoardPatch>;
  'link:changed': LinkState;
  'settings:changed': Settings;
  'outbox:changed': readonly OutboxEntry[];
  'identity:changed': IdentityState;
  'sound:changed': SoundState;
  /** Play the test tone now; only the window that plays is told. */
  'sound:tested': null;
  /** The process that draws for all windows ended: what a page had handed to it is gone. */
  'glass:lost': null;
  /** Displays came, went or changed, or the catalogue's plan of the wall did. */
  'place:changed': WallPlace;
  /** Pages of the web on this wall window: all of them, whenever one changes. */
  'web:changed': readonly WebState[];
  /** A document that this window has open changed, elsewhere. */
  'doc:changed': {
    readonly doc: string;
    readonly update: Uint8Array | null;
    /** Everybody else who is in it. */
    readonly present: readonly Presence[];
    readonly live: boolean;
  };
}

/** What a wall may do: look, ask, and say what it shows. It has no verb that changes anything. */
export interface WallBridge {
  snapshot(): Promise<Result<BoardSnapshot>>;
  onPatch(listen: (patch: BoardPatch) => void): () => void;
  onLink(listen: (link: LinkState) => void): () => void;
  onSettings(listen: (settings: Settings) => void): () => void;
  onSound(listen: (sound: SoundState) => void): () => void;
  onSoundTest(listen: () => void): () => void;
  onGlassLost(listen: () => void): () => void;
  /** How playing went, from the window that plays. */
  soundReport(device: 'ok' | 'none' | 'blocked'): void;
  /** Tells the supervisor that this window still paints. `longTasks`: over 50 ms since the last beat. */
  frameBeat(frames: number, longTasks?: number): void;
  onPlace(listen: (place: WallPlace) => void): () => void;
  onWeb(listen: (webs: readonly WebState[]) => void): () => void;
  /** Says what this window shows now. Only a wall's is heard. */
  wallShows(shows: Args<'wall:shows'>): void;
  history(args: Args<'history:read'>): Promise<Result<Answers['history:read']>>;
  /** The hub's to answer: fails with `offline` when it is away. */
  chart(args: Args<'chart:read'>): Promise<Result<Answers['chart:read']>>;
  figures(args: Args<'figures:read'>): Promise<Result<Answers['figures:read']>>;
  readBlob(hash: string): Promise<Result<Answers['blob:read']>>;
}

/** A window's bridge as its preload exposes it; the page's own side reads the text. */
export type ExposedBridge<B extends WallBridge = WallBridge> = Omit<B, 'snapshot' | 'onPatch'> & {
  snapshot(): Promise<Result<InText<BoardSnapshot>>>;
  onPatch(listen: (patch: InText<BoardPatch>) => void): () => void;
};

/** A command and its payload, as `give` takes it. */
export interface Gift<K extends CommandKind> {
  readonly kind: K;
  readonly subject: string;
  readonly payload: CommandPayload<K>;
  /** Needed while the desk is locked. */
  readonly pin?: string;
  /** Who acts, by that PIN, where it is not who is signed in. */
  readonly as?: string;
}

/** What a desk may do besides. */
export interface DeskBridge extends WallBridge {
  samples(args: Args<'samples:read'>): Promise<Result<Answers['samples:read']>>;
  /** Questions below are the hub's to answer: they fail with `offline` when it is away. */
  quality(args: Args<'quality:read'>): Promise<Result<Answers['quality:read']>>;
  previewMaintenance(args: Args<'maintenance:preview'>): Promise<Result<Answers['maintenance:preview']>>;
  catalogueSource(args: Args<'catalogue:source'>): Promise<Result<Answers['catalogue:source']>>;
  previewCatalogue(args: Args<'catalogue:preview'>): Promise<Result<Answers['catalogue:preview']>>;
  catalogueHistory(args: Args<'catalogue:history'>): Promise<Result<Answers['catalogue:history']>>;
  previewMapping(args: Args<'mapping:preview'>): Promise<Result<Answers['mapping:preview']>>;
  /** Full text, from the hub or from this console's own copy. */
  search(args: Args<'search:read'>): Promise<Result<Answers['search:read']>>;
  exportCsv(args: Args<'csv:export'>): Promise<Result<Answers['csv:export']>>;
  saveReport(args: Args<'report:save'>): Promise<Result<Answers['report:save']>>;
  /** Puts a command on the disk; its fate comes by `onOutbox`. Refused: `signed-out`, `locked`, `pin`, `malformed`, `outbox`. */
  give<K extends CommandKind>(gift: Gift<K>): Promise<Result<OutboxEntry>>;
  outboxSeen(ids: readonly string[]): Promise<Result<null>>;
  signIn(args: Args<'identity:sign-in'>): Promise<Result<null>>;
  signInMachine(): Promise<Result<null>>;
  signOut(): Promise<Result<null>>;
  lock(): Promise<Result<null>>;
  unlock(pin: string): Promise<Result<null>>;
  setCredentials(args: Args<'identity:set-credentials'>): Promise<Result<null>>;
  enrolmentCode(kind: 'desk' | 'wall'): Promise<Result<Answers['identity:enrolment-code']>>;
  enrol(code: string): Promise<Result<null>>;
  silence(): Promise<Result<null>>;
  testSound(): Promise<Result<null>>;
  onIdentity(listen: (identity: IdentityState) => void): () => void;
  /** `page`: what a handover window opens at. */
  openWindow(kind: WindowKind, page?: string | null): Promise<Result<null>>;
  addBlob(args: Args<'blob:add'>): Promise<Result<Answers['blob:add']>>;
  saveBlob(args: Args<'blob:save'>): Promise<Result<Answers['blob:save']>>;
  /** The shift log of years, from this console's own disk: also while the hub is away. */
  searchShiftLog(args: Args<'shift-log:search'>): Promise<Result<Answers['shift-log:search']>>;
  openDoc(doc: string): Promise<Result<Answers['doc:open']>>;
  updateDoc(args: Args<'doc:update'>): Promise<Result<null>>;
  presentInDoc(args: Args<'doc:presence'>): Promise<Result<null>>;
  closeDoc(doc: string): Promise<Result<null>>;
  onDoc(listen: (news: News['doc:changed']) => void): () => void;
  handovers(args: Args<'handovers:read'>): Promise<Result<Answers['handovers:read']>>;
  handoverText(handover: string): Promise<Result<Answers['handover:text']>>;
  adherence(args: Args<'adherence:read'>): Promise<Result<Answers['adherence:read']>>;
  /** How the walls of all consoles fare, as each said last. */
  wallHealth(): Promise<Result<Answers['wall:health']>>;
  /** The hub's to answer. Refused besides: `unknown` (no such scene), `save`. */
  exportScene(scene: string): Promise<Result<Answers['scene:export']>>;
  /** The hub's to answer. Refused besides: `read` (the file cannot be read), `large`. */
  importScene(): Promise<Result<Answers['scene:import']>>;
  printPapers(): Promise<Result<Answers['paper:print']>>;
  papers(): Promise<Result<Answers['paper:list']>>;
  openPaper(file: string): Promise<Result<null>>;
  setSettings(change: Args<'settings:set'>): Promise<Result<Settings>>;
  /** Opens a runbook or routine in the system's browser; http and https only. */
  openLink(url: string): Promise<Result<null>>;
  onOutbox(listen: (entries: readonly OutboxEntry[]) => void): () => void;
}
