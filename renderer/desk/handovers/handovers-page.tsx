import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { upcomingHandover } from '../../../shared/rules/handover/upcoming';
import { formatUntil } from '../../../shared/time/format';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { Notice } from '../../parts/notice';
import { ScrollRegion } from '../../parts/scroll-region';
import { useBoardStore } from '../../stores/board-react';
import { useActions, useDeskStore } from '../desk-context';
import { useHubSeconds } from '../incidents/use-incidents';
import { useKeys } from '../keys/use-keys';
import { AdherenceView } from './adherence-view';
import { CompareView } from './compare-view';
import { HandoverList, handoverDomId } from './handover-list';
import { HandoverText } from './handover-text';
import { shiftsOf, useNoteNames } from './handover-words';
import { provisionalRoom } from './provisional-room';
import { type HandoverRecord, matches, usePast } from './use-past';

/** The handovers: the one that is being made, those that were, two of them side by side, and how they were done. */
export function HandoversPage({ handover: asked }: { readonly handover: string | null }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const actions = useActions();
  const store = useBoardStore();
  const past = usePast();
  const names = useNoteNames();
  const now = useHubSeconds();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [compared, setCompared] = useState<readonly [string, string] | null>(null);
  const [view, setView] = useState<'list' | 'adherence'>('list');
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const records = useMemo(
    () => past.records.filter((record) => matches(record, search, shiftsOf(record.handover, names))),
    [past.records, search, names],
  );
  const current = records.find(({ handover }) => handover.id === (asked ?? at)) ?? records[0];
  const byId = (id: string): HandoverRecord | undefined =>
    past.records.find(({ handover }) => handover.id === id);
  useEffect(() => {
    list.current?.focus({ preventScroll: true });
  }, []);

  const focus = (id: string): void => {
    setAt(id);
    if (asked !== null) desk.replace({ view: 'handovers', handover: null });
    document.getElementById(handoverDomId(id))?.scrollIntoView({ block: 'nearest' });
  };
  const step = (by: number): boolean => {
    const index = current === undefined ? -1 : records.indexOf(current);
    const next = records[Math.min(Math.max(index + by, 0), records.length - 1)];
    if (!next) return false;
    focus(next.handover.id);
    return true;
  };
  // What is too old for the state is read here: its window would have nothing to show.
  const isHere = (id: string): boolean => provisionalRoom(store).watch.has(`handover:${id}`);
  const open = (id: string): void => {
    if (isHere(id)) actions.openWindow('handover', id);
  };
  const choose = (): void => {
    if (!current) return;
    const { id } = current.handover;
    if (chosen === null || chosen === id) {
      setChosen(chosen === id ? null : id);
      return;
    }
    setCompared([chosen, id]);
    setChosen(null);
  };
  const back = (): boolean => {
    if (compared !== null) setCompared(null);
    else if (chosen !== null) setChosen(null);
    else if (search !== '') setSearch('');
    else if (view === 'adherence') setView('list');
    else return desk.back();
    return true;
  };
  useKeys({
    up: () => step(-1),
    down: () => step(1),
    open: () => (current ? open(current.handover.id) : false),
    choose,
    filter: () => field.current?.focus(),
    beside: () => setView(view === 'list' ? 'adherence' : 'list'),
    back,
  });
  const pair = compared?.map(byId);
  const [one, other] = pair ?? [];
  const inOrder = one && other ? [one, other].sort((a, b) => a.handover.beganAt - b.handover.beganAt) : null;
  const [before, after] = inOrder ?? [];
  return (
    <div className="handovers-page">
      <div className="handovers-left">
        <div className="handovers-head">
          <label className="handovers-search">
            <span className="visually-hidden">{t('handover:list.search')}</span>
            <input
              ref={field}
              className="text-field"
              value={search}
              placeholder={t('handover:list.search')}
              data-passes=""
              onChange={(event) => setSearch(event.target.value)}
            />
          </label>
          <KeyButton
            cap="← →"
            label={t(view === 'list' ? 'handover:list.toAdherence' : 'handover:list.toList')}
            onPress={() => setView(view === 'list' ? 'adherence' : 'list')}
          />
          <KeyButton
            cap="H"
            label={t('handover:list.present')}
            onPress={() => actions.openWindow('handover')}
          />
        </div>
        <Coming />
        {past.phase === 'failed' && (
          <p className="handovers-note" role="status">
            {t('handover:list.failed', { reason: past.error ?? '' })}
          </p>
        )}
        {past.source === 'cache' && past.phase === 'read' && (
          <p className="handovers-note">
            <span className="from-cache">{t('handover:list.fromCache')}</span>
          </p>
        )}
        {records.length === 0 ? (
          <Notice
            title={t(
              past.phase === 'reading'
                ? 'handover:list.reading'
                : search === ''
                  ? 'handover:list.none'
                  : 'handover:list.noMatch',
            )}
          />
        ) : (
          <HandoverList
            list={list}
            records={records}
            current={current?.handover.id ?? null}
            chosen={chosen}
            waiting={past.waiting}
            now={now}
            onFocus={focus}
            onOpen={open}
          />
        )}
      </div>
      <ScrollRegion className="handovers-right" aria-label={t('handover:list.read')}>
        {view === 'adherence' ? (
          <AdherenceView now={now} />
        ) : before && after ? (
          <CompareView before={before} after={after} onClose={() => setCompared(null)} />
        ) : current ? (
          <HandoverText
            record={current}
            now={now}
            onOpen={isHere(current.handover.id) ? () => open(current.handover.id) : null}
            onCompare={choose}
          />
        ) : (
          <p className="quiet">{t('handover:list.nothingToRead')}</p>
        )}
      </ScrollRegion>
    </div>
  );
}

/** The handover that comes next, where none is being made. */
function Coming(): ReactNode {
  const { t, lang } = useT();
  const store = useBoardStore();
  const names = useNoteNames();
  const now = useHubSeconds();
  const { view, watch } = provisionalRoom(store);
  for (const entity of watch.values())
    if (entity.kind === 'handover' && entity.value.state !== 'accepted') return null;
  const next = upcomingHandover(view, now);
  if (next === null) return <p className="handovers-note">{t('handover:none.nobody')}</p>;
  if (next.beginsAt === null) return <p className="handovers-note">{t('handover:none.byHand')}</p>;
  return (
    <p className="handovers-note">
      {t(next.beginsAt > now ? 'handover:none.begins' : 'handover:none.due', {
        time: formatUntil(next.beginsAt, now, lang),
        names:
          next.outgoing.map(({ person }) => names.person(person)).join(', ') || t('handover:items.nobody'),
      })}
    </p>
  );
}
