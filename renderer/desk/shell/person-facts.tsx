import type { ReactNode } from 'react';
import { useT } from '../../i18n/react';
import { KeyButton } from '../../parts/key-cap';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard } from '../../stores/board-react';
import { useActions, useDeskStore } from '../desk-context';
import { pageOf } from '../desk-store';
import { useEverybody, useMe } from '../people/use-people';
import { DutyFact } from '../roster/duty-fact';

/** Who acts here, locked or not, and how many desks are on watch. */
export function PersonFacts(): ReactNode {
  const { t } = useT();
  const desk = useDeskStore();
  const actions = useActions();
  const me = useMe();
  const locked = useBoard((state) => state.identity?.locked ?? false);
  const known = useBoard((state) => state.identity !== null);
  const { watch } = useEverybody();
  const here = useBoard((state) => state.identity?.console.id ?? '');
  if (!known) return null;
  const canLock = me !== null && !locked && me.signedIn.pin;
  return (
    <ul className="status-facts status-people">
      <li className={me === null || locked ? 'status-loud' : undefined}>
        <button type="button" className="status-button" onClick={() => desk.show({ kind: 'person' })}>
          {me === null ? (
            <strong>{t('people:status.nobody')}</strong>
          ) : (
            <>
              {t(locked ? 'people:status.locked' : 'people:status.signedIn')} <strong>{me.name}</strong>
              {me.signedIn.offline && ` ${t('people:status.offline')}`}
            </>
          )}
        </button>
        {canLock ? (
          <KeyButton cap="F10" label={t('people:status.lock')} onPress={() => actions.lock()} />
        ) : (
          <KeyButton
            cap="F6"
            label={t(
              me === null ? 'people:status.signIn' : locked ? 'people:status.unlock' : 'people:status.change',
            )}
            onPress={() => desk.show({ kind: 'person' })}
          />
        )}
      </li>
      <DutyFact />
      <li className={watch.length === 0 ? 'status-loud' : 'status-desks'}>
        {watch.length === 0 && <StateShape state="warning" size={14} />}
        <button type="button" className="status-button" onClick={() => desk.open(pageOf('people'))}>
          {watch.length === 0 ? (
            <strong>{t('people:status.nobodyOnWatch')}</strong>
          ) : (
            <>
              {t('people:status.onWatch')}{' '}
              <strong>{t('people:status.desks', { count: watch.length })}</strong>
              {watch.some(({ id }) => id === here) ? '' : `, ${t('people:status.notHere')}`}
            </>
          )}
        </button>
      </li>
    </ul>
  );
}
