import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/react';
import { KeyButton, KeyCap } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { useBoard } from '../../stores/board-react';
import { useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { type Drafts, NEW_SERVICE } from './draft-store';

/** Rows drawn at once; a longer list is searched. */
const MAX_ROWS = 300;

interface Row {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly owner: string;
  readonly criticality: number;
  readonly sites: number;
  readonly checks: number;
}

/** The services of the catalogue, to be found and opened by keyboard. */
export function ServiceTable({ drafts }: { readonly drafts: Drafts }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const [search, setSearch] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLUListElement>(null);
  const rows = useRows();
  const found = useMemo(() => matching(rows, search), [rows, search]);
  const shown = found.slice(0, MAX_ROWS);
  const open = (service: string): void => desk.open({ view: 'catalogue', service });
  const buttons = (): readonly HTMLButtonElement[] => [...(body.current?.querySelectorAll('button') ?? [])];
  const move = (step: number): boolean => {
    const list = buttons();
    const at = list.indexOf(document.activeElement as HTMLButtonElement);
    const target = at < 0 && step < 0 ? -1 : at + step;
    if (target < 0) input.current?.focus();
    else list[Math.min(target, list.length - 1)]?.focus();
    return true;
  };
  useKeys({
    filter: () => {
      input.current?.focus();
      input.current?.select();
    },
    new: () => open(NEW_SERVICE),
    up: () => move(-1),
    down: () => move(1),
    pageUp: () => move(-10),
    pageDown: () => move(10),
    first: () => buttons()[0]?.focus(),
    last: () => buttons().at(-1)?.focus(),
    open: () => {
      const [first] = shown;
      if (document.activeElement !== input.current || !first) return false;
      open(first.id);
      return true;
    },
    back: () => {
      if (search !== '') setSearch('');
      else if (document.activeElement === input.current) input.current?.blur();
      else return false;
      return true;
    },
  });
  return (
    <section className="onboard-list" aria-label={t('onboard:list.label')}>
      <div className="list-head">
        <p className="list-total">
          <strong>{t('onboard:list.services', { count: rows.length })}</strong>
        </p>
        <label className="filter-field">
          <KeyCap cap="/" />
          <span className="visually-hidden">{t('onboard:list.search')}</span>
          <input
            ref={input}
            type="search"
            value={search}
            placeholder={t('onboard:list.searchPlaceholder')}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
        <p className="list-found" role="status">
          {search === '' ? '' : t('onboard:list.found', { count: found.length })}
        </p>
        <KeyButton cap="n" label={t('onboard:list.new')} onPress={() => open(NEW_SERVICE)} />
      </div>
      {drafts[NEW_SERVICE] !== undefined && (
        <button type="button" className="onboard-unfinished" onClick={() => open(NEW_SERVICE)}>
          {t('onboard:list.unfinished')}
        </button>
      )}
      {shown.length === 0 ? (
        <Notice
          title={t(rows.length === 0 ? 'onboard:list.empty' : 'onboard:list.none')}
          text={t(rows.length === 0 ? 'onboard:list.emptyText' : 'onboard:list.noneText')}
        />
      ) : (
        <ul ref={body} className="onboard-rows">
          {shown.map((row) => (
            <li key={row.id}>
              <ServiceRow row={row} draft={drafts[row.id] !== undefined} onOpen={() => open(row.id)} />
            </li>
          ))}
          {found.length > shown.length && (
            <li className="quiet onboard-rest">
              {t('onboard:list.more', { count: found.length - shown.length })}
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function ServiceRow(props: {
  readonly row: Row;
  readonly draft: boolean;
  readonly onOpen: () => void;
}): ReactNode {
  const { row, draft, onOpen } = props;
  const { t } = useT();
  // Enter on a button presses it; what the list's keys do with it is up to the listener.
  const enter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') event.stopPropagation();
  };
  return (
    <button type="button" className="onboard-row" onClick={onOpen} onKeyDown={enter}>
      <span className="onboard-name">
        <strong>{row.name}</strong> <span className="quiet">{row.id}</span>
      </span>
      <span>{row.family}</span>
      <span>{row.owner}</span>
      <span>{t('onboard:list.criticality', { level: row.criticality })}</span>
      <span>
        {row.sites === 0 ? t('onboard:list.central') : t('onboard:list.sites', { count: row.sites })}
      </span>
      <span className="number">{t('onboard:list.checks', { count: row.checks })}</span>
      <span className="onboard-draft">
        {draft && <span className="from-cache">{t('onboard:list.draft')}</span>}
      </span>
    </button>
  );
}

function useRows(): readonly Row[] {
  const version = useBoard((state) => state.catalogueVersion);
  const catalogue = useBoard((state) => state.catalogue);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map is changed in place; its version says when
  return useMemo(() => {
    const families = new Map<string, string>();
    const checks = new Map<string, number>();
    for (const entity of catalogue.values()) {
      if (entity.kind === 'family') families.set(entity.value.id, entity.value.name);
      if (entity.kind !== 'check' || entity.value.node === null) continue;
      const [service = ''] = entity.value.node.split('@');
      checks.set(service, (checks.get(service) ?? 0) + 1);
    }
    return [...catalogue.values()]
      .flatMap((entity) => (entity.kind === 'service' ? [entity.value] : []))
      .sort((a, b) => a.order - b.order)
      .map((service) => ({
        id: service.id,
        name: service.name,
        family: families.get(service.family) ?? service.family,
        owner: service.owner ?? '',
        criticality: service.criticality,
        sites: service.sites.length,
        checks: checks.get(service.id) ?? 0,
      }));
  }, [catalogue, version]);
}

function matching(rows: readonly Row[], search: string): readonly Row[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = `${row.id} ${row.name} ${row.family} ${row.owner}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
