import { join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveAsset } from '../../electron/main/security/assets';
import { ORIGIN } from '../../electron/main/security/origin';

const root = join('/', 'app', 'out', 'renderer');
const hostile = fc.constantFrom(
  '..',
  '.',
  '%2e%2e',
  '%2E.',
  '..%2f',
  '..%5c',
  '..\\',
  '%252e%252e%252f',
  '%c0%ae%c0%ae',
  '\u2025',
  '%00',
  'C:',
  '//',
  '~',
  '@',
  '?',
  '#',
  'wall',
  'index.html',
  'main.js',
);
const piece = fc.oneof(hostile, fc.string({ maxLength: 8 }), fc.string({ unit: 'binary', maxLength: 4 }));
const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('/')}`);

describe('the protocol, whatever is asked', () => {
  it('never leaves its folder', () => {
    let served = 0;
    fc.assert(
      fc.property(path, (asked) => {
        const asset = resolveAsset(ORIGIN + asked, root);
        if (!asset.ok) return;
        served += 1;
        const inside = relative(root, asset.path);
        expect(inside === '..' || inside.startsWith(`..${sep}`)).toBe(false);
        expect(asset.path).not.toMatch(/[\0\\%]/);
      }),
      { numRuns: 20_000 },
    );
    // A test of nothing but refusals would prove little.
    expect(served).toBeGreaterThan(100);
  });

  it('serves plain names as they are', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), name, (folders, file) => {
        expect(resolveAsset(`${ORIGIN}/${[...folders, `${file}.js`].join('/')}`, root)).toMatchObject({
          ok: true,
          path: join(root, ...folders, `${file}.js`),
        });
      }),
    );
  });
});
