import { type ReactNode, type Ref, useImperativeHandle, useRef, useState } from 'react';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { useDesk, useDeskStore } from '../desk-context';
import type { AlarmFilter } from './alarm-filter';
import { AlarmTotals } from './alarm-totals';
import { dropFilter, keepFilter, type SavedFilter, savedFilters } from './saved-filters';
import type { AlarmList } from './use-alarms';

/** What keys do with the filter. */
export interface FilterBarHandle {
  readonly focus: () => void;
  readonly hasFocus: () => boolean;
  /** Uses the saved filter whose digit was pressed. */
  readonly call: (event: KeyboardEvent) => void;
  readonly keep: () => void;
}

/** How much there is, how fast it came, and what of it is shown. */
export function FilterBar(props: {
  readonly ref: Ref<FilterBarHandle>;
  readonly list: AlarmList;
  readonly filter: AlarmFilter;
  readonly chosen: number;
}): ReactNode {
  const { ref, list, filter, chosen } = props;
  const { t } = useT();
  const desk = useDeskStore();
  const text = useDesk((state) => state.alarmFilter);
  const input = useRef<HTMLInputElement>(null);
  const [saved, setSaved] = useState(savedFilters);
  const use = (one: SavedFilter | undefined): void => {
    if (one) desk.setState({ alarmFilter: one.text });
  };
  const keep = (): void => setSaved(keepFilter(text));
  useImperativeHandle(ref, () => ({
    focus: () => {
      input.current?.focus();
      input.current?.select();
    },
    hasFocus: () => input.current !== null && document.activeElement === input.current,
    call: (event) => use(saved[Number(/[1-9]$/.exec(event.code)?.[0] ?? event.key) - 1]),
    keep,
  }));
  const isKept = saved.some((one) => one.text === text.trim());
  return (
    <div className="alarm-head">
      <AlarmTotals list={list} />
      <ul className="saved-filters" aria-label={t('alarms:filter.saved')}>
        {saved.map((one, index) => (
          <li key={one.name} data-on={one.text === text.trim() ? '' : undefined}>
            <button type="button" className="key-button" onClick={() => use(one)}>
              <KeyCap cap={`Alt ${index + 1}`} /> {one.name}
            </button>
            <button
              type="button"
              className="saved-drop"
              aria-label={t('alarms:filter.drop', { name: one.name })}
              onClick={() => setSaved(dropFilter(one.name))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <p className="list-found" role="status">
        {chosen > 0 && <strong>{t('alarms:list.chosen', { count: chosen })}</strong>}
        {text !== '' && t('desk:list.found', { count: list.wanted.length })}
        {filter.unknownKeys.length > 0 && (
          <span>{t('desk:list.unknownKey', { key: filter.unknownKeys.join(', ') })}</span>
        )}
        {list.hidden > 0 && <strong>{t('alarms:list.hidden', { count: list.hidden })}</strong>}
      </p>
      {text.trim() !== '' && !isKept && (
        <button type="button" className="key-button" onClick={keep}>
          <KeyCap cap="Ctrl S" /> {t('alarms:filter.keep')}
        </button>
      )}
      <label className="filter-field">
        <KeyCap cap="/" />
        <span className="visually-hidden">{t('desk:list.filter')}</span>
        <input
          ref={input}
          type="search"
          value={text}
          placeholder={t('alarms:filter.placeholder')}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => desk.setState({ alarmFilter: event.target.value })}
        />
      </label>
    </div>
  );
}
