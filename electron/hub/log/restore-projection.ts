import { Projection } from '../../../shared/rules/projection';
import { REDUCER_VERSION } from '../../../shared/rules/reduce';
import type { Log } from './log';

const PAGE = 1_000;

/**
 * Rebuilds state from the log: the newest snapshot of these rules' version, and the events since; everything
 * from the first event where there is none.
 */
export async function restoreProjection(log: Log): Promise<Projection> {
  const projection = new Projection();
  const snapshot = await log.loadSnapshot();
  if (snapshot && snapshot.reducer === REDUCER_VERSION) projection.load(snapshot.patch, snapshot.position);
  const head = log.head().position;
  let at = projection.position?.seq ?? 0;
  while (at < head.seq) {
    const events = await log.read(at, PAGE);
    if (events.length === 0) throw new Error(`the log ends at ${at}, before its head ${head.seq}`);
    for (const event of events) projection.apply(event);
    at = events.at(-1)?.seq ?? head.seq;
  }
  return projection;
}
