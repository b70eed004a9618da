import { type ReactNode, useId } from 'react';
import { isPanelKind, PANEL_KINDS, type PanelKind } from '../../../shared/model/panels';
import { type Arrangement, GRID, type GridRect, type Panel } from '../../../shared/model/wall';
import { useT } from '../../i18n/react';
import { panelName } from '../events/wall-words';
import type { DraftFault } from './fault-words';
import { numberOf, settingsShown, steppedRect } from './scene-edits';
import { usePanelTitle } from './scene-stage';
import { SETTING_FIELDS } from './setting-fields';
import { SettingInput, settingId } from './setting-input';

export interface PanelFormProps {
  readonly arrangement: Arrangement;
  readonly panel: Panel;
  readonly locked: boolean;
  readonly faults: readonly DraftFault[];
  readonly onKind: (kind: PanelKind) => void;
  readonly onPlace: (at: GridRect, step: string) => void;
  readonly onPriority: (priority: number) => void;
  /** Undefined: as the preset has it. */
  readonly onSetting: (name: string, value: Panel['settings'][string] | undefined) => void;
  readonly onRemove: () => void;
}

/** The first field of the form, for whoever comes to it from the wall. */
export const KIND_FIELD = settingId('kind');

/** What the chosen panel shows, where, and how much it matters. */
export function PanelForm(props: PanelFormProps): ReactNode {
  const { arrangement, panel, locked, faults, onKind, onPriority, onSetting, onRemove } = props;
  const { t } = useT();
  const title = usePanelTitle()(panel, numberOf(arrangement, panel));
  const shown = settingsShown(panel);
  const priority = useId();
  const own = faults.filter(({ place }) => place.kind === 'panel' && place.setting === null);
  const kinds = [...PANEL_KINDS].sort((a, b) => panelName(a, t).localeCompare(panelName(b, t), 'nb'));
  const faultOf = (name: string): string | null =>
    faults.find(({ place }) => place.kind === 'panel' && place.setting === name)?.text ?? null;
  const known = isPanelKind(panel.kind) ? panel.kind : null;
  return (
    <form className="entry-form scene-panel-form" onSubmit={(event) => event.preventDefault()}>
      <section className="entry-section">
        <div className="scene-form-head">
          <h3>{title}</h3>
          <button type="button" className="quiet-button" disabled={locked} onClick={onRemove}>
            {t('scene-editor:panel.remove')}
          </button>
        </div>
        {own.map(({ text, severity }) => (
          <p key={text} className="entry-fault" data-severity={severity}>
            {text}
          </p>
        ))}
        <div className="entry-field">
          <label htmlFor={KIND_FIELD}>{t('scene-editor:panel.kind')}</label>
          <select
            id={KIND_FIELD}
            value={panel.kind}
            disabled={locked}
            onChange={(event) => {
              if (isPanelKind(event.target.value)) onKind(event.target.value);
            }}
          >
            {known === null && <option value={panel.kind}>{panel.kind}</option>}
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {panelName(kind, t)}
              </option>
            ))}
          </select>
        </div>
      </section>
      <section className="entry-section">
        <h3>{t('scene-editor:panel.settings')}</h3>
        {known === null ? (
          <p className="quiet">{t('scene-editor:panel.unknown')}</p>
        ) : SETTING_FIELDS[known].length === 0 ? (
          <p className="quiet">{t('scene-editor:panel.noSettings')}</p>
        ) : (
          <div className="scene-settings">
            {SETTING_FIELDS[known].map((field) => (
              <SettingInput
                key={`${panel.id}/${field.name}`}
                kind={known}
                field={field}
                value={shown[field.name]}
                locked={locked}
                fault={faultOf(field.name)}
                onChange={(value) => onSetting(field.name, value)}
              />
            ))}
          </div>
        )}
      </section>
      <section className="entry-section">
        <h3>{t('scene-editor:panel.place')}</h3>
        <Place {...props} />
        <div className="entry-field">
          <label htmlFor={priority}>{t('scene-editor:panel.priority')}</label>
          <NumberBox
            id={priority}
            value={panel.priority}
            least={1}
            most={99}
            locked={locked}
            onChange={onPriority}
          />
          <p className="entry-help">{t('scene-editor:panel.priorityHelp')}</p>
        </div>
      </section>
    </form>
  );
}

/** The panel's place in numbers, from 1 as they are counted on the wall. */
function Place({ arrangement, panel, locked, onPlace }: PanelFormProps): ReactNode {
  const { t } = useT();
  const base = useId();
  const { x, y, w, h } = panel.at;
  const [across, down] = [arrangement.cols * GRID, arrangement.rows * GRID];
  const lines = [
    [
      'x',
      x + 1,
      1,
      across - w + 1,
      (value: number) => ({ left: value - 1 - x, right: value - 1 - x, top: 0, bottom: 0 }),
    ],
    [
      'y',
      y + 1,
      1,
      down - h + 1,
      (value: number) => ({ left: 0, right: 0, top: value - 1 - y, bottom: value - 1 - y }),
    ],
    ['w', w, 1, across - x, (value: number) => ({ left: 0, right: value - w, top: 0, bottom: 0 })],
    ['h', h, 1, down - y, (value: number) => ({ left: 0, right: 0, top: 0, bottom: value - h })],
  ] as const;
  return (
    <>
      <div className="scene-place">
        {lines.map(([name, value, least, most, step]) => (
          <div key={name} className="entry-field">
            <label htmlFor={`${base}${name}`}>{t(`scene-editor:place.${name}`)}</label>
            <NumberBox
              id={`${base}${name}`}
              value={value}
              least={least}
              most={most}
              locked={locked}
              onChange={(next) =>
                onPlace(steppedRect(panel.at, step(next), arrangement), `${name}/${panel.id}`)
              }
            />
          </div>
        ))}
      </div>
      <p className="entry-help">{t('scene-editor:place.help', { units: GRID })}</p>
    </>
  );
}

/** A whole number within bounds; what is no such number is left as it was. */
function NumberBox(props: {
  readonly id: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly locked: boolean;
  readonly onChange: (value: number) => void;
}): ReactNode {
  const { id, value, least, most, locked, onChange } = props;
  return (
    <input
      id={id}
      type="number"
      min={least}
      max={most}
      step={1}
      value={value}
      readOnly={locked}
      onChange={(event) => {
        const next = Math.round(Number(event.target.value));
        if (event.target.value.trim() !== '' && Number.isFinite(next))
          onChange(Math.min(most, Math.max(least, next)));
      }}
    />
  );
}
