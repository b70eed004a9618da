/** What a picture's own structure says, without unpacking it. Null: it is not whole. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** PNG: chunks from the header to the end mark, and nothing after it. */
export function pngSize(bytes: Uint8Array): PictureSize | null {
  const view = viewOf(bytes);
  let size: PictureSize | null = null;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const type = ascii(bytes, at + 4, 4);
    const next = at + 12 + length;
    if (next > bytes.length) return null;
    if (at === 8) {
      if (type !== 'IHDR' || length !== 13) return null;
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    }
    if (type === 'IEND') return next === bytes.length ? size : null;
    at = next;
  }
  return null;
}

/** Cameras put their own data behind the end of a picture: the mark is looked for in so many last bytes. */
const JPEG_TAIL = 256 * 1024;

/** JPEG: segments up to the frame's header, and the end mark. */
export function jpegSize(bytes: Uint8Array): PictureSize | null {
  const view = viewOf(bytes);
  if (!hasJpegEnd(bytes)) return null;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const mark = bytes[at + 1] ?? 0;
    if (mark === 0xff) {
      at += 1;
      continue;
    }
    // Frame headers; among their numbers are three marks of another kind.
    if (mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    if (mark === 0xd9 || mark === 0xda) return null;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** Behind the end mark may be any bytes, the second half of an end mark too. */
function hasJpegEnd(bytes: Uint8Array): boolean {
  let end = bytes.lastIndexOf(0xd9);
  while (end > 0 && end >= bytes.length - JPEG_TAIL) {
    if (bytes[end - 1] === 0xff) return true;
    end = bytes.lastIndexOf(0xd9, end - 1);
  }
  return false;
}

/** GIF: the screen's size, and the end mark. */
export function gifSize(bytes: Uint8Array): PictureSize | null {
  if (bytes.length < 14 || bytes.at(-1) !== 0x3b) return null;
  const view = viewOf(bytes);
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** WebP: as long as it says, and the size of its first chunk. */
export function webpSize(bytes: Uint8Array): PictureSize | null {
  if (bytes.length < 30) return null;
  const view = viewOf(bytes);
  if (view.getUint32(4, true) + 8 !== bytes.length) return null;
  switch (ascii(bytes, 12, 4)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    default:
      return null;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function ascii(bytes: Uint8Array, from: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(from, from + length));
}
