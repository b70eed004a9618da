import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { KeyCap } from '../../parts/key-cap';
import { useDesk, useDeskStore } from '../desk-context';
import { DESK_KEYS, type KeyGroup } from '../keys/key-table';
import { useKeys } from '../keys/use-keys';
import { FILTER_KEYS, type FilterField } from '../model/filter';

const GROUPS: readonly KeyGroup[] = ['everywhere', 'move', 'services', 'service', 'events', 'edit'];
const FIELDS = Object.keys(FILTER_KEYS) as FilterField[];

/** Every key and every word that the filter understands. */
export function KeySheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t, lang } = useT();
  const desk = useDeskStore();
  const characters = useDesk((state) => state.characterKeys);
  useKeys({ back: onClose, help: onClose }, { modal: true });
  return (
    <Dialog title={t('desk:keySheet.title')} closeLabel={t('common:close')} onClose={onClose}>
      <div className="key-sheet">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(`desk:keySheet.${group}`)}</h3>
            <dl>
              {DESK_KEYS.filter((item) => item.group === group).map((item) => (
                <div key={item.id}>
                  <dt>
                    <KeyCap cap={item.cap} />
                  </dt>
                  <dd>{t(item.label)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section className="key-sheet-filter">
          <h3>{t('desk:keySheet.filter')}</h3>
          <p>{t('desk:keySheet.filterText')}</p>
          <dl>
            {FIELDS.map((field) => (
              <div key={field}>
                <dt>
                  <code>{`${FILTER_KEYS[field][lang === 'nb' ? 0 : 1]}:${t(`desk:filterExample.${field}`)}`}</code>
                </dt>
                <dd>{t(`desk:filterHelp.${field}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <label className="key-sheet-toggle">
        <input
          type="checkbox"
          checked={characters}
          onChange={(event) => desk.setState({ characterKeys: event.target.checked })}
        />
        {t('desk:keySheet.characters')}
      </label>
    </Dialog>
  );
}
