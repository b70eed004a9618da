import type { KeyboardEvent, ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { useFirstFocus } from '../../parts/first-focus';
import { KeyCap } from '../../parts/key-cap';
import { useDesk, useDeskStore } from '../desk-context';
import { type Page, pageOf, presentPage, tabOf } from '../desk-store';
import { deskKey, type KeyId } from '../keys/key-table';
import { useKeys } from '../keys/use-keys';

/** What the menu holds, in its order; null: the papers, which are no page. */
const LINES = [
  ['events', pageOf('events')],
  ['roster', pageOf('roster')],
  ['walls', pageOf('walls')],
  ['sources', pageOf('sources')],
  ['catalogue', pageOf('catalogue')],
  ['people', pageOf('people')],
  ['figuresMore', { view: 'figures' }],
  ['papers', null],
] as const satisfies readonly (readonly [KeyId, Page | null])[];

/** What a watch opens now and then, by one letter more: `0` and `v` is the shift plan. */
export function MoreDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const present = useDesk((state) => tabOf(presentPage(state)));
  const first = useFirstFocus<HTMLButtonElement>();
  const go = (page: Page | null): void => {
    if (page === null) desk.show({ kind: 'papers' });
    else {
      onClose();
      desk.open(page);
    }
  };
  const letters = Object.fromEntries(LINES.map(([id, page]) => [id, () => go(page)]));
  useKeys({ back: onClose, more: onClose, ...letters }, { modal: true, after: 'more' });
  const press = (event: KeyboardEvent<HTMLUListElement>): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + by + buttons.length) % buttons.length]?.focus();
  };
  return (
    <Dialog title={t('desk:more.title')} closeLabel={t('common:close')} onClose={onClose}>
      <ul className="more-menu" onKeyDown={press}>
        {LINES.map(([id, page], index) => (
          <li key={id}>
            <button
              ref={index === 0 ? first : undefined}
              type="button"
              className="more-line"
              aria-current={page !== null && page.view === present ? 'page' : undefined}
              onClick={() => go(page)}
            >
              <KeyCap cap={deskKey(id).keys[0] ?? ''} />
              <span>
                <strong>{t(deskKey(id).label)}</strong>
                <span className="quiet">{t(`desk:more.${id}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
