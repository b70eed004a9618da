import type { EventBody, LogEvent } from '../../../shared/model/events';
import type { SourceEntity } from '../../../shared/model/sources';
import type { Clock } from '../../../shared/time/clock';
import type { Pipeline } from '../pipeline/pipeline';

/** One event holds at most so many entities, and about so many characters of them. */
const MAX_ENTITIES = 200;
const MAX_CHARS = 200_000;
/** A log that cannot be written is not waited for longer, ms: the watch goes on in memory. */
const DURABLE_MS = 1_000;

export type SourceChange = Extract<EventBody, { type: 'sources.changed' }>;

/** Divides what changed into events that each fit the log and the wire. */
export function changesOf(
  source: string,
  put: readonly SourceEntity[],
  drop: readonly string[],
): readonly SourceChange[] {
  const changes: SourceChange[] = [];
  let now: { put: SourceEntity[]; drop: string[] } = { put: [], drop: [] };
  let chars = 0;
  const close = (): void => {
    if (now.put.length + now.drop.length === 0) return;
    changes.push({ type: 'sources.changed', source, ...now, actor: null });
    now = { put: [], drop: [] };
    chars = 0;
  };
  const room = (more: number): void => {
    if (now.put.length + now.drop.length >= MAX_ENTITIES || chars + more > MAX_CHARS) close();
    chars += more;
  };
  for (const key of drop) {
    room(key.length);
    now.drop.push(key);
  }
  for (const entity of put) {
    room(charsOf(entity));
    now.put.push(entity);
  }
  close();
  return changes;
}

function charsOf(entity: SourceEntity): number {
  if (entity.kind === 'alert') {
    const { summary, labels } = entity.value;
    let chars = 400 + summary.length;
    for (const name in labels) chars += name.length + (labels[name]?.length ?? 0);
    return chars;
  }
  if (entity.kind === 'silence') {
    return entity.value.matchers.reduce(
      (sum, matcher) => sum + matcher.name.length + matcher.value.length,
      1_500,
    );
  }
  return 1_000;
}

/**
 * Writes changes one after the other, each when the one before is on disk: thousands of alerts then neither fill
 * the log's queue nor have all their digests taken in one go.
 */
export async function writeChanges(
  changes: readonly SourceChange[],
  pipeline: Pick<Pipeline, 'submit' | 'whenDurable'>,
  clock: Clock,
): Promise<void> {
  for (const [index, change] of changes.entries()) {
    const event = pipeline.submit(() => change);
    if (event && index < changes.length - 1) await durable(event, pipeline, clock);
  }
}

function durable(event: LogEvent, pipeline: Pick<Pipeline, 'whenDurable'>, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(DURABLE_MS, resolve);
    void pipeline.whenDurable(event.seq).then(() => {
      cancel();
      // Resolves within the write's own turn: the next piece of work gets a turn of its own.
      setImmediate(resolve);
    });
  });
}
