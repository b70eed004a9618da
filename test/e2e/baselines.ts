import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { decode, encode } from 'fast-png';

/** So many pixels a side become one: what is compared is where things stand, not how a letter's edge is smoothed. */
const SHRINK = 8;
/** A shrunk pixel is another when a channel differs by more than this, of 255 … */
const CHANNEL = 28;
/** … and a picture is another when more than this share of its pixels are. */
const SHARE = 0.004;

interface Small {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel. */
  readonly data: Uint8Array;
}

/** Means over squares of `SHRINK` pixels. */
export function shrunk(png: Uint8Array): Small {
  const image = decode(png);
  const width = Math.floor(image.width / SHRINK);
  const height = Math.floor(image.height / SHRINK);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let dy = 0; dy < SHRINK; dy++)
          for (let dx = 0; dx < SHRINK; dx++)
            sum +=
              image.data[((y * SHRINK + dy) * image.width + x * SHRINK + dx) * image.channels + channel] ?? 0;
        data[(y * width + x) * 3 + channel] = Math.round(sum / (SHRINK * SHRINK));
      }
  return { width, height, data };
}

/** The share of pixels that are another, 0 to 1; 1 where the sizes differ. */
export function difference(a: Small, b: Small): number {
  if (a.width !== b.width || a.height !== b.height) return 1;
  const pixels = a.width * a.height;
  let other = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const far = [0, 1, 2].some(
      (channel) =>
        Math.abs((a.data[pixel * 3 + channel] ?? 0) - (b.data[pixel * 3 + channel] ?? 0)) > CHANNEL,
    );
    if (far) other += 1;
  }
  return other / pixels;
}

/**
 * Compares a picture with the one that a person has looked at and kept (`file`). Null: it is the same; else what differs,
 * in words. With `VAKTROM_BASELINES=write` it becomes the one that is kept.
 */
export function againstBaseline(png: Uint8Array, file: string): string | null {
  const now = shrunk(png);
  if (process.env.VAKTROM_BASELINES === 'write') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, encode({ ...now, channels: 3, depth: 8 }));
    return null;
  }
  if (!existsSync(file)) return `there is no picture to compare with: ${file}`;
  const kept = decode(readFileSync(file));
  const share = difference(now, { width: kept.width, height: kept.height, data: Uint8Array.from(kept.data) });
  return share > SHARE ? `${(share * 100).toFixed(2)} % of the picture is another` : null;
}
