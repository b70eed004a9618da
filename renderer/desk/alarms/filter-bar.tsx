import { type ReactNode, type Ref, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { formatCount } from '../../i18n/number';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { useBoardStore, useLinkView } from '../../stores/board-react';
import { useDesk, useDeskStore } from '../desk-context';
import type { AlarmFilter } from './alarm-filter';
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

/** Alarms of the last ten minutes per operator past this are a flood (EEMUA 191; FIELD.md). */
const FLOOD = 10;
const FLOOD_MS = 600_000;

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
      <Totals list={list} />
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

/** Open, shelved, folded, and how many asked for somebody in the last ten minutes against what is a flood. */
function Totals({ list }: { readonly list: AlarmList }): ReactNode {
  const { t, lang } = useT();
  const store = useBoardStore();
  const { hubNow } = useLinkView(1_000);
  const minute = Math.floor(hubNow / 10_000);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; the list's order and the time say when
  const { open, shelved, recent, folded } = useMemo(() => {
    const total = { open: 0, shelved: 0, recent: 0, folded: 0 };
    for (const entity of store.getState().alarms.values()) {
      if (entity.kind !== 'alarm') continue;
      const { state, annunciatedAt, symptoms } = entity.value;
      if (state === 'shelved') total.shelved += 1;
      if (state === 'unacknowledged' || state === 'acknowledged') {
        total.open += 1;
        total.folded += symptoms;
      }
      if (annunciatedAt !== null && hubNow - annunciatedAt < FLOOD_MS) total.recent += 1;
    }
    return total;
  }, [store, minute, list.wanted]);
  return (
    <ul className="alarm-totals">
      <li>
        <strong>{t('alarms:list.label')}</strong> {t('alarms:list.open', { open, shelved })}
      </li>
      <li data-loud={recent > FLOOD ? '' : undefined}>
        {t('alarms:list.recent')} <strong>{formatCount(recent, lang)}</strong>{' '}
        {t('alarms:list.limit', { limit: FLOOD })}
      </li>
      <li>
        {t('alarms:list.folded')} <strong>{formatCount(folded, lang)}</strong>
      </li>
    </ul>
  );
}
