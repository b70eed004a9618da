import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CatalogueOutcome } from '../../../../../electron/hub/catalogue/loaded';
import { CatalogueWatch } from '../../../../../electron/hub/catalogue/watch-catalogue';
import { ManualClock } from '../../../../../shared/time/clock';

const text = (name: string): string => `version: 1\nname: ${name}\nservices: []\n`;

let folder: string;
let file: string;
let clock: ManualClock;
let watch: CatalogueWatch;
let seen: string[];

function describeOutcome(outcome: CatalogueOutcome): string {
  return outcome.ok ? outcome.catalogue.name : (outcome.issues[0]?.reason ?? '');
}

/** Lets time pass until what was read last is `wanted`. */
async function passUntil(wanted: string): Promise<void> {
  await vi.waitFor(
    () => {
      clock.advance(250);
      expect(seen.at(-1)).toBe(wanted);
    },
    { timeout: 4_000, interval: 10 },
  );
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vaktrom-watch-'));
  file = join(folder, 'catalogue.yaml');
  await writeFile(file, text('First'));
  clock = new ManualClock();
  seen = [];
  watch = new CatalogueWatch({ file, clock, onOutcome: (outcome) => seen.push(describeOutcome(outcome)) });
});
afterEach(async () => {
  watch.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('CatalogueWatch', () => {
  test('reads a file that was written into', async () => {
    watch.start();
    await writeFile(file, text('Second'));
    await passUntil('Second');
  });

  test('reads a file that was replaced, more than once', async () => {
    watch.start();
    for (const name of ['Second', 'Third']) {
      await writeFile(join(folder, 'aside'), text(name));
      await rename(join(folder, 'aside'), file);
      await passUntil(name);
    }
  });

  test('reports a bad file, and a good one after it', async () => {
    watch.start();
    await writeFile(file, 'services: 5');
    await passUntil('missing key "version"');
    await writeFile(file, text('Mended'));
    await passUntil('Mended');
  });

  test('reports that the file is gone, and reads it when it is back', async () => {
    watch.start();
    await rm(file);
    await passUntil('no such file');
    await writeFile(file, text('Back'));
    await passUntil('Back');
  });

  test('reads again what was written just before the start', async () => {
    // Between the caller's own reading and the start it may have changed.
    clock.jump(Date.now() - clock.now());
    watch.start();
    await passUntil('First');
  });

  test('waits for a pause in the writing', async () => {
    watch.start();
    for (let index = 0; index < 20; index++) await writeFile(file, text(`Draft${index}`));
    await passUntil('Draft19');
    // One by the folder's notices, at most one more by the look at the file's time.
    expect(seen.length).toBeLessThanOrEqual(3);
  });

  test('says nothing after it was stopped', async () => {
    watch.start();
    await writeFile(file, text('Second'));
    watch.stop();
    const other: string[] = [];
    const second = new CatalogueWatch({
      file,
      clock,
      onOutcome: (outcome) => other.push(describeOutcome(outcome)),
    });
    second.start();
    await writeFile(file, text('Third'));
    await vi.waitFor(() => {
      clock.advance(250);
      expect(other.at(-1)).toBe('Third');
    });
    second.stop();
    expect(seen).toEqual([]);
  });
});
