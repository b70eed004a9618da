import { type ReactNode, useId, useMemo } from 'react';
import type { Person } from '../../../shared/model/people';
import { mayGive } from '../../../shared/rules/permissions';
import { useT } from '../../i18n/react';
import { useBoard, useBoardStore } from '../../stores/board-react';

/** Somebody an alarm can be handed to: active, and allowed to own one. */
export function PersonChoice(props: {
  readonly label: string;
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}): ReactNode {
  const { label, chosen, onChoose } = props;
  const { t } = useT();
  const store = useBoardStore();
  const version = useBoard((state) => state.peopleVersion);
  const me = useBoard((state) => state.identity?.signedIn?.person ?? null);
  const id = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const people = useMemo(
    () =>
      [...store.getState().people.values()]
        .flatMap((entity): Person[] => (entity.kind === 'person' ? [entity.value] : []))
        .filter((one) => one.active && one.id !== me && mayGive(one.roles, 'alarm.acknowledge'))
        .sort((a, b) => a.name.localeCompare(b.name, 'nb')),
    [store, version, me],
  );
  return (
    <div className="act-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="text-field"
        data-first=""
        value={chosen ?? ''}
        onChange={(event) => onChoose(event.target.value || null)}
      >
        <option value="">{t('alarms:form.nobody')}</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name} ({person.initials})
          </option>
        ))}
      </select>
    </div>
  );
}
