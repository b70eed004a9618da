import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { parseNodeId } from '../../../shared/model/catalogue';
import { useT } from '../../i18n/react';
import { useBoard } from '../../stores/board-react';
import { fold } from '../model/row';
import type { IdSource } from './setting-fields';

/** Something of the room that a setting can name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Proposals that are shown. */
const SHOWN = 8;

/** Everything of the room of one kind, by name. `node`: services, and services at their sites. */
export function useNamed(of: IdSource | 'node'): readonly Named[] {
  const catalogue = useBoard((state) => state.catalogue);
  const graph = useBoard((state) => state.graph);
  const version = useBoard((state) => state.catalogueVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the catalogue changes in place; its version says when
  return useMemo(() => {
    const list: Named[] = [];
    for (const entity of catalogue.values()) {
      const kind = of === 'node' ? 'service' : of;
      if (entity.kind === kind) list.push({ id: entity.value.id, name: entity.value.name });
    }
    if (of === 'node') {
      const services = new Map(list.map(({ id, name }) => [id, name]));
      for (const id of graph.nodes.keys()) {
        const { service, site } = parseNodeId(id);
        if (site === null) continue;
        const at = catalogue.get(`site:${site}`);
        const where = at?.kind === 'site' ? at.value.name : site;
        list.push({ id, name: `${services.get(service) ?? service}, ${where}` });
      }
    }
    return list.sort((a, b) => a.name.localeCompare(b.name, 'nb') || (a.id < b.id ? -1 : 1));
  }, [catalogue, graph, version, of]);
}

/** Picks things of the room by name, one after the other: a combobox (ARIA 1.2) with what was picked before it. */
export function IdPicker(props: {
  readonly id: string;
  readonly label: string;
  readonly of: IdSource | 'node';
  readonly chosen: readonly string[];
  readonly most: number;
  readonly locked: boolean;
  /** What none means. */
  readonly none: string;
  readonly describedBy?: string | undefined;
  readonly onChange: (chosen: readonly string[]) => void;
}): ReactNode {
  const { id, label, of, chosen, most, locked, none, describedBy, onChange } = props;
  const { t } = useT();
  const all = useNamed(of);
  const list = useId();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const word = fold(text.trim());
  const free = all.filter((one) => !chosen.includes(one.id));
  const found = open ? free.filter((one) => fold(`${one.name} ${one.id}`).includes(word)) : [];
  const shown = found.slice(0, SHOWN);
  const active = shown[Math.min(at, shown.length - 1)];
  const full = chosen.length >= most;
  const pick = (picked: string | undefined): void => {
    if (picked === undefined) return;
    onChange(most === 1 ? [picked] : [...chosen, picked]);
    setText('');
    setAt(0);
    setOpen(most > 1);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'ArrowDown') {
      setAt(open ? Math.min(at + 1, Math.max(0, shown.length - 1)) : 0);
      setOpen(true);
    } else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && open) pick(active?.id);
    else if (event.key === 'Escape' && (open || text !== '')) {
      setText('');
      setOpen(false);
    } else if (event.key === 'Backspace' && text === '') onChange(chosen.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const nameOf = (one: string): string => all.find((other) => other.id === one)?.name ?? one;
  return (
    <div className="id-picker">
      {chosen.length === 0 ? (
        <p className="quiet">{none}</p>
      ) : (
        <ul>
          {chosen.map((one) => (
            <li key={one} data-gone={all.some((other) => other.id === one) ? undefined : ''}>
              {nameOf(one)}
              <button
                type="button"
                className="quiet-button"
                disabled={locked}
                aria-label={t('scene-editor:picker.remove', { name: nameOf(one) })}
                onClick={() => onChange(chosen.filter((other) => other !== one))}
              >
                {t('scene-editor:picker.removeShort')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        type="text"
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-describedby={describedBy}
        aria-activedescendant={active ? `${list}-${active.id}` : undefined}
        value={text}
        readOnly={locked || (full && most > 1)}
        autoComplete="off"
        spellCheck={false}
        placeholder={full && most > 1 ? t('scene-editor:picker.full') : t('scene-editor:picker.add')}
        onFocus={() => setAt(0)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onKeyDown={press}
      />
      <div id={list} role="listbox" aria-label={label} hidden={shown.length === 0}>
        {shown.map((one) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names the active proposal
          <div
            key={one.id}
            id={`${list}-${one.id}`}
            role="option"
            aria-selected={one === active}
            // Before the field loses the focus, and its list.
            onPointerDown={(event) => {
              event.preventDefault();
              pick(one.id);
            }}
          >
            {one.name} <span className="quiet">{one.id}</span>
          </div>
        ))}
      </div>
      {found.length > SHOWN && (
        <p className="quiet">{t('scene-editor:picker.more', { count: found.length - SHOWN })}</p>
      )}
      {open && word !== '' && found.length === 0 && <p role="status">{t('scene-editor:picker.nothing')}</p>}
    </div>
  );
}
