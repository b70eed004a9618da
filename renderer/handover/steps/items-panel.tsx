import { type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import type { CriticalItem } from '../../../shared/model/handover';
import { useHubMinutes } from '../../desk/incidents/use-incidents';
import { useEverybody } from '../../desk/people/use-people';
import { KeyButton } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { useNode } from '../../stores/board-react';
import { useHandoverWindow } from '../model/handover-context';
import { useGive } from '../model/use-give';
import { clockOf, useWords } from '../model/use-words';

/**
 * What is open and critical, gone through one by one: said aloud (Space), stated back by the incoming watch in their own words
 * (Enter), and to whom it goes.
 */
export function ItemsPanel({ list }: { readonly list: RefObject<HTMLDivElement | null> }): ReactNode {
  const { handover } = useHandoverWindow();
  const { t } = useWords();
  const give = useGive();
  const [at, setAt] = useState<string | null>(null);
  const [saying, setSaying] = useState<string | null>(null);
  const { items, state } = handover;
  const open = state === 'preparing' || state === 'exchanging';
  const subject = `handover/${handover.id}`;
  const focused = items.find(({ key }) => key === at)?.key ?? items[0]?.key ?? null;
  const said = items.filter((item) => item.said !== null).length;
  const go = (by: number): void => {
    const index = items.findIndex(({ key }) => key === focused);
    const next = items[Math.min(Math.max(index + by, 0), items.length - 1)];
    if (!next) return;
    setAt(next.key);
    [...(list.current?.querySelectorAll<HTMLElement>('[data-item]') ?? [])]
      .find((element) => element.dataset.item === next.key)
      ?.focus();
  };
  const walk = (item: CriticalItem): void => {
    void give({ kind: 'handover.item', subject, payload: { key: item.key, walked: item.walked === null } });
  };
  const pressed = (event: KeyboardEvent, item: CriticalItem): void => {
    if (event.target !== event.currentTarget) return;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowUp: () => go(-1),
      ArrowDown: () => go(1),
      ' ': () => open && walk(item),
      Enter: () => open && setSaying(item.key),
    };
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <section className="panel items-panel" aria-label={t('handover:items.title')}>
      <div className="panel-title">
        <h3>{t('handover:items.title')}</h3>
        <span className="panel-fact">
          {items.length === 0
            ? t('handover:items.none')
            : t('handover:items.said', { done: said, all: items.length })}
        </span>
      </div>
      {handover.exchangedAt === null && open && (
        <p className="panel-act">
          <KeyButton
            cap="g"
            label={t('handover:items.begin')}
            onPress={() => void give({ kind: 'handover.exchange', subject, payload: null })}
          />
          <span className="quiet">{t('handover:items.beginHelp')}</span>
        </p>
      )}
      <div ref={list} className="item-list">
        {items.map((item) => (
          // biome-ignore lint/a11y/useSemanticElements: a line of a check list that takes keys; a fieldset is a part of a form
          <div
            key={item.key}
            role="group"
            className="item-row"
            data-item={item.key}
            data-walked={item.walked === null ? undefined : ''}
            tabIndex={item.key === focused ? 0 : -1}
            aria-label={t('handover:items.row', {
              title: item.title,
              walked: t(item.walked === null ? 'handover:items.notWalked' : 'handover:items.walked'),
              said: item.said?.words ?? t('handover:items.notSaid'),
            })}
            onFocus={(event) => {
              if (event.target === event.currentTarget) setAt(item.key);
            }}
            onKeyDown={(event) => pressed(event, item)}
          >
            <ItemRow
              item={item}
              open={open}
              saying={saying === item.key}
              onWalk={() => walk(item)}
              onSay={() => setSaying(item.key)}
              onSaid={(next) => {
                setSaying(null);
                go(next ? 1 : 0);
              }}
            />
          </div>
        ))}
      </div>
      {items.length > 0 && open && (
        <p className="key-hints">
          <KeyButton cap="i" label={t('handover:items.keys.list')} onPress={() => go(0)} />
          <span className="quiet">{t('handover:items.keys.rest')}</span>
        </p>
      )}
    </section>
  );
}

function ItemRow(props: {
  readonly item: CriticalItem;
  readonly open: boolean;
  readonly saying: boolean;
  readonly onWalk: () => void;
  readonly onSay: () => void;
  readonly onSaid: (next: boolean) => void;
}): ReactNode {
  const { item, open, saying, onWalk, onSay, onSaid } = props;
  const { t, person, initials } = useWords();
  const now = useHubMinutes();
  return (
    <>
      <input
        type="checkbox"
        className="item-check"
        tabIndex={-1}
        checked={item.walked !== null}
        disabled={!open}
        aria-label={t('handover:items.walk', { title: item.title })}
        onChange={onWalk}
      />
      <span className="note-shape">{item.node !== null && <ItemShape node={item.node} />}</span>
      <span className="item-title">
        {unbroken(item.title)}
        {item.criticality === 1 && (
          <strong> {t('handover:items.criticality', { level: item.criticality })}</strong>
        )}
        <ItemOwner item={item} open={open} />
      </span>
      <span className="item-said">
        {saying ? (
          <SayField item={item} onSaid={onSaid} />
        ) : item.said !== null ? (
          <button type="button" className="status-button" tabIndex={-1} disabled={!open} onClick={onSay}>
            {t('handover:items.saidWords', {
              initials: initials(item.said.by),
              time: clockOf(item.said.at, now),
              words: item.said.words,
            })}
            <span className="visually-hidden"> {person(item.said.by)}</span>
          </button>
        ) : (
          <button type="button" className="status-button" tabIndex={-1} disabled={!open} onClick={onSay}>
            {t('handover:items.say')}
          </button>
        )}
      </span>
    </>
  );
}

/** `A-4127` is one word. */
function unbroken(title: string): string {
  return title.replaceAll(/-(?=\d)/g, '\u2011');
}

function ItemShape({ node }: { readonly node: string }): ReactNode {
  const status = useNode(node);
  return status && status.state !== 'normal' ? <StateShape state={status.state} size={18} /> : null;
}

/** Whose it is, and whose it becomes: it can be another than the plan's. */
function ItemOwner({ item, open }: { readonly item: CriticalItem; readonly open: boolean }): ReactNode {
  const { handover } = useHandoverWindow();
  const { t, person } = useWords();
  const give = useGive();
  const { persons } = useEverybody();
  const { incoming, id } = handover;
  const others = persons.filter(
    ({ active, machine, id: one }) => active && !machine && !incoming.some(({ person: in_ }) => in_ === one),
  );
  return (
    <span className="item-owner">
      {item.owner === null ? t('handover:items.nobody') : person(item.owner)} {'→'}{' '}
      <select
        className="inline-select"
        tabIndex={-1}
        aria-label={t('handover:items.to', { title: item.title })}
        value={item.to ?? ''}
        disabled={!open}
        onChange={(event) =>
          void give({
            kind: 'handover.item',
            subject: `handover/${id}`,
            payload: { key: item.key, to: event.target.value || null },
          })
        }
      >
        <option value="">{t('handover:items.nobody')}</option>
        {incoming.map(({ person: one }) => (
          <option key={one} value={one}>
            {person(one)}
          </option>
        ))}
        {others.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </span>
  );
}

/** What the incoming watch said, in short, as it was heard. */
function SayField(props: {
  readonly item: CriticalItem;
  readonly onSaid: (next: boolean) => void;
}): ReactNode {
  const { item, onSaid } = props;
  const { handover } = useHandoverWindow();
  const { t } = useWords();
  const give = useGive();
  const [words, setWords] = useState(item.said?.words ?? '');
  // A field that goes away loses the focus: it was left once already.
  const left = useRef(false);
  const leave = (next: boolean): void => {
    left.current = true;
    onSaid(next);
  };
  const keep = (next: boolean): void => {
    if (left.current) return;
    const said = words.trim();
    if (said !== (item.said?.words ?? '')) {
      void give({
        kind: 'handover.item',
        subject: `handover/${handover.id}`,
        payload: {
          key: item.key,
          said: said === '' ? null : said,
          // What is stated back has been gone through.
          ...(said !== '' && item.walked === null && { walked: true }),
        },
      });
    }
    leave(next);
  };
  return (
    <input
      className="line-editor"
      // biome-ignore lint/a11y/noAutofocus: the field is opened to be written in
      autoFocus
      maxLength={300}
      value={words}
      aria-label={t('handover:items.sayLabel', { title: item.title })}
      onChange={(event) => setWords(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.ctrlKey && !event.nativeEvent.isComposing) {
          event.preventDefault();
          keep(true);
        } else if (event.key === 'Escape') {
          event.preventDefault();
          leave(false);
        }
      }}
      onBlur={() => keep(false)}
    />
  );
}
