import type { Alarm, SHELF_CODES } from '../../model/alarms';
import type { DraftLine } from '../../model/handover';
import type { ForeignSilence } from '../../model/sources';
import { formatAge } from '../../time/format';
import { isActive } from '../alarms/machine';
import { alarmSource, callersWord, type DraftContext, quoted, STATE_WORDS } from './draft-context';
import { medianMs, passingsOf } from './draft-episodes';

const SHELF_WORDS: Readonly<Record<(typeof SHELF_CODES)[number], string>> = {
  'known-fault': 'kjent feil',
  nuisance: 'støy',
  'waiting-for-supplier': 'venter på leverandør',
  'being-worked-on': 'arbeides med',
  other: 'annet',
};

/** What is put aside, by whom, and until when: shelved, out of service, silenced at its source. The soonest end first. */
export function drawAside(context: DraftContext): readonly DraftLine[] {
  return [
    ...context.alarms.flatMap((alarm) => {
      if (alarm.outOfService) return [drawOutOfService(context, alarm, alarm.outOfService)];
      if (alarm.shelf) return [drawShelved(context, alarm, alarm.shelf)];
      return isActive(alarm) && alarm.state === 'suppressed' && alarm.suppressed?.kind === 'silence'
        ? [drawSilenced(context, alarm)]
        : [];
    }),
    ...[...context.view.sources.values()].flatMap((entity) =>
      entity.kind === 'silence' && entity.value.phase === 'active'
        ? [drawSilence(context, entity.value)]
        : [],
    ),
  ];
}

function drawShelved(context: DraftContext, alarm: Alarm, shelf: NonNullable<Alarm['shelf']>): DraftLine {
  const times = passingsOf(context, alarm);
  const count = times.length + (isActive(alarm) ? 1 : 0);
  const callers = context.ledger.callersOf(alarm.node);
  const often =
    count > 1 && times.length > 0
      ? `${count} alarmer, median ${formatAge(medianMs(times), 'nb')}, ${callersWord(callers) ?? 'ingen har ringt'}`
      : callersWord(callers);
  return context.line('aside', {
    key: `aside/${keyOf(alarm)}`,
    order: shelf.until / 1_000,
    lead: `${context.node(alarm.node)}:`,
    parts: [
      often,
      isActive(alarm) &&
        `Er ${STATE_WORDS[alarm.condition]} nå, siden ${context.clock(alarm.activeSince ?? alarm.raisedAt)}`,
      `${often === null && !isActive(alarm) ? 'hyllet' : 'Hyllet'} til ${context.clock(shelf.until)} av ${context.person(shelf.by)}: ${SHELF_WORDS[shelf.code]}${shelf.reason === '' ? '' : `, ${quoted(shelf.reason, 200)}`}`,
      shelf.breakAfterMs !== null && `Bryter ut etter ${formatAge(shelf.breakAfterMs, 'nb')}`,
      alarm.ticket && `Sak ${alarm.ticket}`,
      alarm.owner !== null && context.owner(alarm.owner),
    ],
    sources: [alarmSource(alarm)],
    node: alarm.node,
  });
}

function drawOutOfService(
  context: DraftContext,
  alarm: Alarm,
  out: NonNullable<Alarm['outOfService']>,
): DraftLine {
  return context.line('aside', {
    key: `aside/${keyOf(alarm)}`,
    order: out.reviewAt / 1_000,
    lead: `${context.node(alarm.node)}:`,
    parts: [
      `ute av drift fra ${context.clock(out.at)}, ansvarlig ${quoted(out.responsible, 120)}: ${quoted(out.reason, 200)}`,
      isActive(alarm) && `Er ${STATE_WORDS[alarm.condition]} nå`,
      out.due
        ? `VURDERING SKULLE VÆRT GJORT ${context.clock(out.reviewAt)}`
        : `Vurderes ${context.clock(out.reviewAt)}`,
      alarm.ticket && `Sak ${alarm.ticket}`,
    ],
    sources: [alarmSource(alarm)],
    node: alarm.node,
    critical: out.due,
  });
}

function drawSilenced(context: DraftContext, alarm: Alarm): DraftLine {
  return context.line('aside', {
    key: `aside/${keyOf(alarm)}`,
    order: 0,
    lead: `${context.node(alarm.node)}:`,
    parts: [
      `${STATE_WORDS[alarm.condition]} siden ${context.clock(alarm.activeSince ?? alarm.raisedAt)}, dempet ved kilden`,
      alarm.owner !== null && context.owner(alarm.owner),
    ],
    sources: [alarmSource(alarm)],
    node: alarm.node,
  });
}

function drawSilence(context: DraftContext, silence: ForeignSilence): DraftLine {
  const entity = context.view.catalogue.get(`source:${silence.source}`);
  const source = entity?.kind === 'source' ? entity.value.name : silence.source;
  const what = silence.matchers
    .map(({ name, value, isEqual, isRegex }) => `${name}${isEqual ? '' : '!'}${isRegex ? '~' : '='}${value}`)
    .join(', ');
  return context.line('aside', {
    key: `aside/silence/${silence.id}`,
    order: silence.endsAt / 1_000,
    lead: `Dempet hos ${source}: ${quoted(what, 160)}`,
    parts: [
      `Til ${context.clock(silence.endsAt)}, av ${quoted(silence.author, 80)}`,
      silence.comment !== '' && quoted(silence.comment, 200),
    ],
    sources: [{ kind: 'rule', id: silence.id, label: 'demping' }],
  });
}

function keyOf({ id, node }: Alarm): string {
  return id === '' ? `@${node}` : id;
}
