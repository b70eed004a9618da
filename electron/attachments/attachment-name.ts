import type { AttachmentType } from '../../shared/model/shift-log';

/** How a file of each type may end; the first is given to one that ends otherwise. */
const ENDINGS: Readonly<Record<AttachmentType, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log', 'csv', 'md', 'json', 'yaml', 'yml', 'xml'],
};
const MOST_CHARS = 120;

/**
 * What an attachment is called: no folders, nothing that a file system or a reader could be misled by (control and
 * direction characters), and an ending that fits its content: a text named `rapport.exe` becomes `rapport.exe.txt`.
 */
export function attachmentName(name: string, type: AttachmentType): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[\\/:*?"<>|]|\p{C}/gu, '_')
    .replace(/^[.\s]+/, '')
    .trim();
  const known = ENDINGS[type];
  const ending = known[0] ?? '';
  const base = plain === '' ? 'vedlegg' : plain;
  const dot = base.lastIndexOf('.');
  const ends = dot > 0 && known.includes(base.slice(dot + 1).toLowerCase());
  if (ends && base.length <= MOST_CHARS) return base;
  const stem = ends ? base.slice(0, dot) : base;
  const last = ends ? base.slice(dot) : `.${ending}`;
  return `${[...stem].slice(0, MOST_CHARS - last.length).join('')}${last}`.slice(-MOST_CHARS);
}
