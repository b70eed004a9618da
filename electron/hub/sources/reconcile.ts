import { isDeepStrictEqual } from 'node:util';
import type { ForeignAlert, ForeignSilence, SourceEntity } from '../../../shared/model/sources';
import type { Projection } from '../../../shared/rules/projection';
import type { Mapping, MappingRoom } from '../../../shared/rules/source-mapping';
import type { Clock } from '../../../shared/time/clock';
import { AlertBook, type PlacedAlert, sameAlert } from './alert-book';
import type { Picture, PushedNews, RawAlert } from './foreign-source';
import { Hints } from './hints';
import { Pace } from './pace';
import { seeSilences } from './silences';

/** What differs from what the room knows. */
export interface Difference {
  readonly put: readonly SourceEntity[];
  /** Keys (`kind:id`). */
  readonly drop: readonly string[];
}

export interface ReconcilerOptions {
  readonly source: string;
  readonly mapping: Mapping;
  readonly room: MappingRoom;
  readonly state: Pick<Projection, 'sources'>;
  readonly clock: Clock;
}

/** Compares what a source says with what the room's state says of it. Writes nothing itself. */
export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #book: AlertBook;
  readonly #hints = new Hints();

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#book = new AlertBook(options.source, options.mapping, options.room);
  }

  /** The alerts that stand now, by entity id, each in its place. */
  get alerts(): ReadonlyMap<string, PlacedAlert> {
    return this.#book.alerts;
  }

  /** The alerts on each node that has any. */
  byNode(): ReadonlyMap<string, readonly ForeignAlert[]> {
    return this.#book.byNode();
  }

  /** The room changed: places are found anew. */
  roomChanged(): void {
    this.#book.doubt();
  }

  /** Takes the alerts of a picture whose look began at `beganAt` (monotonic ms), in slices. */
  async seeAlerts(picture: Picture, beganAt: number, skewMs: number): Promise<Difference> {
    const { clock, source } = this.#options;
    const now = clock.now();
    const pace = new Pace(clock);
    const placed = new Map<string, PlacedAlert>();
    const put: SourceEntity[] = [];
    for (const raw of picture.alerts) {
      if (this.#hints.resolvedSince(raw.id, beganAt)) continue;
      const { known, alert } = this.#place(raw, skewMs, now);
      placed.set(alert.entity.id, alert);
      if (!known || !sameAlert(known, alert.entity)) put.push({ kind: 'alert', value: alert.entity });
      if (pace.due()) await pace.rest();
    }
    for (const id of this.#hints.firedSince(beganAt)) {
      const alert = this.#book.alerts.get(this.#book.idOf(id));
      if (alert && !placed.has(alert.entity.id)) placed.set(alert.entity.id, alert);
    }
    this.#book.replace(placed);
    this.#hints.forget(beganAt);
    const drop = this.#keysOf(`alert:${source}/`).filter((key) => !placed.has(key.slice('alert:'.length)));
    return { put, drop };
  }

  /** Takes the silences of a picture. `open`: those that are not over. */
  seeSilences(picture: Picture, skewMs: number): Difference & { readonly open: number } {
    const known = this.silences();
    const next = seeSilences(
      this.#options.source,
      known,
      picture.silences,
      skewMs,
      this.#options.clock.now(),
    );
    const put: SourceEntity[] = [];
    let open = 0;
    for (const [id, value] of next) {
      if (value.phase === 'active' || value.phase === 'pending' || value.phase === 'ending') open += 1;
      if (!isDeepStrictEqual(known.get(id), value)) put.push({ kind: 'silence', value });
    }
    const drop = [...known.keys()].filter((id) => !next.has(id)).map((id) => `silence:${id}`);
    return { put, drop, open };
  }

  /** The silences that the room knows of the source, by entity id. */
  silences(): ReadonlyMap<string, ForeignSilence> {
    const found = new Map<string, ForeignSilence>();
    for (const key of this.#keysOf(`silence:${this.#options.source}/`)) {
      const entity = this.#options.state.sources.get(key);
      if (entity?.kind === 'silence') found.set(entity.value.id, entity.value);
    }
    return found;
  }

  /** A push came, at this time: a look that began before it must not undo it. */
  noteHints(news: PushedNews): void {
    this.#hints.add(news, this.#options.clock.mono());
  }

  /** Takes what was pushed. `nodes`: those that it touches. */
  merge(news: PushedNews, skewMs: number): Difference & { readonly nodes: readonly string[] } {
    const { state, clock } = this.#options;
    const now = clock.now();
    const touched = new Set<string>();
    const put: SourceEntity[] = [];
    const drop: string[] = [];
    const touch = (id: string): void => {
      for (const node of this.#book.alerts.get(id)?.entity.nodes ?? []) touched.add(node);
    };
    for (const idThere of news.resolved) {
      const id = this.#book.idOf(idThere);
      touch(id);
      this.#book.drop(id);
      if (state.sources.has(`alert:${id}`)) drop.push(`alert:${id}`);
    }
    for (const raw of news.firing) {
      const { known, alert } = this.#place(raw, skewMs, now);
      // Known already: a push says nothing of silences, the last look did.
      if (known && this.#book.alerts.has(known.id)) continue;
      this.#book.put(alert);
      touch(alert.entity.id);
      if (!known || !sameAlert(known, alert.entity)) put.push({ kind: 'alert', value: alert.entity });
    }
    return { put, drop, nodes: [...touched] };
  }

  #place(
    raw: RawAlert,
    skewMs: number,
    now: number,
  ): { readonly known: ForeignAlert | null; readonly alert: PlacedAlert } {
    const entity = this.#options.state.sources.get(`alert:${this.#book.idOf(raw.id)}`);
    const known = entity?.kind === 'alert' ? entity.value : null;
    return { known, alert: this.#book.place(raw, known, skewMs, now) };
  }

  #keysOf(prefix: string): readonly string[] {
    const keys: string[] = [];
    for (const key of this.#options.state.sources.keys()) if (key.startsWith(prefix)) keys.push(key);
    return keys;
  }
}
