import { z } from 'zod';
import { isoDate, shiftRef } from './roster';

/**
 * The handover (*vaktskifte*): prepare, exchange, read back, accept (HSE; I-PASS). The text that people write together is
 * a Yjs document, outside the log (`shared/rules/handover/document.ts`); here is how far it has come, who has said and
 * signed what, and, when it is accepted, what changed hands. What is signed never changes.
 */

const byAt = { at: z.number(), by: z.string() };

/** The sections of the note, in its order (CONTROL-ROOM.md, "A good handover note"). */
export const HANDOVER_SECTIONS = [
  'now',
  'done',
  'aside',
  'passed',
  'maintenance',
  'routines',
  'watch',
  'if',
] as const;
export const handoverSection = z.enum(HANDOVER_SECTIONS);
export type HandoverSection = z.infer<typeof handoverSection>;

/** How bad the night was, by what is still open. `red`: a major incident, or a priority 1 that nobody has under control. */
export const handoverSeverity = z.enum(['green', 'yellow', 'red']);
export type HandoverSeverity = z.infer<typeof handoverSeverity>;

/** Where a line comes from; `label`: as people say it, `A-4127`, `L-88`, `graf`, `regel`. */
export const lineSource = z.object({
  kind: z.enum([
    'alarm',
    'incident',
    'entry',
    'message',
    'call',
    'maintenance',
    'routine',
    'follow-up',
    'task',
    'report',
    'known-error',
    'trend',
    'graph',
    'rule',
    'hub',
  ]),
  id: z.string().max(300),
  label: z.string().max(60),
});
export type LineSource = Readonly<z.infer<typeof lineSource>>;

/** A line that the hub drew from facts. */
export const draftLine = z.object({
  /** What it is about, the same for as long as it is about that: `now/ALARMNUMBER`, `done/call/ID`. */
  key: z.string().min(1).max(200),
  section: handoverSection,
  /** Place in its section. */
  order: z.number(),
  /** Bokmål, one line; the part before `lead` characters is what is read first. */
  text: z.string().max(1_000),
  /** The first so many characters of `text` are the lead, drawn bold; 0: none. */
  lead: z.number().int().nonnegative(),
  sources: z.array(lineSource).max(20),
  /** The node that it is about; null: none. */
  node: z.string().nullable(),
  /** It must be said aloud, and stated back. */
  critical: z.boolean(),
  /** ms UTC: when what it says was last found to be so. */
  at: z.number(),
});
export type DraftLine = Readonly<z.infer<typeof draftLine>>;

/** A line as it is signed. */
export const signedLine = z.object({
  key: z.string().max(260),
  section: handoverSection,
  text: z.string().max(4_000),
  lead: z.number().int().nonnegative(),
  sources: z.array(lineSource).max(20),
  critical: z.boolean(),
  /** `drawn`: from facts, untouched. `edited`: drawn, and changed by a person. `written`: by a person. */
  origin: z.enum(['drawn', 'edited', 'written']),
  /** Who changed or wrote it last; null: nobody. */
  by: z.string().nullable(),
  /** Taken out, with its reason, and still readable. */
  struck: z.object({ ...byAt, reason: z.string().max(300) }).nullable(),
});
export type SignedLine = Readonly<z.infer<typeof signedLine>>;

/** The text of a handover as it is signed, whole. Its hash is SHA-256 over its canonical JSON (keys sorted). */
export const signedText = z.object({
  handover: z.string(),
  severity: handoverSeverity,
  summary: z.string().max(4_000),
  lines: z.array(signedLine).max(400),
  /** What the incoming watch stated back, as they wrote it; null: nobody has. */
  readBack: z.object({ ...byAt, text: z.string().max(4_000) }).nullable(),
});
export type SignedText = Readonly<z.infer<typeof signedText>>;

/** Something open that must be said aloud and stated back. */
export const criticalItem = z.object({
  /** The line's key. */
  key: z.string().max(260),
  /** What it is, by facts: never what people wrote. */
  title: z.string().max(300),
  node: z.string().nullable(),
  sources: z.array(lineSource).max(20),
  criticality: z.number().int().min(1).max(4).nullable(),
  /** Whose it is, and whose it becomes: person ids. */
  owner: z.string().nullable(),
  to: z.string().nullable(),
  /** Gone through by both. */
  walked: z.object(byAt).nullable(),
  /** What the incoming watch stated back, in short, and when. */
  said: z.object({ ...byAt, words: z.string().max(300) }).nullable(),
  /** When it came into the list, or became something else than what was gone through, ms UTC. */
  since: z.number().optional(),
  /** Who set what of it last (`walked`, `said`, `to`): of two who did so apart, the later act holds. */
  stamps: z.record(z.string(), z.object(byAt)).optional(),
});
export type CriticalItem = Readonly<z.infer<typeof criticalItem>>;

/** What changes hands. `from` null: nobody had it. */
export const transfer = z.object({
  kind: z.enum(['alarm', 'incident', 'task', 'follow-up']),
  /** An alarm's node; the id of the others. */
  id: z.string().max(300),
  from: z.string().nullable(),
  to: z.string(),
});
export type Transfer = Readonly<z.infer<typeof transfer>>;

export const signature = z.object({
  role: z.enum(['outgoing', 'incoming']),
  person: z.string(),
  position: z.string().nullable(),
  at: z.number(),
  /** The console's id. */
  console: z.string(),
  /** SHA-256 of the text that was signed. */
  hash: z.string(),
  /** Signed all the same, though something is missing: what, and why. */
  exception: z.object({ missing: z.array(z.string()), reason: z.string() }).nullable(),
});
export type Signature = Readonly<z.infer<typeof signature>>;

/** What somebody wrote after the text was signed: proposed, never in it. */
export const amendment = z.object({
  id: z.string(),
  ...byAt,
  /** The line's key. */
  line: z.string(),
  section: handoverSection,
  /** SHA-256 of what is proposed: its words are in the document. */
  hash: z.string(),
  state: z.enum(['proposed', 'taken', 'declined']),
  decided: z.object(byAt).nullable(),
});
export type Amendment = Readonly<z.infer<typeof amendment>>;

export const handover = z.object({
  /** `DATE_SHIFT` of the shift that hands over: two who begin it apart begin the same one. */
  id: z.string().min(1).max(100),
  /** `H-41`; empty until the hub has given it. */
  number: z.string(),
  /** Null: nobody had the watch. */
  from: shiftRef.nullable(),
  to: shiftRef.nullable(),
  /** Who hands over and who takes over, by the plan and by what was changed in it. */
  outgoing: z.array(z.object({ position: z.string().nullable(), person: z.string() })),
  incoming: z.array(z.object({ position: z.string().nullable(), person: z.string() })),
  /** `signed`: the outgoing have; they are responsible until it is `accepted`. */
  state: z.enum(['preparing', 'exchanging', 'signed', 'accepted']),
  /** ms UTC. */
  beganAt: z.number(),
  dueAt: z.number(),
  /** It was not done by its time: since when. */
  lateSince: z.number().nullable(),
  exchangedAt: z.number().nullable(),
  items: z.array(criticalItem).max(200),
  /** The receiver's synthesis has been said; its words are in the document, and in the signed text. */
  readBack: z.object({ ...byAt, hash: z.string() }).nullable(),
  signatures: z.array(signature),
  transfers: z.array(transfer),
  /** SHA-256 of the signed text; null: nobody has signed. */
  hash: z.string().nullable(),
  severity: handoverSeverity.nullable(),
  acceptedAt: z.number().nullable(),
  amendments: z.array(amendment).max(200),
  /** How it was done, settled when it is accepted; see adherence. */
  elements: z
    .object({
      severity: z.boolean(),
      summary: z.boolean(),
      actions: z.boolean(),
      contingency: z.boolean(),
      synthesis: z.boolean(),
    })
    .nullable(),
  movedAt: z.number(),
  /** Who set what last (`outgoing`, `incoming`, `read-back`): what a person has set, the plan does not change. */
  stamps: z.record(z.string(), z.object(byAt)).optional(),
  /** Signatures that were taken back, and why, oldest first. */
  reopened: z.array(z.object({ ...byAt, reason: z.string().max(300) })).optional(),
});
export type Handover = Readonly<z.infer<typeof handover>>;
/** An accepted handover stays in the state for so long, ms; in the log, with its text beside it, for ever. */
export const HANDOVERS_KEPT_MS = 14 * 24 * 3_600_000;

/** Something that is carried from watch to watch until somebody closes it. */
export const followUp = z.object({
  id: z.string().min(8).max(64),
  /** `O-9` (*oppfølging*); empty until the hub has given it. */
  number: z.string(),
  section: handoverSection,
  text: z.string().min(1).max(1_000),
  node: z.string().nullable(),
  /** A person's id, or null. */
  owner: z.string().nullable(),
  /** ms UTC; null: none. */
  dueAt: z.number().nullable(),
  /** It is past its time. */
  due: z.boolean(),
  ...byAt,
  /** How many handovers it has been carried through. */
  carried: z.number().int(),
  closed: z.object({ ...byAt, note: z.string().nullable() }).nullable(),
});
export type FollowUp = Readonly<z.infer<typeof followUp>>;
export const FOLLOW_UPS_KEPT_MS = 7 * 24 * 3_600_000;

/** A routine, from the catalogue: what is to be done, when, by whom, step by step. */
export const routine = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number(),
  /** ISO weekdays on which it is due, and by when, by the clock on the wall. `opens`: it can be done from then. */
  days: z.array(z.number().int().min(1).max(7)).min(1),
  opens: z.string(),
  before: z.string(),
  /** The position that does it; null: whoever is on watch. */
  position: z.string().nullable(),
  steps: z.array(z.string()),
  node: z.string().nullable(),
  runbook: z.string().nullable(),
});
export type Routine = Readonly<z.infer<typeof routine>>;

/** One turn of a routine. */
export const routineRun = z.object({
  /** `ROUTINE/DATE`. */
  id: z.string(),
  /** `R-52`. */
  number: z.string(),
  routine: z.string(),
  name: z.string(),
  date: isoDate,
  opensAt: z.number(),
  dueAt: z.number(),
  state: z.enum(['open', 'overdue', 'done', 'skipped']),
  /** Steps that are ticked, by their place. */
  ticked: z.array(z.number().int()),
  settled: z.object({ ...byAt, note: z.string().nullable() }).nullable(),
});
export type RoutineRun = Readonly<z.infer<typeof routineRun>>;
export const ROUTINES_KEPT_MS = 36 * 3_600_000;
