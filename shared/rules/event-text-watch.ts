import type { SearchKind } from '../contract/wire';
import type { EventBody } from '../model/events';
import type { CriticalItem, Handover } from '../model/handover';
import type { Erasable, LogEntry } from '../model/shift-log';
import { assertNever } from '../util/assert-never';
import type { Parts } from './event-text';

/** What of the watch can be searched for: the shift log, who has the watch, handovers, routines. */
type Told = Extract<
  EventBody,
  {
    type:
      | 'log.written'
      | 'log.corrected'
      | 'log.erased'
      | 'roster.changed'
      | 'duty.changed'
      | 'handover.moved'
      | 'follow-up.moved'
      | 'routine.moved';
  }
>;

type Name = (id: string | null) => string;

/** What people call each step, in both languages: they search for what they say. */
const DUTY = {
  began: 'begynte began',
  taken: 'overtok alene took over alone',
  joined: 'kom til joined',
  left: 'gikk av left',
} as const;
const HANDOVER = {
  began: 'begynt began',
  changed: 'endret changed',
  exchange: 'gjennomgang exchange',
  walked: 'gjennomgått walked through',
  said: 'sagt tilbake stated back',
  'read-back': 'tilbakelest read back',
  signed: 'signert signed',
  unsigned: 'signatur trukket unsigned',
  late: 'forsinket late',
  accepted: 'overtatt accepted',
  amended: 'tillegg amendment',
} as const;
const FOLLOW_UP = {
  set: 'satt set',
  due: 'frist due',
  closed: 'lukket closed',
  reopened: 'åpnet igjen reopened',
} as const;
const ROUTINE = {
  opened: 'åpen open',
  ticked: 'krysset av ticked',
  overdue: 'forfalt overdue',
  done: 'gjort done',
  skipped: 'hoppet over skipped',
  reopened: 'åpnet igjen reopened',
} as const;

/** See `eventText`. Null: time put away what was said before, or there is nothing in it to search for. */
export function watchParts(body: Told, node: Name, person: Name): readonly [SearchKind, Parts] | null {
  switch (body.type) {
    case 'log.written':
      return ['shift-log', entryParts(body.entry, node, person)];
    case 'log.corrected':
      return [
        'shift-log',
        ['vaktlogg rettet corrected', body.number, said(body.correction.body), person(body.correction.by)],
      ];
    case 'log.erased':
      return ['shift-log', ['vaktlogg slettet erased', body.number, body.why, person(body.actor)]];
    case 'roster.changed':
      return body.actor === null ? null : ['people', [...rosterParts(body, person), person(body.actor)]];
    case 'duty.changed': {
      const holders = body.duty.holders.flatMap((one) => [one.position, person(one.person)]);
      return ['people', ['har vakten has the watch', DUTY[body.why], ...holders, person(body.actor)]];
    }
    case 'handover.moved':
      return handoverParts(body, node, person);
    case 'follow-up.moved': {
      if (body.what === 'dropped') return null;
      const { number, text, node: about, owner, closed } = body.followUp;
      const words = ['oppfølging follow-up', number, FOLLOW_UP[body.what], text];
      return ['handover', [...words, node(about), person(owner), closed?.note ?? null, person(body.actor)]];
    }
    case 'routine.moved': {
      if (body.what === 'dropped') return null;
      const { number, name, settled } = body.run;
      return [
        'handover',
        ['rutine routine', number, name, ROUTINE[body.what], settled?.note ?? null, person(body.actor)],
      ];
    }
    default:
      return assertNever(body, 'event text');
  }
}

function said(body: Erasable): string | null {
  return body.said?.text ?? null;
}

function entryParts(entry: LogEntry, node: Name, person: Name): Parts {
  return [
    'vaktlogg shift log',
    entry.number,
    said(entry.body),
    ...entry.corrections.map(({ body }) => said(body)),
    person(entry.by),
    ...entry.links.map(({ kind, id }) => (kind === 'node' ? node(id) : id)),
    ...entry.attachments.filter(({ erased }) => !erased).map(({ name }) => name),
  ];
}

function rosterParts(body: Told & { type: 'roster.changed' }, person: Name): Parts {
  const put = body.put.flatMap((entity): Parts => {
    switch (entity.kind) {
      case 'absence':
        return ['fravær absence', person(entity.value.person), entity.value.note];
      case 'assignment':
        return ['bytte swap', entity.value.id, person(entity.value.person), entity.value.note];
      default:
        return assertNever(entity, 'event text');
    }
  });
  return ['vaktplan roster', ...put, ...(body.drop.length === 0 ? [] : ['fjernet removed', ...body.drop])];
}

/** What people signed is kept beside the log; the event tells who, which shift, what was said aloud, and why not all was. */
function handoverParts(
  body: Told & { type: 'handover.moved' },
  node: Name,
  person: Name,
): readonly [SearchKind, Parts] | null {
  if (body.what === 'dropped') return null;
  const { handover, what, actor } = body;
  const who = [...handover.outgoing, ...handover.incoming].flatMap((one) => [
    one.position,
    person(one.person),
  ]);
  const head = ['vaktskifte handover', handover.number, HANDOVER[what], handover.from?.id ?? null];
  const whole = what === 'began' || what === 'accepted';
  return [
    'handover',
    [
      ...head,
      handover.to?.id ?? null,
      ...(whole ? who : []),
      ...(what === 'accepted' ? handover.items.flatMap((item) => itemParts(item, node)) : []),
      ...exceptionsOf(handover, what),
      person(actor),
    ],
  ];
}

function itemParts(item: CriticalItem, node: Name): Parts {
  return [item.title, node(item.node), item.said?.words ?? null];
}

function exceptionsOf(handover: Handover, what: string): Parts {
  if (what !== 'signed' && what !== 'accepted') return [];
  return handover.signatures.flatMap(({ exception }) =>
    exception === null ? [] : ['unntak exception', exception.reason],
  );
}
