import type { Channel } from '../../../shared/model/catalogue';
import type { RoomView } from '../../../shared/rules/reduce';

/** A channel as the catalogue has it; null: it has none of that id. */
export function channelOf(view: Pick<RoomView, 'catalogue'>, id: string): Channel | null {
  const entity = view.catalogue.get(`channel:${id}`);
  return entity?.kind === 'channel' ? entity.value : null;
}
