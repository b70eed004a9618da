import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/**
 * Unpacks some files of a zip whose hash was verified. `place` gives a file's new name, or undefined to
 * leave it out. Our own few lines because a fresh Debian has no unzip, and because 25,000 of the archive's
 * files are not wanted; no zip64, no links.
 */
export function unzip(archive, folder, place) {
  const file = openSync(archive, 'r');
  const read = (position, length) => {
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, position);
    return bytes;
  };
  try {
    const size = fstatSync(file).size;
    const tail = read(Math.max(0, size - 65_557), Math.min(size, 65_557));
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    if (end < 0) throw new Error(`${archive} is not a zip file`);
    const index = read(tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
    for (let at = 0; at < index.length; ) {
      const nameLength = index.readUInt16LE(at + 28);
      const name = index.toString('utf8', at + 46, at + 46 + nameLength);
      const wanted = name.endsWith('/') ? undefined : place(name);
      if (wanted) {
        const path = join(folder, wanted);
        if (relative(folder, path).startsWith('..')) throw new Error(`${name} points outside the folder`);
        const local = index.readUInt32LE(at + 42);
        const header = read(local, 30);
        const start = local + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
        const packed = read(start, index.readUInt32LE(at + 20));
        const stored = index.readUInt16LE(at + 10) === 0;
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, stored ? packed : inflateRawSync(packed), {
          mode: (index.readUInt32LE(at + 38) >>> 16) & 0o777,
        });
      }
      at += 46 + nameLength + index.readUInt16LE(at + 30) + index.readUInt16LE(at + 32);
    }
  } finally {
    closeSync(file);
  }
}
