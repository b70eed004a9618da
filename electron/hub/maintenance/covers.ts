import type { Service } from '../../../shared/model/catalogue';
import type { MaintenanceRun, MaintenanceWindow } from '../../../shared/model/maintenance';
import { type Impact, severity } from '../../../shared/model/states';
import { matchNodes } from '../../../shared/rules/node-pattern';
import type { RoomView } from '../../../shared/rules/reduce';

/** Nodes that one window may cover: each is a name in an event that every console receives. */
export const MAX_COVERED = 5_000;

export type Covers = MaintenanceRun['covers'];

/** The nodes that a window covers in the room as it is, each with the worst that is expected of it. */
export function coversOf(window: Pick<MaintenanceWindow, 'effects'>, room: RoomView): Covers {
  const services = servicesOf(room);
  const worst = new Map<string, Impact>();
  for (const effect of window.effects) {
    for (const node of matchNodes(effect.match, services)) {
      const known = worst.get(node);
      if (!known || severity(effect.worst) > severity(known)) worst.set(node, effect.worst);
    }
  }
  return [...worst].map(([node, expected]) => ({ node, worst: expected }));
}

/** Whether two lists cover the same nodes in the same way, in whatever order. */
export function sameCovers(a: Covers, b: Covers): boolean {
  if (a.length !== b.length) return false;
  const known = new Map(a.map(({ node, worst }) => [node, worst]));
  return b.every(({ node, worst }) => known.get(node) === worst);
}

/** The services of the room's catalogue. */
export function servicesOf(room: Pick<RoomView, 'catalogue'>): readonly Service[] {
  const services: Service[] = [];
  for (const entity of room.catalogue.values()) if (entity.kind === 'service') services.push(entity.value);
  return services;
}
