import { z } from 'zod';
import { criticality } from './states';

/**
 * What a wall can show: the kinds of panels, each with its settings. Whoever draws a panel parses its settings by
 * `PANEL_SETTINGS`; every field has a preset, so that a panel is whole with none. A scene keeps kind and settings as
 * they were written: one of a kind that this version does not know is shown as such, and the rest lives.
 */

const ids = z.array(z.string().min(1).max(300));
/** A service, or a service at a site. */
const node = z.string().min(1).max(300);
const webOrigin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[^/\s?#@]+$/, 'an origin is https://host, without a path');
const webAddress = z
  .string()
  .max(2_000)
  .regex(
    /^https?:\/\/[^/\s@]+(\/\S*)?$/,
    'an address starts with http:// or https://, and holds no password',
  );

export const PANEL_SETTINGS = {
  /** Status, family by family, at every site. Empty lists: all. */
  mosaic: z.strictObject({
    criticalities: z.array(criticality).min(1).max(4).default([1, 2]),
    families: ids.max(60).default([]),
    sites: ids.max(200).default([]),
  }),
  /** Active causes and incidents, with owner, age and countdown. */
  causes: z.strictObject({ most: z.number().int().min(1).max(20).default(5) }),
  /** One cause: what, where, who has it, when the next word is due. `about`: null: what the scene is about. */
  cause: z.strictObject({ about: node.nullable().default(null) }),
  /** Clinical response times against what is expected. Empty: those that have an expectation, the most critical first. */
  'response-times': z.strictObject({
    services: ids.max(24).default([]),
    most: z.number().int().min(1).max(24).default(6),
    hours: z.number().int().min(1).max(48).default(4),
  }),
  /** Hospitals, lines between them and data centres, on the map. */
  map: z.strictObject({
    layers: z
      .array(z.enum(['wan', 'data-centres', 'health-network']))
      .max(3)
      .default(['wan', 'data-centres', 'health-network']),
  }),
  /** What hangs on a cause, and what it hangs on. */
  dependencies: z.strictObject({
    about: node.nullable().default(null),
    depth: z.number().int().min(1).max(6).default(6),
  }),
  /** What happened in the last hours; `calls`: with telephone calls. */
  timeline: z.strictObject({
    hours: z.union([z.literal(1), z.literal(4), z.literal(12), z.literal(24)]).default(12),
    calls: z.boolean().default(false),
  }),
  /** Who has the watch, and who answers on call. Empty: every team. */
  'on-watch': z.strictObject({ teams: ids.max(50).default([]) }),
  maintenance: z.strictObject({ hours: z.number().int().min(1).max(168).default(24) }),
  /** Routines that are open or overdue, and how far the handover has come. */
  routines: z.strictObject({ handover: z.boolean().default(true) }),
  /** Callers by service and site, and what users were told (*driftsmelding*). `unexplained`: and what no cause explains. */
  callers: z.strictObject({ unexplained: z.boolean().default(false) }),
  /** The most critical services at every site, and whether the emergency routine (*nødrutine*) is in use. */
  'emergency-routines': z.strictObject({ about: node.nullable().default(null) }),
  /** What is handed over: open critical items, from whom to whom. */
  'handover-items': z.strictObject({}),
  /** What is shelved or out of service, and until when. */
  'put-aside': z.strictObject({}),
  /** Figures of ISA-18.2. */
  'alarm-figures': z.strictObject({ hours: z.number().int().min(1).max(168).default(24) }),
  /** A picture that the hub keeps, by the SHA-256 of its bytes. */
  image: z.strictObject({
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'a picture is named by its SHA-256'),
    title: z.string().max(200).default(''),
    fit: z.enum(['contain', 'cover']).default('contain'),
  }),
  /** A page of the web: its own address and the origins that it may lead to, nothing else. Never spans displays. */
  web: z.strictObject({
    url: webAddress,
    title: z.string().max(200).default(''),
    allow: z.array(webOrigin).max(20).default([]),
    zoom: z.number().min(0.25).max(5).default(1),
    /** Time between two loads, ms; null: the page sees to it itself. */
    refreshMs: z.number().int().min(10_000).max(86_400_000).nullable().default(null),
  }),
} as const;
export type PanelKind = keyof typeof PANEL_SETTINGS;
export type PanelSettings<K extends PanelKind> = Readonly<z.infer<(typeof PANEL_SETTINGS)[K]>>;
export const PANEL_KINDS = Object.keys(PANEL_SETTINGS) as readonly PanelKind[];

export function isPanelKind(kind: string): kind is PanelKind {
  return Object.hasOwn(PANEL_SETTINGS, kind);
}

/** What a panel shows: its kind, and settings as they were written. */
export const panelContent = z.object({
  kind: z.string().min(1).max(40),
  settings: z.record(z.string().max(80), z.json()),
});
export type PanelContent = Readonly<z.infer<typeof panelContent>>;
