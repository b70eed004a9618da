import { COMMAND_PAYLOADS } from '../../../shared/contract/commands';
import type { Handover } from '../../../shared/model/handover';
import type { ShiftRef } from '../../../shared/model/roster';
import type { Speech } from '../../i18n/react';
import { type EventNames, personName } from './command-words';

type Says = Pick<Speech, 't'>;

/** A kind of shift by its name (*natt*); its id where the plan has none. */
export function shiftName(catalogue: EventNames['catalogue'], id: string): string {
  const entity = catalogue.get(`shift-pattern:${id}`);
  return entity?.kind === 'shift-pattern' ? entity.value.name : id;
}

/** A watch position by its name (*nattoperatør*); its id where the plan has none. */
export function positionName(catalogue: EventNames['catalogue'], id: string): string {
  const entity = catalogue.get(`watch-position:${id}`);
  return entity?.kind === 'watch-position' ? entity.value.name : id;
}

/** `23.11.` of an ISO date. */
export function shortDate(date: string): string {
  const [, month = '', day = ''] = date.split('-');
  return `${day}.${month}.`;
}

/** `natt 23.11.` */
export function shiftWords(names: EventNames, ref: Pick<ShiftRef, 'shift' | 'date'>): string {
  return `${shiftName(names.catalogue, ref.shift)} ${shortDate(ref.date)}`;
}

/** `natt 23.11., nattoperatør` of `DATE/SHIFT/POSITION`. */
export function turnWords(names: EventNames, id: string, { t }: Says): string {
  const [date = '', shift = '', position = ''] = id.split('/');
  return t('watch:subject.assignment', {
    shift: shiftName(names.catalogue, shift),
    date: shortDate(date),
    position: positionName(names.catalogue, position),
  });
}

/** `H-41 Vaktskifte natt 22.11. → dag 23.11.` */
export function handoverName(
  handover: Pick<Handover, 'number' | 'from' | 'to'>,
  names: EventNames,
  says: Says,
): string {
  const { number, from, to } = handover;
  const name = betweenWords(from && shiftWords(names, from), to && shiftWords(names, to), says);
  return numbered(number, name, says);
}

function betweenWords(from: string | null, to: string | null, { t }: Says): string {
  if (from !== null && to !== null) return t('watch:subject.handoverBetween', { from, to });
  return from === null ? t('watch:subject.handover') : t('watch:subject.handoverOf', { from });
}

/** With its number in front, once it has one. */
export function numbered(number: string, name: string, { t }: Says): string {
  return number === '' ? name : t('watch:subject.numbered', { number, name });
}

/**
 * What people call something of the watch, by what stands before and after the first `/` of a command's subject; null: it is
 * no such thing. `payload`: what the command took; it knows what the board has not got yet.
 */
export function watchSubjectName(
  names: EventNames,
  kind: string,
  id: string,
  says: Says,
  payload: unknown,
): string | null {
  const { t } = says;
  switch (kind) {
    case 'entry': {
      const entity = names.watch?.get(`entry:${id}`);
      const number = entity?.kind === 'entry' ? entity.value.number : '';
      return number === '' ? t('watch:subject.entry') : number;
    }
    case 'absence':
      return absenceName(names, id, says, payload);
    case 'assignment':
      return turnWords(names, id, says);
    case 'duty':
      return t('watch:subject.duty');
    case 'handover': {
      const entity = names.watch?.get(`handover:${id}`);
      if (entity?.kind === 'handover') return handoverName(entity.value, names, says);
      const [date = '', shift = ''] = id.split('_');
      return shift === ''
        ? t('watch:subject.handover')
        : betweenWords(shiftWords(names, { date, shift }), null, says);
    }
    case 'follow-up': {
      const entity = names.watch?.get(`follow-up:${id}`);
      if (entity?.kind === 'follow-up') return numbered(entity.value.number, entity.value.text, says);
      const given = COMMAND_PAYLOADS['follow-up.set'].safeParse(payload);
      return given.success ? given.data.text : t('watch:subject.followUp');
    }
    case 'routine': {
      const entity = names.watch?.get(`routine-run:${id}`);
      if (entity?.kind === 'routine-run') return numbered(entity.value.number, entity.value.name, says);
      const [routine = ''] = id.split('/');
      const planned = names.catalogue.get(`routine:${routine}`);
      return planned?.kind === 'routine' ? planned.value.name : routine;
    }
    default:
      return null;
  }
}

function absenceName(names: EventNames, id: string, { t }: Says, payload: unknown): string {
  const entity = names.watch?.get(`absence:${id}`);
  const given = COMMAND_PAYLOADS['roster.set'].safeParse(payload);
  const person =
    entity?.kind === 'absence'
      ? entity.value.person
      : given.success && given.data.kind === 'absence'
        ? given.data.value.person
        : null;
  return person === null
    ? t('watch:subject.absenceUnknown')
    : t('watch:subject.absence', { name: personName(names.people, person) });
}
