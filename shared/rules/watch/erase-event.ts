import type { EventBody } from '../../model/events';
import { erasePart } from './reduce-watch';

/** What is erased: an entry's `text`, one of its corrections (its id), or an attachment (its hash). */
export interface Erasure {
  /** The entry's id. */
  readonly entry: string;
  readonly part: string;
}

/** The event without what was erased; the very same one where it holds nothing of it. */
export function eraseInEvent(body: EventBody, { entry, part }: Erasure): EventBody {
  if (body.type === 'log.written' && body.entry.id === entry) {
    return { ...body, entry: erasePart(body.entry, part) };
  }
  if (body.type === 'log.corrected' && body.entry === entry && body.correction.id === part) {
    const { correction } = body;
    return { ...body, correction: { ...correction, body: { ...correction.body, said: null } } };
  }
  return body;
}
