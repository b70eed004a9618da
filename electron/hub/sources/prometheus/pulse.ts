import type { SourceTarget } from '../../catalogue/loaded';
import { ask, textOf } from '../bounded-http';
import { fieldsOf } from '../text';

const MAX_BYTES = 256 * 1024;

/**
 * Why the Prometheus beside an Alertmanager cannot feed it, in words; null: it can. An Alertmanager whose
 * Prometheus is dead answers as if all were well, and forgets its alerts one by one.
 */
export async function prometheusFault(target: SourceTarget, signal: AbortSignal): Promise<string | null> {
  const get = async (path: string): Promise<{ readonly status: number; readonly text: string }> => {
    const answer = await ask(
      {
        url: `${target.prometheus}${path}`,
        method: 'GET',
        headers: target.headers,
        ca: target.ca,
        maxBytes: MAX_BYTES,
      },
      signal,
    );
    return { status: answer.status, text: await textOf(answer) };
  };
  try {
    const ready = await get('/-/ready');
    if (ready.status !== 200) return `Prometheus er ikke klar (HTTP ${ready.status})`;
    const known = await get('/api/v1/alertmanagers');
    const active = fieldsOf(fieldsOf(JSON.parse(known.text))?.data)?.activeAlertmanagers;
    if (known.status !== 200 || !Array.isArray(active)) return 'Prometheus svarer uforståelig';
    return active.length > 0 ? null : 'Prometheus kjenner ingen Alertmanager å sende varsler til';
  } catch (error) {
    if (error instanceof SyntaxError) return 'Prometheus svarer uforståelig';
    return `Prometheus ${error instanceof Error ? error.message : String(error)}`;
  }
}
