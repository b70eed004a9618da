import type { ReactNode } from 'react';
import { FLOOD_ABOVE } from '../../../../shared/rules/alarms/flood';
import { formatAge } from '../../../../shared/time/format';
import { formatCount } from '../../../i18n/number';
import { useT } from '../../../i18n/react';
import { useBoard, useLinkView } from '../../../stores/board-react';

/**
 * More alarms ask for somebody than one can take in (ISA-18.2): since when, how many, and what that changes here. The
 * list is led by causes, the sound is held back, and nothing is left out of the record.
 */
export function FloodStrip(): ReactNode {
  const { t, lang } = useT();
  const flood = useBoard((state) => state.room?.flood ?? null);
  const { hubNow } = useLinkView(1_000);
  if (flood === null) return null;
  return (
    <p className="flood-strip" role="status">
      <strong>
        {t('causes:flood.title', {
          age: formatAge(hubNow - flood.since, lang),
          annunciated: formatCount(flood.annunciated, lang),
          limit: FLOOD_ABOVE,
        })}
      </strong>{' '}
      {t('causes:flood.text')}
    </p>
  );
}
