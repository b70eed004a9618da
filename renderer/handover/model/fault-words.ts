import { formatAge } from '../../../shared/time/format';
import type { Failure } from '../../../shared/util/result';
import type { Words } from './use-words';

/** What main refuses by these codes is said in the room's own words. */
const WRITE = ['signed-out', 'locked', 'full'] as const;
const SIGN = ['pin', 'no-pin', 'signed-out', 'locked'] as const;

/** Why something was not written, or not signed, and what to do about it. */
export function faultWords(
  { code, message, waitMs }: Failure,
  what: 'write' | 'sign',
  { t, lang }: Pick<Words, 't' | 'lang'>,
): string {
  if (what === 'write') {
    const known = WRITE.find((one) => one === code);
    return known === undefined
      ? t('handover:head.fault', { reason: message })
      : t(`handover:fault.write.${known}`);
  }
  if (code === 'wait') return t('handover:fault.wait', { age: formatAge(waitMs ?? 0, lang) });
  const known = SIGN.find((one) => one === code);
  return known === undefined ? message : t(`handover:fault.sign.${known}`);
}
