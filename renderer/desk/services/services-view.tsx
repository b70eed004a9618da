import { type ReactNode, useMemo, useRef } from 'react';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { useBoard } from '../../stores/board-react';
import { useSupportKeys } from '../callers/support-acts';
import { useDesk, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { parseFilter } from '../model/filter';
import { EventPanel } from '../service/event-panel';
import { ListNews } from './list-news';
import { NodePreview } from './node-preview';
import { ServiceList } from './service-list';
import { useList } from './use-list';

/** Every service at every site: what is wrong first, what is normal folded away. */
export function ServicesView(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const text = useDesk((state) => state.filter);
  const focused = useDesk((state) => state.focused);
  const total = useBoard((state) => state.graph.nodes.size);
  const checks = useBoard((state) => state.graph.checks.size);
  const filter = useMemo(() => parseFilter(text), [text]);
  const list = useList(filter);
  const input = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const found = list.shown.abnormal.length + list.shown.normal.length;

  const range = useDesk((state) => state.range);
  const shownNode = focused !== null && list.rows.has(focused) ? focused : list.shown.abnormal[0];
  useKeys({
    // What stands open beside the list, though nobody has moved the focus to it.
    wall: () => {
      if (shownNode === undefined) return false;
      desk.show({ kind: 'to-wall', node: shownNode });
      return true;
    },
    range: () => desk.setState({ range: range === '1h' ? '24h' : '1h' }),
    filter: () => {
      input.current?.focus();
      input.current?.select();
    },
    sort: () => list.sort(),
    back: () => {
      const inField = document.activeElement === input.current;
      if (text !== '') desk.setState({ filter: '' });
      else if (!inField) return false;
      if (inField) grid.current?.focus();
      return true;
    },
    open: () => {
      if (document.activeElement !== input.current) return false;
      grid.current?.focus();
      return true;
    },
    down: () => {
      if (document.activeElement !== input.current) return false;
      grid.current?.focus();
      return true;
    },
  });

  useSupportKeys(shownNode ?? null);
  return (
    <div className="services">
      <section className="services-list" aria-label={t('desk:list.label')}>
        <div className="list-head">
          <p className="list-total">
            <strong>{t('desk:list.nodes', { count: total })}</strong>{' '}
            <span className="quiet">{t('desk:list.checks', { count: checks })}</span>
          </p>
          <label className="filter-field">
            <KeyCap cap="/" />
            <span className="visually-hidden">{t('desk:list.filter')}</span>
            <input
              ref={input}
              type="search"
              value={text}
              placeholder={t('desk:list.filterPlaceholder')}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => desk.setState({ filter: event.target.value })}
            />
          </label>
          <p className="list-found" role="status">
            {text === '' ? '' : t('desk:list.found', { count: found })}
            {filter.unknownKeys.length > 0 && (
              <span className="filter-unknown">
                {t('desk:list.unknownKey', { key: filter.unknownKeys.join(', ') })}
              </span>
            )}
            {list.hiddenAbnormal > 0 && (
              <strong>{t('desk:list.hiddenAbnormal', { count: list.hiddenAbnormal })}</strong>
            )}
          </p>
        </div>
        <ListNews list={list} />
        <ServiceList ref={grid} list={list} filtered={filter.terms.length > 0} />
      </section>
      <aside className="services-preview" aria-label={t('desk:preview.label')}>
        {shownNode === undefined ? <EventPanel node={null} limit={30} /> : <NodePreview node={shownNode} />}
      </aside>
    </div>
  );
}
