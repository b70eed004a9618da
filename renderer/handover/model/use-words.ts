import { useMemo } from 'react';
import type { Handover } from '../../../shared/model/handover';
import { formatClock, formatDate, formatSince } from '../../../shared/time/format';
import { personName } from '../../desk/events/command-words';
import { useEventNames } from '../../desk/events/use-event-names';
import { positionName, shiftName } from '../../desk/events/watch-names';
import { type Speech, useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';

/** How people, shifts and times are said in this window. */
export interface Words extends Speech {
  person(id: string): string;
  /** `nattoperatør`, with the person's name where it is another word. */
  holder(one: Handover['outgoing'][number]): string;
  initials(id: string): string;
  position(id: string): string;
  /** `natt → dag, mandag 23.11.2026 (22:00–07:15)` */
  title(handover: Handover): string;
}

export function useWords(): Words {
  const speech = useT();
  const names = useEventNames();
  const people = useBoard((state) => state.people);
  return useMemo(() => {
    const { t, lang } = speech;
    const person = (id: string): string => personName(people, id);
    const position = (id: string): string => positionName(names.catalogue, id);
    const shift = (handover: Handover['from']): string | null =>
      handover === null ? null : shiftName(names.catalogue, handover.shift);
    return {
      ...speech,
      person,
      position,
      holder: (one) => {
        const name = person(one.person);
        const at = one.position === null ? null : position(one.position);
        return at === null || at === name ? name : t('handover:holder', { name, position: at });
      },
      initials: (id) => {
        const entity = people.get(`person:${id}`);
        return entity?.kind === 'person' ? entity.value.initials : id.slice(0, 2).toUpperCase();
      },
      title: (handover) => {
        const { from, to } = handover;
        const at = from?.end ?? handover.beganAt;
        const shifts = [shift(from), shift(to)].filter((name) => name !== null).join(' → ');
        const hours = from === null ? '' : ` (${formatClock(from.start)}–${formatClock(from.end)})`;
        return t('handover:title', { shifts, date: `${formatDate(at, lang)}${hours}` }).replace('  ', ' ');
      },
    };
    // `names` is made anew when any of the maps that it reads changes.
  }, [speech, names, people]);
}

/** `07:06`, with its date where it is not today's. */
export function clockOf(at: number, now: number): string {
  return formatSince(at, now);
}
