import { type ReactNode, useRef } from 'react';
import { useT } from '../../i18n/react';
import { Dialog } from '../../parts/dialog';
import { KeyCap } from '../../parts/key-cap';
import { ALARM_FILTER_KEYS, type AlarmField } from '../alarms/alarm-filter';
import { useDesk, useDeskStore } from '../desk-context';
import { DESK_KEYS, type KeyGroup } from '../keys/key-table';
import { useKeys } from '../keys/use-keys';
import { FILTER_KEYS, type FilterField } from '../model/filter';

const GROUPS: readonly KeyGroup[] = [
  'everywhere',
  'more',
  'move',
  'alarms',
  'alarmActs',
  'services',
  'service',
  'incident',
  'callers',
  'messages',
  'shiftLog',
  'routines',
  'roster',
  'walls',
  'events',
  'edit',
];
const FIELDS = Object.keys(FILTER_KEYS) as FilterField[];
const ALARM_FIELDS = Object.keys(ALARM_FILTER_KEYS) as AlarmField[];

/** Every key and every word that the filter understands. */
export function KeySheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t, lang } = useT();
  const desk = useDeskStore();
  const characters = useDesk((state) => state.characterKeys);
  const sheet = useRef<HTMLDivElement>(null);
  const scroll = (px: number): void => sheet.current?.parentElement?.scrollBy({ top: px });
  const height = (): number => (sheet.current?.parentElement?.clientHeight ?? 0) * 0.9;
  useKeys(
    {
      back: onClose,
      help: onClose,
      // The sheet is longer than a low screen, and the focus is on a button that does not scroll it.
      up: () => scroll(-50),
      down: () => scroll(50),
      pageUp: () => scroll(-height()),
      pageDown: () => scroll(height()),
      first: () => scroll(Number.MIN_SAFE_INTEGER),
      last: () => scroll(Number.MAX_SAFE_INTEGER),
    },
    { modal: true },
  );
  return (
    <Dialog title={t('desk:keySheet.title')} closeLabel={t('common:close')} onClose={onClose}>
      <div ref={sheet} className="key-sheet">
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
          <h3>{t('desk:keySheet.alarmFilter')}</h3>
          <dl>
            {ALARM_FIELDS.map((field) => (
              <div key={field}>
                <dt>
                  <code>{`${ALARM_FILTER_KEYS[field][lang === 'nb' ? 0 : 1]}:${t(`alarms:filterExample.${field}`)}`}</code>
                </dt>
                <dd>{t(`alarms:filterHelp.${field}`)}</dd>
              </div>
            ))}
          </dl>
        </section>
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
