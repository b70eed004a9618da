import { fileTypeFromBuffer } from 'file-type';
import { ATTACHMENT_BYTES, type AttachmentType } from '../../shared/model/shift-log';
import { failure, type Result, success } from '../../shared/util/result';
import { gifSize, jpegSize, type PictureSize, pngSize, webpSize } from './pictures';

/** A picture that unpacks to more than this would take a window down, pixels. */
const MOST_PIXELS = 64_000_000;
/** A PDF's end mark is looked for in so many last bytes. */
const PDF_TAIL = 2_048;

type Picture = Extract<AttachmentType, `image/${string}`>;
const SIZES: Readonly<Record<Picture, (bytes: Uint8Array) => PictureSize | null>> = {
  'image/png': pngSize,
  'image/jpeg': jpegSize,
  'image/gif': gifSize,
  'image/webp': webpSize,
};

/**
 * What a file is, by its content. Refused, with a code and a sentence in Bokmål: `empty`, `large`, `type` (not one that is
 * taken), `broken` (cut short, or not what it begins as), `pixels` (a picture too large to unpack), `control` (text with
 * control characters).
 */
export async function judgeContent(bytes: Uint8Array): Promise<Result<AttachmentType>> {
  if (bytes.length === 0) return failure('empty', 'Filen er tom.');
  if (bytes.length > ATTACHMENT_BYTES) {
    return failure('large', 'Filen er for stor: høyst 8 MB. Legg ved et utsnitt, eller en lenke.');
  }
  const begins = beginsAs(bytes);
  if (begins === null) return judgeText(bytes);
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  // A moving PNG is a PNG: whoever cannot move it shows its first picture.
  if (found !== begins && !(found === 'image/apng' && begins === 'image/png')) return notTaken();
  if (begins === 'application/pdf') return hasPdfEnd(bytes) ? success(begins) : broken();
  const size = SIZES[begins](bytes);
  if (!size || size.width === 0 || size.height === 0) return broken();
  if (size.width * size.height > MOST_PIXELS) {
    return failure(
      'pixels',
      `Bildet er for stort: ${size.width} × ${size.height} punkter. Legg ved et utsnitt.`,
    );
  }
  return success(begins);
}

/** By its first bytes; null: none of the binary types that are taken. */
function beginsAs(bytes: Uint8Array): Exclude<AttachmentType, 'text/plain'> | null {
  const begins = (...wanted: readonly number[]): boolean => wanted.every((byte, at) => bytes[at] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (begins(0x47, 0x49, 0x46, 0x38)) return 'image/gif';
  if (begins(0x52, 0x49, 0x46, 0x46) && textOf(bytes.subarray(8, 12)) === 'WEBP') return 'image/webp';
  if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  return null;
}

function hasPdfEnd(bytes: Uint8Array): boolean {
  return textOf(bytes.subarray(-PDF_TAIL)).includes('%%EOF');
}

function judgeText(bytes: Uint8Array): Result<AttachmentType> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return notTaken();
  }
  // Tab and line ends are text; every other control character is a sign of something else, or meant to mislead.
  if (!/[^\P{Cc}\t\n\r]/u.test(text)) return success('text/plain');
  return text.includes('\0')
    ? notTaken()
    : failure('control', 'Teksten har styretegn og kan ikke legges ved. Lim inn den synlige teksten.');
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function notTaken(): Result<never> {
  return failure(
    'type',
    'Filtypen tas ikke imot. Legg ved PNG, JPEG, WebP, GIF, PDF eller ren tekst (UTF-8).',
  );
}

function broken(): Result<never> {
  return failure('broken', 'Filen er skadet eller ikke hel. Lagre den på nytt og prøv igjen.');
}
