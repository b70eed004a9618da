import { type ReactNode, useState } from 'react';
import { PANEL_SETTINGS, type PanelKind } from '../../../shared/model/panels';
import type { Panel } from '../../../shared/model/wall';
import { useT } from '../../i18n/react';
import { IdPicker } from './id-picker';
import { PictureField } from './picture-field';
import { REFRESHES, type SettingField } from './setting-fields';

type Value = Panel['settings'][string];

export interface SettingProps {
  readonly kind: PanelKind;
  readonly field: SettingField;
  /** As it is written, else its preset; undefined: neither. */
  readonly value: Value | undefined;
  readonly locked: boolean;
  readonly fault: string | null;
  /** Undefined: as the preset has it. */
  readonly onChange: (value: Value | undefined) => void;
}

/** How an address begins: the same in every language. */
const ADDRESS = 'https://';

/** The id of a setting's field, for leading to it. */
export const settingId = (name: string): string => `scene-setting-${name}`;

/** One setting of a panel, with what it is for and what is wrong with it. */
export function SettingInput(props: SettingProps): ReactNode {
  const { kind, field, fault } = props;
  const { t } = useT();
  const id = settingId(field.name);
  const label = t(`scene-editor:setting.${field.name}`);
  const help = useHelp(kind, field);
  const isGroup = field.as === 'criticalities' || field.as === 'layers';
  const isSwitch = field.as === 'switch';
  const by = `${help === null ? '' : `${id}-help`} ${fault === null ? '' : `${id}-fault`}`.trim();
  const ties = {
    id,
    label,
    describedBy: by === '' ? undefined : by,
    invalid: fault === null ? undefined : true,
  } as const;
  const notes = (
    <>
      {help !== null && (
        <p className="entry-help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {fault !== null && (
        <p className="entry-fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </>
  );
  if (isGroup)
    return (
      <fieldset className="entry-group" id={id} tabIndex={-1} aria-describedby={ties.describedBy}>
        <legend>{label}</legend>
        <Control {...props} ties={ties} />
        {notes}
      </fieldset>
    );
  return (
    <div className="entry-field" data-switch={isSwitch ? '' : undefined}>
      {!isSwitch && <label htmlFor={id}>{label}</label>}
      <Control {...props} ties={ties} />
      {notes}
    </div>
  );
}

function useHelp(kind: PanelKind, field: SettingField): string | null {
  const { t } = useT();
  switch (field.name) {
    case 'about':
    case 'allow':
    case 'handover':
    case 'unexplained':
    case 'calls':
    case 'depth':
      return t(`scene-editor:help.${field.name}`);
    case 'most':
      return t(kind === 'causes' ? 'scene-editor:help.mostCauses' : 'scene-editor:help.mostCharts');
    case 'hours':
      return t(kind === 'maintenance' ? 'scene-editor:help.hoursAhead' : 'scene-editor:help.hoursBack');
    default:
      return null;
  }
}

interface Ties {
  readonly id: string;
  readonly label: string;
  readonly describedBy: string | undefined;
  readonly invalid: true | undefined;
}

function Control(props: SettingProps & { readonly ties: Ties }): ReactNode {
  const { field, value, locked, onChange, ties } = props;
  const { t } = useT();
  const attributes = {
    id: ties.id,
    'aria-describedby': ties.describedBy,
    'aria-invalid': ties.invalid,
  };
  switch (field.as) {
    case 'criticalities':
      return (
        <Ticks
          all={[1, 2, 3, 4]}
          value={value}
          locked={locked}
          words={(one) => t('scene-editor:criticality', { criticality: one })}
          onChange={onChange}
        />
      );
    case 'layers':
      return (
        <Ticks
          all={['wan', 'data-centres', 'health-network']}
          value={value}
          locked={locked}
          words={(one) => t(`scene-editor:layer.${one}`)}
          onChange={onChange}
        />
      );
    case 'ids':
      return (
        <IdPicker
          id={ties.id}
          label={ties.label}
          describedBy={ties.describedBy}
          of={field.of}
          chosen={stringsOf(value)}
          most={field.most}
          locked={locked}
          none={t(`scene-editor:none.${field.name}`)}
          onChange={(chosen) => onChange(chosen.length === 0 ? undefined : [...chosen])}
        />
      );
    case 'node':
      return (
        <IdPicker
          id={ties.id}
          label={ties.label}
          describedBy={ties.describedBy}
          of="node"
          chosen={typeof value === 'string' ? [value] : []}
          most={1}
          locked={locked}
          none={t('scene-editor:none.about')}
          onChange={([chosen]) => onChange(chosen)}
        />
      );
    case 'number':
      return <NumberControl {...props} field={field} ties={ties} />;
    case 'hours':
      return (
        <select
          {...attributes}
          value={String(value)}
          disabled={locked}
          onChange={(event) => onChange(Number(event.target.value))}
        >
          {field.choices.map((hours) => (
            <option key={hours} value={hours}>
              {t('scene-editor:hours', { count: hours })}
            </option>
          ))}
        </select>
      );
    case 'switch':
      return (
        <label className="scene-switch">
          <input
            {...attributes}
            type="checkbox"
            checked={value === true}
            disabled={locked}
            onChange={(event) => onChange(event.target.checked)}
          />
          {ties.label}
        </label>
      );
    case 'text':
      return (
        <input
          {...attributes}
          type="text"
          value={typeof value === 'string' ? value : ''}
          maxLength={field.name === 'url' ? 2_000 : 200}
          readOnly={locked}
          autoComplete="off"
          spellCheck={false}
          placeholder={field.name === 'url' ? ADDRESS : undefined}
          onChange={(event) =>
            onChange(event.target.value === '' && field.name === 'title' ? undefined : event.target.value)
          }
        />
      );
    case 'fit':
      return (
        <select
          {...attributes}
          value={String(value)}
          disabled={locked}
          onChange={(event) => onChange(event.target.value)}
        >
          {(['contain', 'cover'] as const).map((fit) => (
            <option key={fit} value={fit}>
              {t(`scene-editor:fit.${fit}`)}
            </option>
          ))}
        </select>
      );
    case 'picture':
      return (
        <PictureField
          id={ties.id}
          describedBy={ties.describedBy}
          hash={typeof value === 'string' ? value : null}
          locked={locked}
          onChange={onChange}
        />
      );
    case 'origins':
      return <OriginsControl {...props} ties={ties} />;
    case 'refresh':
      return (
        <select
          {...attributes}
          value={String(value)}
          disabled={locked}
          onChange={(event) =>
            onChange(event.target.value === 'null' ? undefined : Number(event.target.value))
          }
        >
          {refreshes(value).map((ms) => (
            <option key={String(ms)} value={String(ms)}>
              {ms === null
                ? t('scene-editor:refresh.never')
                : ms < 60_000
                  ? t('scene-editor:refresh.seconds', { count: ms / 1_000 })
                  : t('scene-editor:refresh.minutes', { count: ms / 60_000 })}
            </option>
          ))}
        </select>
      );
  }
}

/** Those that are proposed, and the one that a file says. */
function refreshes(value: Value | undefined): readonly (number | null)[] {
  const known = REFRESHES.some((one) => one === value);
  return known || typeof value !== 'number' ? REFRESHES : [...REFRESHES, value];
}

function stringsOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Some of a few. */
function Ticks<T extends string | number>(props: {
  readonly all: readonly T[];
  readonly value: Value | undefined;
  readonly locked: boolean;
  readonly words: (one: T) => string;
  readonly onChange: (value: Value) => void;
}): ReactNode {
  const { all, value, locked, words, onChange } = props;
  const list: readonly Value[] = Array.isArray(value) ? value : [];
  return (
    <div className="entry-choices">
      {all.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={list.includes(one)}
            disabled={locked}
            onChange={(event) =>
              onChange(all.filter((other) => (other === one ? event.target.checked : list.includes(other))))
            }
          />
          {words(one)}
        </label>
      ))}
    </div>
  );
}

/** A number, as it was typed while it means that number; nothing is the preset. */
function NumberControl(
  props: SettingProps & { readonly field: Extract<SettingField, { as: 'number' }>; readonly ties: Ties },
): ReactNode {
  const { kind, field, value, locked, onChange, ties } = props;
  const { name, least, most, step = 1 } = field;
  const [typed, setTyped] = useState<string | null>(null);
  const current = typeof value === 'number' ? value : null;
  const preset = presetOf(kind, name);
  const isTyped = typed !== null && (typed.trim() === '' ? current === preset : Number(typed) === current);
  return (
    <input
      id={ties.id}
      type="number"
      inputMode="decimal"
      min={least}
      max={most}
      step={step}
      value={isTyped ? typed : (current ?? '')}
      placeholder={preset === null ? undefined : String(preset)}
      readOnly={locked}
      autoComplete="off"
      aria-describedby={ties.describedBy}
      aria-invalid={ties.invalid}
      onBlur={() => setTyped(null)}
      onChange={(event) => {
        const text = event.target.value;
        setTyped(text);
        if (text.trim() === '') onChange(undefined);
        else if (Number.isFinite(Number(text))) onChange(Number(text));
      }}
    />
  );
}

function presetOf(kind: PanelKind, name: string): number | null {
  const field: unknown = Reflect.get(PANEL_SETTINGS[kind].shape, name);
  if (typeof field !== 'object' || field === null || !('safeParse' in field)) return null;
  const { safeParse } = field as { safeParse: (value: unknown) => { readonly data?: unknown } };
  const { data } = safeParse.call(field, undefined);
  return typeof data === 'number' ? data : null;
}

/** Addresses, one a line; empty lines are kept while they are typed. */
function OriginsControl(props: SettingProps & { readonly ties: Ties }): ReactNode {
  const { value, locked, onChange, ties } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const list = stringsOf(value);
  const isTyped = typed !== null && linesOf(typed).join('\n') === list.join('\n');
  return (
    <textarea
      id={ties.id}
      rows={3}
      value={isTyped ? typed : list.join('\n')}
      readOnly={locked}
      spellCheck={false}
      placeholder={ADDRESS}
      aria-describedby={ties.describedBy}
      aria-invalid={ties.invalid}
      onChange={(event) => {
        setTyped(event.target.value);
        const lines = linesOf(event.target.value);
        onChange(lines.length === 0 ? undefined : lines);
      }}
    />
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
