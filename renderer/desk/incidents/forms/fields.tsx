import { type ReactNode, useId, useMemo } from 'react';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../../../../shared/model/incidents';
import { mayGive } from '../../../../shared/rules/permissions';
import { useT } from '../../../i18n/react';
import { useBoard } from '../../../stores/board-react';
import { DigitChoice } from '../../alarms/digit-choice';
import { fold } from '../../model/row';
import { useEverybody } from '../../people/use-people';

/** Words over several lines: Enter writes one more. */
export function Words(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly help?: string;
  readonly rows?: number;
  readonly first?: boolean;
}): ReactNode {
  const { label, value, onChange, help, rows = 2, first } = props;
  const id = useId();
  return (
    <div className="act-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="text-field inc-words"
        rows={rows}
        maxLength={1_000}
        value={value}
        data-first={first ? '' : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {help !== undefined && <span className="quiet">{help}</span>}
    </div>
  );
}

/** How bad it is, by its digit. */
export function SeverityChoice(props: {
  readonly chosen: IncidentSeverity;
  readonly onChoose: (severity: IncidentSeverity) => void;
}): ReactNode {
  const { t } = useT();
  return (
    <DigitChoice
      label={t('incidents:field.severity')}
      options={INCIDENT_SEVERITIES.map((id) => ({ id, name: t(`incidents:severity.${id}`) }))}
      chosen={props.chosen}
      onChoose={(id) => id !== null && props.onChoose(id)}
    />
  );
}

/** Somebody of the room; `lead`: only those who may lead an incident. */
export function Somebody(props: {
  readonly label: string;
  readonly nobody: string;
  readonly chosen: string | null;
  readonly lead?: boolean;
  readonly first?: boolean;
  readonly onChoose: (id: string | null) => void;
}): ReactNode {
  const { label, nobody, chosen, lead, first, onChoose } = props;
  const { persons } = useEverybody();
  const id = useId();
  const offered = persons.filter(
    (one) =>
      one.id === chosen || (one.active && !one.machine && (!lead || mayGive(one.roles, 'incident.set'))),
  );
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
        {offered.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name} ({person.initials})
          </option>
        ))}
      </select>
    </div>
  );
}

/** One thing of the catalogue that can be named. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** Services or sites, written with commas between them, by name, by id, or by how either begins. */
export function NamesField(props: {
  readonly kind: 'service' | 'site';
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
}): ReactNode {
  const { kind, label, text, onChange } = props;
  const { t } = useT();
  const named = useNamed(kind);
  const read = readNames(text, named);
  const id = useId();
  const list = useId();
  const last = text.slice(0, text.lastIndexOf(',') + 1);
  return (
    <div className="act-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        className="text-field"
        list={list}
        autoComplete="off"
        value={text}
        aria-invalid={read.unknown.length > 0}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {named.slice(0, 400).map((one) => (
          <option key={one.id} value={`${last === '' ? '' : `${last} `}${one.name}`} />
        ))}
      </datalist>
      <span className="quiet">
        {read.unknown.length > 0
          ? t('incidents:form.unknownNames', { names: read.unknown.join(', ') })
          : t('incidents:form.namesHelp')}
      </span>
    </div>
  );
}

/** Every service, or every site, by name. */
export function useNamed(kind: 'service' | 'site'): readonly Named[] {
  const catalogue = useBoard((state) => state.catalogue);
  const version = useBoard((state) => state.catalogueVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  return useMemo(
    () =>
      [...catalogue.values()]
        .flatMap((entity): Named[] =>
          entity.kind === kind ? [{ id: entity.value.id, name: entity.value.name }] : [],
        )
        .sort((a, b) => a.name.localeCompare(b.name, 'nb')),
    [catalogue, kind, version],
  );
}

/** Names as people write them back: `DIPS Arena, Elektronisk kurve`. */
export function writeNames(ids: readonly string[], named: readonly Named[]): string {
  return ids.map((id) => named.find((one) => one.id === id)?.name ?? id).join(', ');
}

/** Reads what was written as ids: the whole name or id first, else the only one that begins so. */
export function readNames(
  text: string,
  named: readonly Named[],
): { readonly ids: readonly string[]; readonly unknown: readonly string[] } {
  const ids: string[] = [];
  const unknown: string[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const wanted = fold(part);
    const exact = named.find(({ id, name }) => fold(name) === wanted || fold(id) === wanted);
    const begins = named.filter(
      ({ id, name }) => fold(name).startsWith(wanted) || fold(id).startsWith(wanted),
    );
    const found = exact ?? (begins.length === 1 ? begins[0] : undefined);
    if (found) ids.push(found.id);
    else unknown.push(part);
  }
  return { ids: [...new Set(ids)], unknown };
}
