import { type EventBody, eventBody } from '../../../shared/model/events';

/**
 * An event's body out of its stored text. What an earlier version wrote gets this version's defaults, so that
 * reducing it gives the same state wherever it is reduced; the text itself, and so the chain, stays as it was.
 * One that fits no schema of ours comes back as it was written. Throws when the text is not JSON.
 */
export function readBody(text: string): EventBody {
  const body: unknown = JSON.parse(text);
  const parsed = eventBody.safeParse(body);
  return parsed.success ? parsed.data : (body as EventBody);
}
