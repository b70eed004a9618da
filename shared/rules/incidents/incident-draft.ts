import type { IncidentMoved } from '../../model/events';
import {
  ENTRIES_KEPT,
  type Incident,
  type IncidentField,
  type IncidentTask,
  type TimelineEntry,
} from '../../model/incidents';
import { checklistTasks } from './checklist';
import type { IncidentView } from './decision';
import { timelineOf } from './read-incidents';
import { holdsOver, isSame, type Stamp } from './registers';
import { routinesFor } from './routines';

/** Whose act it is, or none's: time's, or a measurement's. */
export interface Doing {
  /** What its lines are called after: the command's id, or what happened. */
  readonly id: string;
  /** The command's kind, or what happened. */
  readonly what: string;
  /** A person's id; null: nobody's. */
  readonly actor: string | null;
  /** ms UTC. */
  readonly at: number;
}

/** The register of when it was last opened, by whom: what was closed before that is not closed by it. */
export const LAST_OPENING = 'opening';

type Facts = TimelineEntry['facts'];

/** What one act makes of an incident: the incident, its lines and tasks, in one event. */
export class IncidentDraft {
  readonly #view: IncidentView;
  readonly #doing: Doing;
  readonly #entries: TimelineEntry[] = [];
  readonly #tasks = new Map<string, IncidentTask>();
  readonly #drop: string[] = [];
  #incident: Incident;
  #isMajor: boolean;

  constructor(view: IncidentView, incident: Incident, doing: Doing) {
    this.#view = view;
    this.#incident = incident;
    this.#doing = doing;
    this.#isMajor = incident.severity === 'major';
  }

  get incident(): Incident {
    return this.#incident;
  }

  change(change: Partial<Incident>): void {
    this.#incident = { ...this.#incident, ...change };
  }

  /** Writes a register, unless what stands there holds over it. False: it came too late. */
  write(register: string, apply: () => void, opened = false): boolean {
    const stamp = this.#stamp(opened);
    if (stamp === null) return false;
    if (!holdsOver(stamp, this.#incident.stamps[register])) return false;
    this.change({ stamps: { ...this.#incident.stamps, [register]: stamp } });
    apply();
    return true;
  }

  /** Sets a field, and says so in the timeline; what comes too late is said there too. */
  set<F extends IncidentField>(field: F, value: Incident[F]): boolean {
    const before = this.#incident[field];
    if (field === 'severity' && value === 'major') this.majorSaid();
    const written = this.write(field, () => this.change({ [field]: value } as never));
    if (!written) this.late(field, value);
    else if (!isSame(value, before))
      this.line('field', { field, value: factOf(value), before: factOf(before) });
    return written;
  }

  line(kind: TimelineEntry['kind'], facts: Facts, text: string | null = null): void {
    this.lineOf({
      id: `${this.#doing.id}/${this.#entries.length}`,
      incident: this.#incident.id,
      at: this.#doing.at,
      by: this.#doing.actor,
      kind,
      facts,
      text,
    });
  }

  /** Somebody has called it major: it gets its checklist, whichever word on its severity holds in the end. */
  majorSaid(): void {
    this.#isMajor = true;
  }

  lineOf(entry: TimelineEntry): void {
    this.#entries.push(entry);
  }

  /** What somebody said that does not hold: it is kept. */
  late(field: string, value: unknown, text: string | null = null): void {
    this.line('late', { field, value: factOf(value) }, text);
  }

  task(task: IncidentTask): void {
    this.#tasks.set(task.id, task);
  }

  drop(key: string): void {
    this.#drop.push(key);
  }

  /** One event with all of it. */
  event(): IncidentMoved {
    const { actor, at, what } = this.#doing;
    for (const task of this.#isMajor ? checklistTasks(this.#view, this.#incident, at) : []) this.task(task);
    this.change({
      routines: [...routinesFor(this.#incident)],
      movedAt: Math.max(this.#incident.movedAt, at),
      // Nobody is owed a word about what is over.
      ...(this.#incident.state === 'open' ? {} : { update: null }),
    });
    return {
      type: 'incident.moved',
      incident: this.#incident.id,
      what,
      put: [
        { kind: 'incident', value: this.#incident },
        ...[...this.#tasks.values()].map((value) => ({ kind: 'task' as const, value })),
        ...this.#entries.map((value) => ({ kind: 'entry' as const, value })),
      ],
      drop: [...this.#drop, ...this.#tooMany()],
      actor,
      actedAt: actor === null ? null : at,
    };
  }

  #stamp(opened: boolean): Stamp | null {
    const { actor, at } = this.#doing;
    if (actor === null) return null;
    return opened ? { at, by: actor, opened } : { at, by: actor };
  }

  /** The oldest lines go when there are too many, what people said last of all; how it began stays. */
  #tooMany(): readonly string[] {
    const before = timelineOf(this.#view.incidents, this.#incident);
    const excess = before.length + this.#entries.length - ENTRIES_KEPT;
    if (excess <= 0) return [];
    const may = before.filter(({ kind }) => kind !== 'opened');
    const measured = may.filter(({ by }) => by === null);
    const said = may.filter(({ by }) => by !== null);
    const goes = [...measured, ...said].slice(0, excess);
    return goes.map(({ id }) => `entry:${id}`);
  }
}

/** A value as a timeline line carries it; of several ids: with commas. */
export function factOf(value: unknown): string | number | boolean | null {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}
