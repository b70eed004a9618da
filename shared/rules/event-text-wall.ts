import type { SearchKind } from '../contract/wire';
import type { EventBody } from '../model/events';
import { assertNever } from '../util/assert-never';
import type { Parts } from './event-text';

type Told = Extract<EventBody, { type: 'wall.moved' | 'scene.set' | 'scene.removed' | 'wall.cared' }>;

/** What people call each step, in both languages: they search for what they say. */
const CHANGE = {
  scene: 'scene valgt scene chosen',
  rotate: 'veksler scener rotation',
  send: 'sendt til veggen sent to the wall',
  spotlight: 'fremhevet spotlight',
  message: 'beskjed på veggen message',
  clear: 'tatt bort cleared',
  'take-over': 'tok over veggen took over',
  returned: 'veggen tilbake returned',
  held: 'veksling stanset rotation stopped',
  resumed: 'veksling fortsetter rotation goes on',
  ended: 'tiden ute time is up',
  changed: 'endret changed',
} as const;

/** What is done about a wall, in both languages. */
const CARE = {
  reload: 'siden lastet på nytt reloaded',
  recreate: 'vinduet byttet ut replaced',
  restart: 'programmet startet på nytt restarted',
} as const;

/** What of the wall can be searched for. See `eventText`. */
export function wallParts(
  body: Told,
  node: (id: string | null) => string,
  person: (id: string | null) => string,
): readonly [SearchKind, Parts] {
  switch (body.type) {
    case 'wall.moved': {
      const { shown, message, spotlight } = body.wall;
      const words = [
        ...(body.what === 'message' ? [message?.text ?? null] : []),
        ...(body.what === 'spotlight' ? [node(spotlight?.node ?? null)] : []),
      ];
      return [
        body.actor === null ? 'room' : 'act',
        ['veggen wall', CHANGE[body.what], shown.scene, node(shown.about), ...words, person(body.actor)],
      ];
    }
    case 'scene.set':
      return ['act', ['scene på veggen wall scene', body.scene.id, body.scene.name, person(body.actor)]];
    case 'scene.removed':
      return ['act', ['scene fjernet scene removed', body.id, body.name, person(body.actor)]];
    case 'wall.cared':
      return ['act', ['veggen wall', CARE[body.how], body.name, body.window, person(body.actor)]];
    default:
      return assertNever(body, 'event text');
  }
}
