import { useMemo } from 'react';
import type { Handover, SignedText } from '../../../shared/model/handover';
import type { NoteNames } from '../../../shared/rules/handover/note';
import { formatClock, formatDate } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { personName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { positionName, shiftName } from '../events/watch-names';

/** What people, positions and shifts are called. */
export function useNoteNames(): NoteNames {
  const names = useEventNames();
  return useMemo<NoteNames>(
    () => ({
      person: (id) => personName(names.people, id),
      position: (id) => positionName(names.catalogue, id),
      shift: (id) => shiftName(names.catalogue, id),
    }),
    [names],
  );
}

/** `natt → dag`; of one without shifts its people. */
export function shiftsOf({ from, to, outgoing, incoming }: Handover, names: NoteNames): string {
  const shifts = [from, to].flatMap((ref) => (ref === null ? [] : [names.shift(ref.shift)]));
  if (shifts.length > 0) return shifts.join(' → ');
  const list = (people: Handover['outgoing']): string =>
    people.map(({ person }) => names.person(person)).join(', ');
  return `${list(outgoing)} → ${list(incoming)}`;
}

/** `mandag 23.11.2026 (22:00–07:15)` */
export function useWhen(): (handover: Handover) => string {
  const { lang } = useT();
  return (handover) => {
    const { from, beganAt } = handover;
    const hours = from === null ? '' : ` (${formatClock(from.start)}–${formatClock(from.end)})`;
    return `${formatDate(from?.end ?? beganAt, lang)}${hours}`;
  };
}

/** What is worth knowing of how it was done, by code; none: as it should be. */
export type Flag = 'exception' | 'late' | 'not-read-back' | 'not-whole';

export function flagsOf(handover: Handover, text: SignedText | null): readonly Flag[] {
  const { signatures, lateSince, acceptedAt, readBack, elements } = handover;
  const flags: Record<Flag, boolean> = {
    exception: signatures.some(({ exception }) => exception !== null),
    late: lateSince !== null,
    'not-read-back': acceptedAt !== null && readBack === null && text?.readBack == null,
    'not-whole': elements !== null && !Object.values(elements).every((there) => there),
  };
  return (['exception', 'late', 'not-read-back', 'not-whole'] as const).filter((flag) => flags[flag]);
}
