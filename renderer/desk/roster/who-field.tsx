import { type ReactNode, useId, useMemo } from 'react';
import type { ShiftPlan } from '../../../shared/rules/watch/turns';
import { useT } from '../../i18n/react';
import { useEverybody } from '../people/use-people';
import { usePlan } from './use-roster';

/** Somebody who can be planned. */
export interface Plannable {
  readonly id: string;
  readonly name: string;
}

/** Everybody in use whom the hub knows, and after them those that only the plan names: they may be made later. */
export function usePlannable(): readonly Plannable[] {
  const { persons } = useEverybody();
  const plan = usePlan();
  return useMemo(() => {
    const known = persons.filter(({ active, machine }) => active && !machine);
    const all = new Set(persons.map(({ id }) => id));
    const others = namedIn(plan).filter((id) => !all.has(id));
    return [
      ...known.map(({ id, name, initials }) => ({ id, name: `${name} (${initials})` })),
      ...others.map((id) => ({ id, name: id })),
    ];
  }, [persons, plan]);
}

function namedIn(plan: ShiftPlan | null): readonly string[] {
  const ids = (plan?.rota ?? []).flatMap(({ turns }) => turns.flatMap((id) => (id === null ? [] : [id])));
  return [...new Set(ids)].sort();
}

/** One of those who can be planned; `nobody`: what no choice is called. */
export function WhoField(props: {
  readonly label: string;
  readonly nobody: string;
  readonly chosen: string | null;
  readonly first?: boolean;
  readonly onChoose: (id: string | null) => void;
}): ReactNode {
  const { label, nobody, chosen, first, onChoose } = props;
  const { t } = useT();
  const people = usePlannable();
  const id = useId();
  const known = chosen === null || people.some((one) => one.id === chosen);
  return (
    <div className="act-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="text-field"
        value={chosen ?? ''}
        data-first={first ? '' : undefined}
        onChange={(event) => onChoose(event.target.value || null)}
      >
        <option value="">{nobody}</option>
        {!known && <option value={chosen}>{t('roster:notInUse', { name: chosen })}</option>}
        {people.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </div>
  );
}
