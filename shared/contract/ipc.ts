import { z } from 'zod';
import { maintenanceWindow } from '../model/maintenance';
import type { Patch } from '../model/room';
import type { Language } from '../time/format';
import type { Result } from '../util/result';
import { type CommandPayload, catalogueEdit, commandKind } from './commands';
import { mappingRule } from './source-mapping';
import type { AnswerTo, HistoryAnswer, SamplesAnswer } from './wire';

/**
 * The contract between windows and main, whole. Each channel is declared once here, with a parser that takes
 * `unknown`. Requests answer with a `Result`; news goes from main to windows only.
 */

export type WindowKind = 'wall' | 'desk';
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
  readonly code: 'cache-corrupt' | 'cache-newer' | 'cache-write' | 'outbox' | 'digest' | 'schema';
  readonly detail: string;
}

export interface Settings {
  readonly theme: Theme;
  readonly lang: Language;
  /** The wall's geometry: type sizes derive from it. */
  readonly viewingDistanceM: number;
  readonly pixelPitchMm: number;
}

/** What a window starts from. */
export interface BoardSnapshot {
  readonly revision: number;
  readonly patch: Patch;
  readonly link: LinkState;
  readonly settings: Settings;
  /** This window's place in the room. */
  readonly display: { readonly index: number; readonly count: number };
  readonly outbox: readonly OutboxEntry[];
}

/** Changes from revision `base` to `revision`. A window whose revision is not `base` takes a new snapshot. */
export interface BoardPatch {
  readonly base: number;
  readonly revision: number;
  readonly patch: Patch;
}

/** A person's command and its fate. */
export interface OutboxEntry {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  /** What else it took, by kind. */
  readonly payload?: unknown;
  readonly actor: string;
  readonly actedAt: number;
  readonly expiresAt: number;
  readonly fate: 'queued' | 'sent' | 'confirmed' | 'refused' | 'expired';
  readonly reason: string | null;
  readonly settledAt: number | null;
}

const nodeRef = z.string().min(1).max(300);

/** Requests by channel: the parser of the argument, and who may call. */
export const REQUESTS = {
  'board:snapshot': { args: z.undefined(), from: ['wall', 'desk'] },
  'history:read': {
    args: z.object({
      node: nodeRef.nullable(),
      before: z.number().int().nullable(),
      /** Of `before`; left out: the present one. */
      epoch: z.number().int().positive().optional(),
      limit: z.number().int().min(1).max(500),
    }),
    from: ['desk'],
  },
  'samples:read': { args: z.object({ service: nodeRef, since: z.number() }), from: ['desk'] },
  'chart:read': {
    args: z.object({
      node: nodeRef,
      from: z.number(),
      to: z.number(),
      points: z.number().int().min(10).max(4_000),
    }),
    from: ['desk'],
  },
  'quality:read': { args: z.object({ service: nodeRef, from: z.number(), to: z.number() }), from: ['desk'] },
  'maintenance:preview': { args: z.object({ window: maintenanceWindow }), from: ['desk'] },
  'catalogue:source': { args: z.object({ service: nodeRef.nullable() }), from: ['desk'] },
  'catalogue:preview': { args: z.object({ edit: catalogueEdit }), from: ['desk'] },
  'catalogue:history': { args: z.object({ version: z.string().max(100).nullable() }), from: ['desk'] },
  'mapping:preview': {
    args: z.object({ source: nodeRef, rules: z.array(mappingRule).max(500).nullable() }),
    from: ['desk'],
  },
  'check:recheck': { args: z.object({ node: nodeRef }), from: ['desk'] },
  /** What else a person can do; the payload is parsed by its kind before it is kept. */
  'command:give': {
    args: z.object({ kind: commandKind, subject: nodeRef, payload: z.unknown() }),
    from: ['desk'],
  },
  'window:open': { args: z.object({ kind: z.enum(['wall', 'desk']) }), from: ['desk'] },
  'settings:set': {
    args: z.object({ theme: z.enum(['night', 'day']).optional(), lang: z.enum(['nb', 'en']).optional() }),
    from: ['desk'],
  },
  'frame:beat': { args: z.object({ frames: z.number().int().nonnegative() }), from: ['wall', 'desk'] },
  'link:open': { args: z.object({ url: z.string().max(2_000) }), from: ['desk'] },
} as const satisfies Record<string, { args: z.ZodType; from: readonly WindowKind[] }>;

export type Channel = keyof typeof REQUESTS;
export type Args<C extends Channel> = z.infer<(typeof REQUESTS)[C]['args']>;

/** What each request answers. */
export interface Answers {
  'board:snapshot': BoardSnapshot;
  'history:read': HistoryAnswer & { readonly source: 'hub' | 'cache' };
  'samples:read': SamplesAnswer & { readonly source: 'hub' | 'none' };
  'chart:read': AnswerTo<'chart'>;
  'quality:read': AnswerTo<'quality'>;
  'maintenance:preview': AnswerTo<'maintenance-preview'>;
  'catalogue:source': AnswerTo<'catalogue-source'>;
  'catalogue:preview': AnswerTo<'catalogue-preview'>;
  'catalogue:history': AnswerTo<'catalogue-history'>;
  'mapping:preview': AnswerTo<'mapping-preview'>;
  'check:recheck': OutboxEntry;
  'command:give': OutboxEntry;
  'window:open': null;
  'settings:set': Settings;
  'frame:beat': null;
  'link:open': null;
}

/** News by channel, from main to windows. */
export interface News {
  'board:patch': BoardPatch;
  'link:changed': LinkState;
  'settings:changed': Settings;
  'outbox:changed': readonly OutboxEntry[];
}

/** What a wall may do: look. It has no verb that changes anything. */
export interface WallBridge {
  snapshot(): Promise<Result<BoardSnapshot>>;
  onPatch(listen: (patch: BoardPatch) => void): () => void;
  onLink(listen: (link: LinkState) => void): () => void;
  onSettings(listen: (settings: Settings) => void): () => void;
  /** Tells the supervisor that this window still paints. */
  frameBeat(frames: number): void;
}

/** What a desk may do besides. */
export interface DeskBridge extends WallBridge {
  history(args: Args<'history:read'>): Promise<Result<Answers['history:read']>>;
  samples(args: Args<'samples:read'>): Promise<Result<Answers['samples:read']>>;
  recheck(node: string): Promise<Result<OutboxEntry>>;
  /** Questions below are the hub's to answer: they fail with `offline` when it is away. */
  chart(args: Args<'chart:read'>): Promise<Result<Answers['chart:read']>>;
  quality(args: Args<'quality:read'>): Promise<Result<Answers['quality:read']>>;
  previewMaintenance(args: Args<'maintenance:preview'>): Promise<Result<Answers['maintenance:preview']>>;
  catalogueSource(args: Args<'catalogue:source'>): Promise<Result<Answers['catalogue:source']>>;
  previewCatalogue(args: Args<'catalogue:preview'>): Promise<Result<Answers['catalogue:preview']>>;
  catalogueHistory(args: Args<'catalogue:history'>): Promise<Result<Answers['catalogue:history']>>;
  previewMapping(args: Args<'mapping:preview'>): Promise<Result<Answers['mapping:preview']>>;
  /** Puts a command on the disk; its fate comes by `onOutbox`. Subject: `mw/ID`. */
  setMaintenance(subject: string, payload: CommandPayload<'maintenance.set'>): Promise<Result<OutboxEntry>>;
  removeMaintenance(subject: string): Promise<Result<OutboxEntry>>;
  endMaintenance(subject: string, payload: CommandPayload<'maintenance.end'>): Promise<Result<OutboxEntry>>;
  extendMaintenance(
    subject: string,
    payload: CommandPayload<'maintenance.extend'>,
  ): Promise<Result<OutboxEntry>>;
  /** Subject: the service id, or `catalogue`. */
  editCatalogue(subject: string, payload: CommandPayload<'catalogue.edit'>): Promise<Result<OutboxEntry>>;
  /** Subject: the source's id. */
  setSilence(subject: string, payload: CommandPayload<'silence.set'>): Promise<Result<OutboxEntry>>;
  endSilence(subject: string, payload: CommandPayload<'silence.end'>): Promise<Result<OutboxEntry>>;
  openWindow(kind: WindowKind): Promise<Result<null>>;
  setSettings(change: Args<'settings:set'>): Promise<Result<Settings>>;
  /** Opens a runbook or routine in the system's browser; http and https only. */
  openLink(url: string): Promise<Result<null>>;
  onOutbox(listen: (entries: readonly OutboxEntry[]) => void): () => void;
}
