import { type ReactNode, useId, useState } from 'react';
import { type Arrangement, WALL_COLS_MOST, WALL_ROWS_MOST } from '../../../shared/model/wall';
import { useT } from '../../i18n/react';
import { type FormSize, formName, isForm } from './scene-edits';

/** Arrangements of a scene by their form, and adding or taking one away. */
export function FormTabs(props: {
  readonly arrangements: readonly Arrangement[];
  readonly present: FormSize;
  /** The form of the wall; null: it has no displays. */
  readonly wall: FormSize | null;
  /** Forms in which something is wrong. */
  readonly faulty: ReadonlySet<string>;
  readonly locked: boolean;
  readonly onChoose: (form: FormSize) => void;
  readonly onAdd: (form: FormSize) => void;
  readonly onRemove: () => void;
}): ReactNode {
  const { arrangements, present, wall, faulty, locked, onChoose, onAdd, onRemove } = props;
  const { t } = useT();
  const id = useId();
  const lacksWall = wall !== null && !arrangements.some(isForm(wall));
  const [form, setForm] = useState<FormSize>(wall ?? { cols: 3, rows: 2 });
  const [open, setOpen] = useState(false);
  const there = arrangements.some(isForm(form));
  const numbers = (most: number): readonly number[] => Array.from({ length: most }, (_, index) => index + 1);
  return (
    <div className="scene-forms">
      <nav className="scene-form-tabs" aria-label={t('scene-editor:form.label')}>
        {arrangements.map((one) => {
          const name = formName(one);
          const isWall = wall !== null && isForm(wall)(one);
          return (
            <button
              key={name}
              type="button"
              className="tab"
              aria-pressed={isForm(present)(one)}
              data-fault={faulty.has(name) ? '' : undefined}
              onClick={() => onChoose(one)}
            >
              {faulty.has(name) && <b aria-hidden="true">{t('scene-editor:box.mark')} </b>}
              {name}
              {isWall && <span className="quiet"> {t('scene-editor:form.here')}</span>}
              {faulty.has(name) && <span className="visually-hidden"> {t('scene-editor:form.faulty')}</span>}
            </button>
          );
        })}
        <button
          type="button"
          className="quiet-button"
          aria-expanded={open}
          disabled={locked}
          onClick={() => setOpen(!open)}
        >
          {t('scene-editor:form.another')}
        </button>
        {arrangements.length > 1 && (
          <button type="button" className="quiet-button" disabled={locked} onClick={onRemove}>
            {t('scene-editor:form.remove', { form: formName(present) })}
          </button>
        )}
      </nav>
      {lacksWall && !open && (
        <p className="scene-lacks">
          {t('scene-editor:form.lacks', { form: formName(wall) })}{' '}
          <button type="button" className="quiet-button" disabled={locked} onClick={() => onAdd(wall)}>
            {t('scene-editor:form.addWall', { form: formName(wall) })}
          </button>
        </p>
      )}
      {open && (
        <div className="scene-new-form">
          {(
            [
              ['cols', WALL_COLS_MOST],
              ['rows', WALL_ROWS_MOST],
            ] as const
          ).map(([name, most]) => (
            <div key={name} className="entry-field">
              <label htmlFor={`${id}${name}`}>{t(`scene-editor:form.${name}`)}</label>
              <select
                id={`${id}${name}`}
                value={form[name]}
                onChange={(event) => setForm({ ...form, [name]: Number(event.target.value) })}
              >
                {numbers(most).map((number) => (
                  <option key={number}>{number}</option>
                ))}
              </select>
            </div>
          ))}
          <button
            type="button"
            className="quiet-button"
            disabled={there || locked}
            onClick={() => {
              setOpen(false);
              onAdd(form);
            }}
          >
            {t('scene-editor:form.add', { form: formName(form) })}
          </button>
          {there && <p className="quiet">{t('scene-editor:form.there', { form: formName(form) })}</p>}
        </div>
      )}
    </div>
  );
}
