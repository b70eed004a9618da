import type { Clock } from '../../shared/time/clock';
import type { Estate } from './estate';

const EVERY_MS = 20_000;
const ANSWER_MS = 5_000;

/**
 * Pushes the heartbeats of the catalogue to a hub, as the systems themselves would: each while its node is well.
 * `hub`: its address. Returns what ends it.
 */
export function pushHeartbeats(estate: Estate, hub: string, clock: Clock): () => void {
  const checks = [...estate.graph.checks.values()].filter(({ kind }) => kind === 'heartbeat');
  const stopping = new AbortController();
  let cancel = (): void => {};
  const push = async (id: string): Promise<void> => {
    const response = await fetch(new URL(`/heartbeat/${encodeURIComponent(id)}`, hub), {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.any([AbortSignal.timeout(ANSWER_MS), stopping.signal]),
    });
    await response.arrayBuffer();
  };
  const turn = (): void => {
    for (const { id, node } of checks) {
      const mode = node === null ? 'down' : estate.mode(node);
      // A hub that is away, or does not watch this catalogue yet, is told again at the next turn.
      if (mode !== 'down' && mode !== 'errors') void push(id).catch(() => {});
    }
    cancel = clock.after(EVERY_MS, turn);
  };
  turn();
  return () => {
    cancel();
    stopping.abort();
  };
}
