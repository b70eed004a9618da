import { parsePatch } from '../../../shared/rules/parse-patch';
import { Projection } from '../../../shared/rules/projection';
import { REDUCER_VERSION } from '../../../shared/rules/reduce';
import type { Log } from './log';

const PAGE = 1_000;
/** A replay of more than this would keep a hub from watching for too long after an upgrade. */
const REPLAY_LIMIT = 500_000;

/**
 * Rebuilds state from the log: the newest snapshot of these rules' version, and the events since.
 *
 * Where the snapshot is of other rules (the hub was upgraded), everything is replayed from the first event, which
 * gives what these rules always would have. Where that cannot be had (an epoch that began from a backup, events in
 * segments, too many), the old snapshot is taken in this version's shape and the events since are applied: what an
 * old rule said of a service then stands until something moves it.
 */
export async function restoreProjection(log: Log): Promise<Projection> {
  const projection = new Projection();
  const snapshot = await log.loadSnapshot();
  const head = log.head().position;
  if (snapshot) {
    const replayable = (await log.isWhole()) && head.seq <= REPLAY_LIMIT;
    const patch =
      snapshot.reducer === REDUCER_VERSION ? snapshot.patch : replayable ? null : parsePatch(snapshot.patch);
    if (patch) projection.load(patch, snapshot.position);
    else if (!replayable)
      throw new Error('the snapshot of an earlier version does not fit, and its events are gone');
  }
  let at = projection.position?.seq ?? 0;
  while (at < head.seq) {
    const events = await log.read(at, PAGE);
    if (events.length === 0) throw new Error(`the log cannot be read from ${at + 1} to its head ${head.seq}`);
    for (const event of events) projection.apply(event);
    at = events.at(-1)?.seq ?? head.seq;
  }
  if (snapshot && snapshot.reducer !== REDUCER_VERSION && projection.position) {
    // So that it was done once. It may fail on a full disk: then the next start does it again.
    const state = { position: projection.position, reducer: REDUCER_VERSION, patch: projection.dump() };
    await log.saveSnapshot(state).catch(() => {});
  }
  return projection;
}
