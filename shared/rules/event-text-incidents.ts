import type { SearchKind } from '../contract/wire';
import type { EventBody, IncidentMoved } from '../model/events';
import { assertNever } from '../util/assert-never';
import { type Parts, word } from './event-text';

/** What of causes said by people, incidents, callers and messages can be searched for. */
type Told = Extract<
  EventBody,
  {
    type:
      | 'cause.said'
      | 'incident.moved'
      | 'callers.counted'
      | 'report.changed'
      | 'known-error.set'
      | 'message.moved'
      | 'notification.moved';
  }
>;

type Name = (id: string | null) => string;

/** See `eventText`. Null: time put away what was said before; there is nothing new in it. */
export function incidentParts(body: Told, node: Name, person: Name): readonly [SearchKind, Parts] | null {
  switch (body.type) {
    case 'cause.said': {
      const { verdict } = body;
      const cause = verdict?.cause ?? null;
      const said = verdict && cause === null ? 'skilt ut står alene stands alone split' : 'årsak cause';
      return ['act', [said, node(body.node), node(cause), verdict?.note ?? null, person(body.actor)]];
    }
    case 'incident.moved':
      return body.put.length === 0 ? null : ['incident', movedParts(body, node, person)];
    case 'callers.counted':
      return body.actor === null
        ? null
        : ['caller', ['innringer caller', node(body.node), person(body.actor)]];
    case 'report.changed':
      return [
        'caller',
        ['meldt nede av brukere user report', node(body.node), body.report?.note ?? null, person(body.actor)],
      ];
    case 'known-error.set': {
      const { number, title, symptom, workaround, ticket, services, retired } = body.error;
      const said = retired ? 'tatt ut retired' : '';
      const words = ['kjent feil known error workaround', number, title, symptom, workaround, ticket, said];
      return ['caller', [...words, ...services.map(node), person(body.actor)]];
    }
    case 'message.moved':
      return messageParts(body, node, person);
    case 'notification.moved': {
      if (body.what === 'dropped') return null;
      const { alarm, node: about, why, steps } = body.notification;
      const last = steps.at(-1);
      const to = [
        last?.channel ?? null,
        last?.team ?? null,
        last?.contact ?? null,
        last?.delivery.detail ?? null,
      ];
      return [
        'message',
        ['varsling notification', alarm, node(about), word(body.what), ...to, why, person(body.actor)],
      ];
    }
    default:
      return assertNever(body, 'event text');
  }
}

/** The incident itself is in every event of it: its longer words are told where they were set. */
function movedParts(body: IncidentMoved, node: Name, person: Name): Parts {
  const told = body.put.flatMap((entity): Parts => {
    switch (entity.kind) {
      case 'incident': {
        const { number, title, severity, services, consequence, ticket, cause, alarm } = entity.value;
        const named = [number, title];
        if (body.what !== 'incident.open' && body.what !== 'incident.set') return named;
        return [...named, word(severity), consequence, ticket, alarm, node(cause), ...services.map(node)];
      }
      case 'entry': {
        const facts = Object.values(entity.value.facts).filter((fact) => typeof fact === 'string');
        return [entity.value.text, ...facts];
      }
      case 'task':
        return [entity.value.text, person(entity.value.owner)];
      default:
        return assertNever(entity, 'event text');
    }
  });
  return ['hendelse incident', ...told, person(body.actor)];
}

/** The whole text is told where it was written; on its way out only where it goes. */
function messageParts(
  body: Told & { type: 'message.moved' },
  node: Name,
  person: Name,
): readonly [SearchKind, Parts] | null {
  if (body.what === 'dropped') return null;
  const { number, subject, body: text, node: about, deliveries } = body.message;
  const written = body.what === 'drafted' || body.what === 'changed' || body.what === 'approved';
  const said = deliveries.find(({ channel }) => channel === body.channel)?.detail ?? null;
  return [
    'message',
    [
      'driftsmelding message',
      number,
      subject,
      word(body.what),
      node(about),
      person(body.actor),
      body.channel,
      ...(written ? [text] : [said]),
    ],
  ];
}
