import { type ReactNode, useState } from 'react';
import { type Plain, samePlain, type ValuePath } from '../../../../shared/catalogue-text/yaml-text';
import { useT } from '../../../i18n/react';
import { fieldId, useEntry, useField } from '../../onboard/entry-context';
import { asText, idOfName } from '../../onboard/entry-model';
import { ChoiceField, described, Field, TextField } from '../../onboard/fields';
import { usePlannable } from '../who-field';
import {
  freeId,
  listOf,
  namesIn,
  readDays,
  readTurns,
  turnsText,
  WEEKDAY_WORDS,
  writeDays,
} from './plan-text';

/** The shift plan as fields: what holds for the whole, positions, kinds of shift, whose turn it is. */
export function PlanFields(): ReactNode {
  const { t } = useT();
  return (
    <>
      <section className="entry-section" aria-label={t('roster:form.whole')}>
        <h3>{t('roster:form.whole')}</h3>
        <div className="entry-grid">
          <TextField
            path={['overlap']}
            label={t('roster:form.overlap')}
            example="15m"
            help={t('roster:form.overlapHelp')}
          />
          <TextField
            path={['draft']}
            label={t('roster:form.draft')}
            example="2h"
            help={t('roster:form.draftHelp')}
          />
          <TextField
            path={['late']}
            label={t('roster:form.late')}
            example="15m"
            help={t('roster:form.lateHelp')}
          />
          <ReadBackField />
        </div>
      </section>
      <ListSection list="positions" make={(id) => ({ id, name: '' })}>
        {(path) => <PositionFields path={path} />}
      </ListSection>
      <ListSection list="shifts" make={(id) => ({ id, name: '', from: '07:00', to: '15:15', positions: [] })}>
        {(path) => <ShiftFields path={path} />}
      </ListSection>
      <ListSection
        list="rota"
        make={(_id, today) => ({ shift: '', position: '', from: today, by: 'week', turns: [null] })}
      >
        {(path) => <RotaFields path={path} />}
      </ListSection>
    </>
  );
}

type List = 'positions' | 'shifts' | 'rota';
const NEW_ID: Readonly<Record<List, string>> = { positions: 'posisjon', shifts: 'vakt', rota: '' };

/** A list of the plan: its entries, each with a way out of it, and one more. */
function ListSection(props: {
  readonly list: List;
  readonly make: (id: string, today: string) => Plain;
  readonly children: (path: ValuePath) => ReactNode;
}): ReactNode {
  const { list, make, children } = props;
  const { t } = useT();
  const { data, locked, set, removeItem } = useEntry();
  const whole = useField([list], false);
  const entries = listOf(data, list);
  const add = (): void => {
    const count = Array.isArray(data[list]) ? (data[list] as readonly Plain[]).length : 0;
    const last = entries.at(-1)?.item.from;
    const made = make(freeId(data, list, NEW_ID[list]), asText(last) || '2026-01-05');
    set(count === 0 ? [list] : [list, count], count === 0 ? [made] : made);
    // The field is there after the next rendering.
    const first = list === 'rota' ? 'shift' : 'name';
    queueMicrotask(() => document.getElementById(fieldId([list, count, first]))?.focus());
  };
  return (
    <section
      className="entry-section"
      id={fieldId([list])}
      tabIndex={-1}
      aria-label={t(`roster:form.${list}`)}
    >
      <h3>{t(`roster:form.${list}`)}</h3>
      <p className="entry-help">{t(`roster:form.${list}Help`)}</p>
      {whole.fault !== null && <p className="entry-fault">{whole.fault}</p>}
      {entries.map(({ index, item }) => (
        <EntryGroup key={index} path={[list, index]} title={asText(item.name) || asText(item.id)}>
          {children([list, index])}
          <button
            type="button"
            className="quiet-button plan-remove"
            disabled={locked}
            onClick={() => removeItem(list, index)}
          >
            {t(`roster:form.remove.${list}`)}
          </button>
        </EntryGroup>
      ))}
      <button type="button" className="quiet-button" disabled={locked} onClick={add}>
        {t(`roster:form.add.${list}`)}
      </button>
    </section>
  );
}

function EntryGroup(props: {
  readonly path: ValuePath;
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  const { path, title, children } = props;
  const { t } = useT();
  const own = useField(path, false);
  return (
    <fieldset className="entry-group plan-entry" id={own.id} tabIndex={-1}>
      {/* Its name stands in its first field. */}
      <legend className="visually-hidden">{title || t('roster:form.entry')}</legend>
      {own.fault !== null && <p className="entry-fault">{own.fault}</p>}
      <div className="plan-line" data-list={String(path[0])}>
        {children}
      </div>
    </fieldset>
  );
}

function NameAndId({ path }: { readonly path: ValuePath }): ReactNode {
  const { t } = useT();
  const { data, set } = useEntry();
  const entry = listOf(data, String(path[0])).find(({ index }) => index === path[1])?.item;
  // The id follows the name for as long as nobody has written another; what points at it would not follow.
  const follow = (name: string): void => {
    const id = asText(entry?.id);
    const fresh = new RegExp(`^${NEW_ID[path[0] as List]}(-\\d+)?$`).test(id);
    const next = idOfName(name).replaceAll(/[øö]/g, 'o').replaceAll(/[åäá]/g, 'a').replaceAll('æ', 'ae');
    if ((fresh || id === idOfName(asText(entry?.name))) && next !== '') set([...path, 'id'], next);
  };
  return (
    <>
      <TextField path={[...path, 'name']} label={t('roster:form.name')} onText={follow} />
      <TextField path={[...path, 'id']} label={t('roster:form.id')} />
    </>
  );
}

function PositionFields({ path }: { readonly path: ValuePath }): ReactNode {
  const { t } = useT();
  return (
    <>
      <NameAndId path={path} />
      <ChoiceField
        path={[...path, 'role']}
        label={t('roster:form.role')}
        choices={(['operator', 'leader', 'support'] as const).map((role) => [role, t(`roster:role.${role}`)])}
      />
    </>
  );
}

function ShiftFields({ path }: { readonly path: ValuePath }): ReactNode {
  const { t } = useT();
  const { data } = useEntry();
  const days = useField([...path, 'days']);
  const positions = useField([...path, 'positions']);
  const chosen = Array.isArray(positions.value) ? (positions.value as readonly Plain[]).map(String) : [];
  return (
    <>
      <NameAndId path={path} />
      <TextField path={[...path, 'from']} label={t('roster:form.from')} example="22:00" />
      <TextField path={[...path, 'to']} label={t('roster:form.to')} example="07:15" />
      <Checks
        field={days}
        label={t('roster:form.days')}
        options={WEEKDAY_WORDS.map((day) => [day, t(`roster:day.${day}`)] as const)}
        chosen={readDays(days.value)}
        write={writeDays}
      />
      <Checks
        field={positions}
        label={t('roster:form.keeps')}
        options={namesIn(data, 'positions')}
        chosen={chosen}
        write={(ids) => [...ids]}
      />
    </>
  );
}

function RotaFields({ path }: { readonly path: ValuePath }): ReactNode {
  const { t } = useT();
  const { data } = useEntry();
  return (
    <>
      <ChoiceField
        required
        path={[...path, 'shift']}
        label={t('roster:form.shift')}
        choices={namesIn(data, 'shifts')}
      />
      <ChoiceField
        required
        path={[...path, 'position']}
        label={t('roster:form.position')}
        choices={namesIn(data, 'positions')}
      />
      <TextField path={[...path, 'from']} label={t('roster:form.firstDate')} example="2026-11-23" />
      <TextField path={[...path, 'until']} label={t('roster:form.lastDate')} example="2027-01-03" />
      <ChoiceField
        required
        path={[...path, 'by']}
        label={t('roster:form.by')}
        choices={(['day', 'week'] as const).map((by) => [by, t(`roster:by.${by}`)])}
      />
      <TurnsField path={[...path, 'turns']} />
    </>
  );
}

/** Some of a few, in the order in which they are offered; those that are not offered any more can be taken out. */
function Checks(props: {
  readonly field: ReturnType<typeof useField>;
  readonly label: string;
  readonly options: readonly (readonly [id: string, name: string])[];
  readonly chosen: readonly string[];
  readonly write: (ids: readonly string[]) => Plain;
}): ReactNode {
  const { field, label, options, chosen, write } = props;
  const known = new Set(options.map(([id]) => id));
  const rows = [...options, ...chosen.filter((id) => !known.has(id)).map((id) => [id, id] as const)];
  return (
    <fieldset className="entry-group plan-checks" id={field.id} tabIndex={-1}>
      <legend>{label}</legend>
      <div className="entry-choices">
        {rows.map(([id, name]) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              disabled={field.locked}
              onChange={(event) =>
                field.set(
                  write(event.target.checked ? [...chosen, id] : chosen.filter((other) => other !== id)),
                )
              }
            />
            {name}
          </label>
        ))}
      </div>
      {field.fault !== null && <p className="entry-fault">{field.fault}</p>}
    </fieldset>
  );
}

/** Whose turn it is, in order: as text, and one more by name. */
function TurnsField({ path }: { readonly path: ValuePath }): ReactNode {
  const { t } = useT();
  const field = useField(path);
  const people = usePlannable();
  const [typed, setTyped] = useState<string | null>(null);
  const current = field.value ?? null;
  const shown = typed !== null && samePlain(readTurns(typed), current) ? typed : turnsText(field.value);
  const help = t('roster:form.turnsHelp');
  const add = (id: string): void => {
    const turns = Array.isArray(current) ? (current as readonly Plain[]) : [];
    const next = id === '-' ? null : id;
    // The vacancy that a new line begins with gives way to the first name.
    field.set(turns.length === 1 && turns[0] === null && next !== null ? [next] : [...turns, next]);
    setTyped(null);
  };
  return (
    <div className="plan-turns">
      <Field id={field.id} label={t('roster:form.turns')} help={help} fault={field.fault}>
        <input
          id={field.id}
          type="text"
          value={shown}
          readOnly={field.locked}
          autoComplete="off"
          spellCheck={false}
          {...described(field.id, help, field.fault)}
          onChange={(event) => {
            setTyped(event.target.value);
            field.set(readTurns(event.target.value));
          }}
        />
      </Field>
      <select
        aria-label={t('roster:form.addTurn')}
        value=""
        disabled={field.locked}
        onChange={(event) => event.target.value !== '' && add(event.target.value)}
      >
        <option value="">{t('roster:form.addTurn')}</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <option value="-">{t('roster:why.vacant')}</option>
      </select>
    </div>
  );
}

/** Whether a handover is whole only when it was read back. */
function ReadBackField(): ReactNode {
  const { t } = useT();
  const field = useField(['readBack']);
  const value = field.value === false ? 'no' : field.value === true ? 'yes' : '';
  return (
    <Field
      id={field.id}
      label={t('roster:form.readBack')}
      help={t('roster:form.readBackHelp')}
      fault={field.fault}
    >
      <select
        id={field.id}
        value={value}
        disabled={field.locked}
        {...described(field.id, t('roster:form.readBackHelp'), field.fault)}
        onChange={(event) => field.set(event.target.value === '' ? null : event.target.value === 'yes')}
      >
        <option value="">{t('onboard:form.notSet')}</option>
        <option value="yes">{t('roster:form.yes')}</option>
        <option value="no">{t('roster:form.no')}</option>
      </select>
    </Field>
  );
}
