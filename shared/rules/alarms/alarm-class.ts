import type { AlarmClass } from '../../model/catalogue';
import type { RoomView } from '../reduce';

/** The alarm class of a service; undefined: its catalogue knows of none. */
export function classOf(view: Pick<RoomView, 'catalogue'>, service: string): AlarmClass | undefined {
  const entity = view.catalogue.get(`alarm-class:${service}`);
  return entity?.kind === 'alarm-class' ? entity.value : undefined;
}
