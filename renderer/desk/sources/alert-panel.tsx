import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { ForeignAlert } from '../../../shared/model/sources';
import { formatSince } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useLinkView } from '../../stores/board-react';
import { useActions, useDeskStore } from '../desk-context';
import { useKeys } from '../keys/use-keys';
import { nodeName } from '../model/row';
import { SilenceForm } from './silence-form';
import {
  ALERT_FILTERS,
  type AlertFilter,
  filterAlerts,
  isHeld,
  matchersFor,
  type SourceView,
} from './source-model';

const ROW_PX = 56;

/** Everything a source says is wrong. What belongs nowhere is here like the rest: nothing is dropped. */
export function AlertPanel({ view }: { readonly view: SourceView }): ReactNode {
  const { t } = useT();
  const [only, setOnly] = useState<AlertFilter>('all');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(search);
  const shown = useMemo(() => filterAlerts(view.alerts, only, wanted), [view.alerts, only, wanted]);
  const at = shown.findIndex((alert) => alert.id === chosen);
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => shown[index]?.id ?? index,
    overscan: 6,
  });
  const move = (index: number): void => {
    const target = Math.min(shown.length - 1, Math.max(0, index));
    const alert = shown[target];
    if (!alert) return;
    setChosen(alert.id);
    virtual.scrollToIndex(target, { align: 'auto' });
  };
  useKeys({
    up: () => move(at - 1),
    down: () => move(at + 1),
    first: () => move(0),
    last: () => move(shown.length - 1),
    filter: () => field.current?.focus(),
    back: () => {
      if (chosen === null && search === '') return false;
      if (chosen !== null) setChosen(null);
      else setSearch('');
      return true;
    },
  });
  const detail = shown[at];
  if (view.alerts.length === 0) {
    const down = view.status?.phase === 'down';
    return (
      <Notice
        title={t('sources:alerts.none')}
        text={t(down ? 'sources:alerts.noneDown' : 'sources:alerts.noneText')}
      />
    );
  }
  return (
    <div className="alert-panel" data-detail={detail ? '' : undefined}>
      <div className="alert-side">
        <div className="list-head">
          <input
            ref={field}
            className="text-field"
            type="search"
            value={search}
            aria-label={t('sources:alerts.filter')}
            placeholder={t('sources:alerts.filter')}
            onChange={(event) => setSearch(event.target.value)}
          />
          <fieldset className="choice-row">
            <legend className="visually-hidden">{t('sources:alerts.only')}</legend>
            {ALERT_FILTERS.map((name) => (
              <label key={name}>
                <input type="radio" name="only" checked={only === name} onChange={() => setOnly(name)} />
                {t(`sources:alerts.${name}`)}
              </label>
            ))}
          </fieldset>
          <p className="list-found" role="status">
            {t('sources:alerts.shown', { count: shown.length })}
          </p>
        </div>
        <ScrollRegion ref={scroller} className="alert-scroller" aria-label={t('sources:tabs.alerts')}>
          {shown.length === 0 && <Notice title={t('sources:alerts.noMatch')} />}
          <ul className="alert-list" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const alert = shown[item.index];
              return alert ? (
                <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height: ROW_PX }}>
                  <AlertLine
                    alert={alert}
                    chosen={alert.id === chosen}
                    onChoose={() => setChosen(alert.id)}
                  />
                </li>
              ) : null;
            })}
          </ul>
        </ScrollRegion>
      </div>
      {detail && <AlertDetail key={detail.id} alert={detail} view={view} />}
    </div>
  );
}

const SHAPES = { critical: 'down', warning: 'degraded', unknown: 'unknown' } as const;

function AlertLine(props: {
  readonly alert: ForeignAlert;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  const { alert, chosen, onChoose } = props;
  const { t } = useT();
  const { hubNow } = useLinkView(5_000);
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const where = alert.nodes.map((id) => nodeName({ graph, catalogue }, id)).join('; ');
  return (
    <button
      type="button"
      className="alert-line"
      aria-pressed={chosen}
      data-held={isHeld(alert) ? '' : undefined}
      onClick={onChoose}
    >
      <StateShape state={SHAPES[alert.severity]} size={18} />
      <span className="alert-severity">{t(`sources:severity.${alert.severity}`)}</span>
      <span className="alert-what">
        <strong>{alert.name}</strong>
        <span className="quiet">{alert.summary}</span>
      </span>
      <span className="alert-where" data-odd={where === '' ? '' : undefined}>
        {alert.nodes.length > 1 && (
          <span className="held-tag held-tag-first">{t('sources:alerts.several')}</span>
        )}
        {where === '' ? t('sources:alerts.noNode') : where}
        {alert.silencedBy.length > 0 && <span className="held-tag">{t('sources:alerts.silencedBy')}</span>}
        {alert.inhibited && <span className="held-tag">{t('sources:alerts.heldBack')}</span>}
      </span>
      <time>{formatSince(alert.startsAt, hubNow)}</time>
    </button>
  );
}

/** One alert whole: where it was put and why, its labels, and what can be done about it. */
function AlertDetail({
  alert,
  view,
}: {
  readonly alert: ForeignAlert;
  readonly view: SourceView;
}): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const actions = useActions();
  const graph = useBoard((state) => state.graph);
  const catalogue = useBoard((state) => state.catalogue);
  const { hubNow } = useLinkView(5_000);
  const [silencing, setSilencing] = useState(false);
  useKeys({ new: () => setSilencing(true) });
  const { link } = alert;
  return (
    <aside className="alert-detail" aria-label={alert.name}>
      <h2>
        <StateShape state={SHAPES[alert.severity]} size={20} /> {alert.name}
      </h2>
      <p>{alert.summary}</p>
      <p className="quiet">
        {t(`sources:severity.${alert.severity}`)},{' '}
        {t('sources:since', { time: formatSince(alert.startsAt, hubNow) })}
        {alert.inhibited && `, ${t('sources:alerts.inhibited')}`}
      </p>
      <h3>{t('sources:alerts.where')}</h3>
      {alert.nodes.length === 0 ? (
        <p>{t('sources:alerts.noNode')}</p>
      ) : (
        <ul>
          {alert.nodes.map((node) => (
            <li key={node}>
              <button
                type="button"
                className="link-button"
                onClick={() => desk.open({ view: 'service', node })}
              >
                {nodeName({ graph, catalogue }, node)}
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className="quiet">
        {alert.rules.length === 0
          ? t('sources:alerts.noRule')
          : t('sources:alerts.rules', { rules: alert.rules.map((rule) => rule + 1).join(', ') })}
      </p>
      <h3>{t('sources:alerts.labels')}</h3>
      <dl className="label-list">
        {Object.entries(alert.labels).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="act-row">
        {!silencing && (
          <button type="button" className="quiet-button" onClick={() => setSilencing(true)}>
            <KeyCap cap="n" /> {t('sources:alerts.silence')}
          </button>
        )}
        {link !== null && (
          <button type="button" className="quiet-button" onClick={() => actions.openLink(link)}>
            {t('sources:alerts.open')}
          </button>
        )}
      </div>
      {silencing && <SilenceForm view={view} first={matchersFor(alert)} onDone={() => setSilencing(false)} />}
    </aside>
  );
}
