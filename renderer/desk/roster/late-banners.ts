import type { Handover } from '../../../shared/model/handover';
import type { WatchEntity } from '../../../shared/model/watch';
import { handoversIn } from '../../../shared/rules/handover/read-handovers';
import type { ShiftPlan } from '../../../shared/rules/watch/turns';
import { formatAge, formatSince } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import { type EventNames, personName } from '../events/command-words';
import type { Banner } from '../shell/banners';
import { shiftName } from './roster-words';

/** Who reads the banner: whose work it is, it is told louder. */
export interface LateReader {
  /** Null: nobody is signed in. */
  readonly person: string | null;
  readonly leader: boolean;
}

/**
 * Handovers that were not done by their time, told on every page: who is responsible all the same, and the way to it. Loud
 * for the two it is between and for the shift leader. `now`: the hub's time, ms UTC.
 */
export function lateBanners(
  watch: ReadonlyMap<string, WatchEntity>,
  plan: ShiftPlan | null,
  reader: LateReader,
  names: EventNames,
  now: number,
  speech: Speech,
): readonly Banner[] {
  const { t, lang } = speech;
  return handoversIn(watch).flatMap((handover): Banner[] => {
    const { lateSince, state, from, to, outgoing, incoming, dueAt, id } = handover;
    if (lateSince === null || state === 'accepted') return [];
    const responsible = outgoing.map(({ person }) => personName(names.people, person)).join(', ');
    const waits = incoming.map(({ person }) => personName(names.people, person)).join(', ');
    const said = [
      responsible === '' ? t('roster:late.nobody') : t('roster:late.responsible', { names: responsible }),
      ...(waits === '' ? [] : [t(`roster:late.state.${stateOf(handover)}`, { names: waits })]),
      ...(reader.leader ? [t('roster:late.leader')] : []),
    ];
    const people = [...outgoing, ...incoming].map(({ person }) => person);
    return [
      {
        id: `late-${id}`,
        tone: 'warning',
        title: t('roster:late.title', {
          from: from === null ? '–' : shiftName(plan, from.shift),
          to: to === null ? '–' : shiftName(plan, to.shift),
          time: formatSince(dueAt, now),
          age: formatAge(now - dueAt, lang),
        }),
        text: said.join(' '),
        loud: reader.leader || (reader.person !== null && people.includes(reader.person)),
        act: { label: t('roster:late.open'), to: { handover: id } },
      },
    ];
  });
}

function stateOf({ state }: Handover): 'preparing' | 'exchanging' | 'signed' {
  return state === 'accepted' ? 'signed' : state;
}
