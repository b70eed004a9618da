import type { Words } from '../model/use-words';
import { clockOf } from '../model/use-words';
import type { NoteRow } from './note-model';

/** Who says it, and since when, in a few words: `auto, tall fra 07:14`, `endret 07:06 nattoperatør`. */
export function originWords({ line, role, at, gone, amendment }: NoteRow, now: number, words: Words): string {
  const { t, person } = words;
  const name = line.by === null ? '' : person(line.by);
  const time = at === null ? '' : clockOf(at, now);
  if (line.struck !== null && role !== 'proposed') {
    return t('handover:origin.struck', {
      time: clockOf(line.struck.at, now),
      name: person(line.struck.by),
      reason: line.struck.reason,
    });
  }
  if (role === 'proposed') {
    const state = amendment?.state ?? 'proposed';
    if (state === 'proposed') return t('handover:origin.proposed', { time, name });
    const decided = amendment?.decided;
    return t(`handover:origin.${state}`, { name: decided ? person(decided.by) : name });
  }
  if (role === 'newer') return t('handover:origin.newer', { time });
  if (gone) return t('handover:origin.gone', { name });
  if (line.origin === 'drawn')
    return time === '' ? t('handover:origin.signedDrawn') : t('handover:origin.drawn', { time });
  if (line.origin === 'edited') return t('handover:origin.edited', { time, name }).trim();
  return t('handover:origin.written', { time, name }).trim();
}
