// cmdk: the list of a command palette by WAI-ARIA's combobox pattern, with ranking, that is not worth writing again.
import { Command } from 'cmdk';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useT } from '../../i18n/react';
import { KeyCap } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoardStore } from '../../stores/board-react';
import { savedFilters } from '../alarms/saved-filters';
import { useDeskStore } from '../desk-context';
import { pageOf } from '../desk-store';
import { useKeyRunner, useKeys } from '../keys/use-keys';
import { PALETTE_GROUPS, type PaletteItem, paletteItems, rank } from './palette-items';

/** Items that are shown of each group until more is written: a palette is read, not scrolled. */
const SHOWN = 8;

/** Everything that can be done or gone to, by a few letters of its name. */
export function Palette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const speech = useT();
  const { t } = speech;
  const desk = useDeskStore();
  const store = useBoardStore();
  const run = useKeyRunner();
  const [text, setText] = useState('');
  const dialog = useRef<HTMLDialogElement>(null);
  useKeys({ back: onClose, palette: onClose }, { modal: true });
  useEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    element?.querySelector('input')?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  // What there is when it is opened: a list that changes while somebody points at it would be worse than an old one.
  const [items] = useState(() =>
    paletteItems(store.getState(), (id) => store.node(id), savedFilters(), speech),
  );
  const shown = useMemo(() => {
    const found = rank(items, text);
    return PALETTE_GROUPS.map((group) => ({
      group,
      items: found.filter((item) => item.group === group).slice(0, SHOWN),
    })).filter((one) => one.items.length > 0);
  }, [items, text]);

  const choose = ({ does }: PaletteItem): void => {
    onClose();
    switch (does.kind) {
      case 'key':
        run(does.key);
        break;
      case 'alarm':
        desk.setState({ alarm: does.node, alarmFilter: '' });
        desk.open(pageOf('alarms'));
        break;
      case 'incident':
        desk.open({ view: 'incident', incident: does.incident });
        break;
      case 'service':
        desk.open({ view: 'service', node: does.node });
        break;
      case 'site':
        desk.setState({ filter: `sted:"${does.name}"` });
        desk.open(pageOf('services'));
        break;
      case 'person':
        desk.show({ kind: 'person' });
        break;
      case 'wall':
        desk.show({ kind: 'wall-act', ...does.intent });
        break;
      case 'filter':
        desk.setState({ alarmFilter: does.text });
        desk.open(pageOf('alarms'));
        break;
    }
  };

  return (
    <dialog
      ref={dialog}
      className="dialog palette"
      aria-label={t('palette:title')}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <Command label={t('palette:title')} shouldFilter={false} loop>
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder={t('palette:placeholder')}
          className="palette-input"
        />
        <Command.List className="palette-list" label={t('palette:list')}>
          {shown.length === 0 && <p className="palette-none">{t('palette:none')}</p>}
          {shown.map(({ group, items: own }) => (
            <Command.Group key={group} heading={t(`palette:group.${group}`)}>
              {own.map((item) => (
                <Command.Item
                  key={item.id}
                  value={item.id}
                  onSelect={() => choose(item)}
                  className="palette-item"
                >
                  <span className="palette-shape">
                    {item.state !== null && <StateShape state={item.state} size={14} />}
                  </span>
                  <span>{item.name}</span>
                  <span className="quiet">{item.more}</span>
                  {item.cap !== null && <KeyCap cap={item.cap} />}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </dialog>
  );
}
