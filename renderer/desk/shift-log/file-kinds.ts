import type { Attachment } from '../../../shared/model/shift-log';
import { suspects } from '../../../shared/rules/watch/sensitive';
import type { Language } from '../../../shared/time/format';
import { formatClock } from '../../../shared/time/format';

/** Whether it is shown as a picture. */
export function isPicture({ type }: Pick<Attachment, 'type'>): boolean {
  return type.startsWith('image/');
}

/** What a pasted picture is called: the clipboard calls every one of them the same. `now`: ms UTC. */
export function pastedName(given: string, now: number, pasted: boolean, said: string): string {
  const plain = given.trim().slice(-120);
  if (!pasted || !/^image\.\w+$/.test(plain)) return plain === '' ? said : plain;
  return `${said} ${formatClock(now).replace(':', '')}${plain.slice(plain.lastIndexOf('.'))}`;
}

/** Whether a file's name, or a text's content, looks like it says who a patient is. */
export function looksLikePatient(file: Pick<Attachment, 'name' | 'type'>, bytes: Uint8Array): boolean {
  if (suspects(file.name).length > 0) return true;
  return file.type === 'text/plain' && suspects(new TextDecoder().decode(bytes)).length > 0;
}

/** Files that were pasted or dropped; none where words came with them: those are what is wanted. */
export function filesIn(data: DataTransfer | null, pasted: boolean): readonly File[] {
  if (data === null || (pasted && data.getData('text/plain') !== '')) return [];
  return [...data.files];
}

const units: Readonly<Record<Language, Intl.NumberFormat>> = {
  nb: new Intl.NumberFormat('nb-NO', { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
};

/** `48 kB`, `1,2 MB`. */
export function fileSize(bytes: number, lang: Language): string {
  const kilo = bytes / 1_000;
  return kilo < 1_000 ? `${Math.max(1, Math.round(kilo))} kB` : `${units[lang].format(kilo / 1_000)} MB`;
}
