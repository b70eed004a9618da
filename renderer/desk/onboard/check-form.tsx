import { type ReactNode, useState } from 'react';
import type { Plain, ValuePath } from '../../../shared/catalogue-text/yaml-text';
import { useT } from '../../i18n/react';
import {
  CHECK_FIELDS,
  CHECK_KINDS,
  type CheckField,
  type CheckKindWritten,
  newCheck,
  TIMING_FIELDS,
} from './check-fields';
import { fieldId, useEntry, useField } from './entry-context';
import { asText, isPlainMap, type PlainMap } from './entry-model';
import { ChoiceField, Field, LinesField, TextField } from './fields';

const PATH: ValuePath = ['checks'];

/** The checks that a service has of its own. */
export function ChecksForm(): ReactNode {
  const { t } = useT();
  const { data, locked, set } = useEntry();
  const field = useField(PATH, false);
  const [kind, setKind] = useState<CheckKindWritten>('http');
  const checks = Array.isArray(data.checks) ? (data.checks as readonly Plain[]) : [];
  const ids = checks.map((check) => (isPlainMap(check) ? asText(check.id) : ''));
  const add = (): void => {
    const path = ['checks', checks.length];
    set(checks.length === 0 ? PATH : path, checks.length === 0 ? [newCheck(kind, ids)] : newCheck(kind, ids));
    const first = CHECK_FIELDS[kind][0];
    // The field is there after the next rendering.
    queueMicrotask(() => document.getElementById(fieldId([...path, first?.key ?? 'id']))?.focus());
  };
  return (
    <section className="entry-section" aria-label={t('onboard:section.checks')}>
      <h3>{t('onboard:section.checks')}</h3>
      {field.fault !== null && <p className="entry-fault">{field.fault}</p>}
      {checks.length === 0 && <p className="quiet">{t('onboard:checks.none')}</p>}
      {checks.map((check, index) => {
        const key = `${index}`;
        return isPlainMap(check) ? (
          <CheckForm key={key} index={index} check={check} />
        ) : (
          <p key={key} className="quiet">
            {t('onboard:checks.elsewhere')}
          </p>
        );
      })}
      <div className="entry-add">
        <label>
          <span className="visually-hidden">{t('onboard:checks.kind')}</span>
          <select
            value={kind}
            disabled={locked}
            onChange={(event) => setKind(event.target.value as CheckKindWritten)}
          >
            {CHECK_KINDS.map((item) => (
              <option key={item} value={item}>
                {t(`onboard:kind.${item}`)}
              </option>
            ))}
          </select>
        </label>
        <button type="button" className="quiet-button" disabled={locked} onClick={add}>
          {t('onboard:checks.add')}
        </button>
      </div>
    </section>
  );
}

function CheckForm({ index, check }: { readonly index: number; readonly check: PlainMap }): ReactNode {
  const { t } = useT();
  const { locked, set, removeItem } = useEntry();
  const path: ValuePath = ['checks', index];
  const own = useField(path, false);
  const kind = CHECK_KINDS.find((item) => item === check.kind);
  const id = asText(check.id);
  const timed = TIMING_FIELDS.some(({ key }) => check[key] !== undefined);
  const change = (next: CheckKindWritten): void => {
    const kept = Object.fromEntries(
      ['id', 'name', ...TIMING_FIELDS.map(({ key }) => key)].flatMap((key) =>
        check[key] === undefined ? [] : [[key, check[key]]],
      ),
    ) as PlainMap;
    set(path, { ...(newCheck(next, []) as PlainMap), ...kept, kind: next });
  };
  return (
    <fieldset className="entry-group entry-check" id={fieldId(path)} tabIndex={-1}>
      <legend>{id === '' ? t('onboard:checks.unnamed') : id}</legend>
      {own.fault !== null && <p className="entry-fault">{own.fault}</p>}
      <div className="entry-grid">
        {kind !== undefined &&
          CHECK_FIELDS[kind].slice(0, 1).map((field) => <Value key={field.key} path={path} field={field} />)}
        <Field id={fieldId([...path, 'kind'])} label={t('onboard:field.kind')} fault={null}>
          <select
            id={fieldId([...path, 'kind'])}
            value={kind ?? ''}
            disabled={locked}
            onChange={(event) => change(event.target.value as CheckKindWritten)}
          >
            {kind === undefined && <option value="">{t('onboard:form.notSet')}</option>}
            {CHECK_KINDS.map((item) => (
              <option key={item} value={item}>
                {t(`onboard:kind.${item}`)}
              </option>
            ))}
          </select>
        </Field>
        <TextField path={[...path, 'id']} label={t('onboard:field.id')} />
        <TextField path={[...path, 'name']} label={t('onboard:field.name')} />
        {kind !== undefined &&
          CHECK_FIELDS[kind]
            .slice(1)
            .filter(isShort)
            .map((field) => <Value key={field.key} path={path} field={field} />)}
      </div>
      <details open={timed}>
        <summary>{t('onboard:section.timing')}</summary>
        <div className="entry-grid">
          {TIMING_FIELDS.map((field) => (
            <Value key={field.key} path={path} field={field} />
          ))}
        </div>
      </details>
      {kind !== undefined && CHECK_FIELDS[kind].slice(1).some((field) => !isShort(field)) && (
        <details open={CHECK_FIELDS[kind].some((field) => !isShort(field) && check[field.key] !== undefined)}>
          <summary>{t('onboard:section.more')}</summary>
          <div className="entry-grid">
            {CHECK_FIELDS[kind]
              .slice(1)
              .filter((field) => !isShort(field))
              .map((field) => (
                <Value key={field.key} path={path} field={field} />
              ))}
          </div>
        </details>
      )}
      <div className="act-row">
        <button
          type="button"
          className="quiet-button"
          disabled={locked}
          onClick={() => removeItem('checks', index)}
        >
          {t('onboard:checks.remove', { check: id })}
        </button>
      </div>
    </fieldset>
  );
}

function isShort({ kind }: CheckField): boolean {
  return kind !== 'yaml' && kind !== 'lines';
}

function Value({ path, field }: { readonly path: ValuePath; readonly field: CheckField }): ReactNode {
  const { t } = useT();
  const label = t(`onboard:field.${field.key}`);
  const at: ValuePath = [...path, field.key];
  if (field.kind === 'choice') {
    return (
      <ChoiceField
        path={at}
        label={label}
        choices={(field.choices ?? []).map((choice) => [choice, choice])}
      />
    );
  }
  if (field.kind === 'yaml' || field.kind === 'lines') {
    return (
      <LinesField
        path={at}
        label={label}
        yaml={field.kind === 'yaml'}
        example={field.example}
        wide={field.wide}
      />
    );
  }
  return <TextField path={at} label={label} kind={field.kind} example={field.example} wide={field.wide} />;
}
