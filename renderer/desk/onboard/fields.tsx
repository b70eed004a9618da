import { type ReactNode, type Ref, useState } from 'react';
import { isMask } from '../../../shared/catalogue-text/mask';
import { renderEntry } from '../../../shared/catalogue-text/render-yaml';
import {
  type Plain,
  parseGood,
  plainOf,
  samePlain,
  type ValuePath,
} from '../../../shared/catalogue-text/yaml-text';
import { useT } from '../../i18n/react';
import { type FieldKind, fieldText, fieldValue } from './check-fields';
import { useField } from './entry-context';

/** What every field has: what it is called, what it is for, and what is wrong with it. */
export function Field(props: {
  readonly id: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly fault: string | null;
  readonly wide?: boolean | undefined;
  readonly children: ReactNode;
}): ReactNode {
  const { id, label, help, fault, wide, children } = props;
  return (
    <div className="entry-field" data-wide={wide ? '' : undefined}>
      <label htmlFor={id}>{label}</label>
      {children}
      {help === undefined ? null : (
        <p className="entry-help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {fault !== null && (
        <p className="entry-fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

/** The attributes that tie a control to its help and its fault. */
export function described(id: string, help: string | undefined, fault: string | null) {
  const by = [help === undefined ? '' : `${id}-help`, fault === null ? '' : `${id}-fault`].filter(
    (part) => part !== '',
  );
  return {
    'aria-describedby': by.length > 0 ? by.join(' ') : undefined,
    'aria-invalid': fault === null ? undefined : true,
  };
}

/** A value as one line of text. What was typed stays as it was typed for as long as it means the value. */
export function TextField(props: {
  readonly path: ValuePath;
  readonly label: string;
  readonly kind?: FieldKind;
  readonly help?: string;
  readonly example?: string | undefined;
  readonly wide?: boolean | undefined;
  readonly list?: string;
  readonly ref?: Ref<HTMLInputElement>;
  /** Told besides of each change. */
  readonly onText?: (text: string) => void;
}): ReactNode {
  const { path, label, kind = 'text', example, wide, list, ref, onText } = props;
  const { t } = useT();
  const field = useField(path);
  const [typed, setTyped] = useState<string | null>(null);
  const current = field.value ?? null;
  const shown = typed !== null && samePlain(fieldValue(kind, typed), current) ? typed : fieldText(current);
  const help = isMask(current) ? t('onboard:help.mask') : props.help;
  return (
    <Field id={field.id} label={label} help={help} fault={field.fault} wide={wide}>
      <input
        ref={ref}
        id={field.id}
        type="text"
        value={shown}
        placeholder={example}
        list={list}
        readOnly={field.locked}
        autoComplete="off"
        spellCheck={false}
        inputMode={kind === 'number' ? 'numeric' : undefined}
        {...described(field.id, help, field.fault)}
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          field.set(fieldValue(kind, text));
          onText?.(text);
        }}
      />
    </Field>
  );
}

/** A value of a few; empty: it is not written, and its default holds. */
export function ChoiceField(props: {
  readonly path: ValuePath;
  readonly label: string;
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly help?: string | undefined;
  /** The value is a number in the file. */
  readonly numeric?: boolean;
  /** There is no default: nothing is no choice. */
  readonly required?: boolean;
}): ReactNode {
  const { path, label, choices, help, numeric, required } = props;
  const { t } = useT();
  const field = useField(path);
  const value = fieldText(field.value);
  const known = choices.some(([choice]) => choice === value);
  return (
    <Field id={field.id} label={label} help={help} fault={field.fault}>
      <select
        id={field.id}
        value={value}
        disabled={field.locked}
        {...described(field.id, help, field.fault)}
        onChange={(event) => {
          const next = event.target.value;
          field.set(next === '' ? null : numeric ? Number(next) : next);
        }}
      >
        {(!required || value === '') && <option value="">{t('onboard:form.notSet')}</option>}
        {!known && value !== '' && <option value={value}>{value}</option>}
        {choices.map(([choice, name]) => (
          <option key={choice} value={choice}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A value over several lines. `yaml`: of any shape; a text that is no YAML yet is kept, and is not saved. */
export function LinesField(props: {
  readonly path: ValuePath;
  readonly label: string;
  readonly yaml?: boolean;
  readonly help?: string;
  readonly example?: string | undefined;
  readonly wide?: boolean | undefined;
}): ReactNode {
  const { path, label, yaml = false, help, example, wide } = props;
  const { t } = useT();
  const field = useField(path);
  const current = field.value ?? null;
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string): Plain | undefined => (yaml ? readYaml(text) : text === '' ? null : text);
  const written = yaml ? yamlText(current) : fieldText(current);
  const meant = typed === null ? undefined : read(typed);
  const shown =
    field.loose ?? (typed !== null && meant !== undefined && samePlain(meant, current) ? typed : written);
  const fault = field.loose === undefined ? field.fault : t('onboard:form.notYaml');
  return (
    <Field id={field.id} label={label} help={help} fault={fault} wide={wide}>
      <textarea
        id={field.id}
        className={yaml ? 'entry-code' : undefined}
        value={shown}
        rows={Math.min(24, Math.max(2, shown.split('\n').length))}
        placeholder={example}
        readOnly={field.locked}
        spellCheck={!yaml}
        {...described(field.id, help, fault)}
        onChange={(event) => {
          const text = event.target.value;
          const value = read(text);
          setTyped(text);
          field.setLoose(value === undefined ? text : null);
          if (value !== undefined) field.set(value);
        }}
      />
    </Field>
  );
}

/** Plain data of a YAML text; null: it is empty; undefined: it is no YAML. */
function readYaml(text: string): Plain | undefined {
  const parsed = parseGood(text);
  return parsed.ok ? plainOf(parsed.value.contents) : undefined;
}

function yamlText(value: Plain): string {
  return value === null ? '' : renderEntry(value).trimEnd();
}
