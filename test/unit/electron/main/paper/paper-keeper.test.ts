import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PACKS_KEPT, PaperKeeper } from '../../../../../electron/main/paper/paper-keeper';
import { ManualClock } from '../../../../../shared/time/clock';
import { failure, type Result, success } from '../../../../../shared/util/result';
import { tempFolder } from '../../../../fixtures/temp-folder';
import { until } from '../../../../fixtures/until';

const folder = tempFolder('papers');
afterAll(() => folder.remove());
let count = 0;
const HOUR = 3_600_000;

function rig(start: number, print?: () => Result<Uint8Array>) {
  const clock = new ManualClock(start);
  const place = join(folder.path, `papers-${++count}`);
  const faults: (string | null)[] = [];
  let known = true;
  let unwritten = false;
  const keeper = new PaperKeeper({
    folder: place,
    clock,
    pack: () => {
      if (unwritten) throw new RangeError('a room that cannot be written down');
      return known ? { report: { title: 'Papirpakke', subtitle: '', sections: [] }, lang: 'nb' } : null;
    },
    print: async (html) => print?.() ?? success(new TextEncoder().encode(html)),
    onFault: (reason) => faults.push(reason),
    log: () => {},
  });
  keeper.start();
  const files = (): readonly string[] => {
    try {
      return readdirSync(place)
        .filter((file) => file.endsWith('.pdf'))
        .sort();
    } catch {
      return [];
    }
  };
  /** Time goes on until it is so: what is written to the disk takes the disk's own time. */
  const goOn = (what: string, isSo: () => boolean): Promise<boolean> =>
    until(what, () => {
      clock.advance(10_000);
      return isSo();
    });
  /** The next full hour, and its pack. */
  const hour = async (): Promise<void> => {
    const before = files().join();
    clock.advance(HOUR - (clock.now() % HOUR));
    await goOn('the pack of this hour', () => files().join() !== before);
  };
  const forget = (): void => {
    known = false;
  };
  const spoil = (): void => {
    unwritten = true;
  };
  return { clock, keeper, place, faults, files, goOn, hour, forget, spoil };
}

describe('the paper packs of a console', () => {
  it('are printed at its start and every full hour, by the clock on the wall', async () => {
    const { keeper, files, goOn, hour } = rig(Date.UTC(2026, 10, 23, 2, 50));
    await goOn('the first', () => files().length === 1);
    expect(files()).toEqual(['papirpakke-2026-11-23-0300.pdf']);
    await hour();
    await hour();
    expect(files()).toEqual([3, 4, 5].map((at) => `papirpakke-2026-11-23-0${at}00.pdf`));
    keeper.stop();
  });

  it('are the last twenty-four, and one that was asked for takes no other’s place', async () => {
    const { keeper, place, files, goOn, hour } = rig(Date.UTC(2026, 10, 23, 2, 50));
    await goOn('the first', () => files().length === 1);
    writeFileSync(join(place, 'notater.pdf'), 'ikke mitt');
    for (let count = 0; count < 26; count++) await hour();
    await goOn('the oldest are gone', () => files().length === PACKS_KEPT + 1);
    expect(files()).toContain('notater.pdf');
    expect(files()).not.toContain('papirpakke-2026-11-23-0500.pdf');
    const first = await keeper.printNow();
    const second = await keeper.printNow();
    expect(first.ok && second.ok && first.value.file !== second.value.file).toBe(true);
    expect(files()).toHaveLength(PACKS_KEPT + 3);
    const listed = await keeper.list();
    expect(listed).toHaveLength(PACKS_KEPT + 2);
    expect(listed.every(({ fault }) => fault === null)).toBe(true);
    keeper.stop();
  });

  it('have a place each in the night when an hour comes twice', async () => {
    // 25 October 2026, 01:30 Oslo summer time.
    const { keeper, files, goOn, hour } = rig(Date.UTC(2026, 9, 24, 23, 30));
    await goOn('the first', () => files().length === 1);
    for (let count = 0; count < 3; count++) await hour();
    expect(files()).toHaveLength(4);
    keeper.stop();
  });

  it('say what went wrong, are tried again soon, and say that it is over', async () => {
    let broken = true;
    const { clock, keeper, faults, files, goOn } = rig(Date.UTC(2026, 10, 23, 2, 10), () =>
      broken ? failure('print', 'ingen plass på disken') : success(new Uint8Array([37])),
    );
    await goOn('it is said', () => faults.length > 0);
    const failedAt = clock.now();
    expect(faults).toEqual(['ingen plass på disken']);
    expect(await keeper.list()).toMatchObject([{ fault: 'ingen plass på disken' }]);
    broken = false;
    await goOn('it is over', () => faults.at(-1) === null);
    // Not at once, and not an hour later.
    expect(clock.now() - failedAt).toBeGreaterThan(2 * 60_000);
    expect(files()).toEqual(['papirpakke-2026-11-23-0300.pdf']);
    expect((await keeper.list()).every(({ fault }) => fault === null)).toBe(true);
    keeper.stop();
  });

  it('say so when the room itself cannot be written down, and break nothing', async () => {
    const { keeper, faults, goOn, spoil } = rig(Date.UTC(2026, 10, 23, 2, 10));
    spoil();
    await goOn('it is said', () => faults.length > 0);
    expect(faults).toEqual(['a room that cannot be written down']);
    expect(await keeper.printNow()).toMatchObject({ ok: false, error: { code: 'paper' } });
    keeper.stop();
  });

  it('are not printed of a room that nobody knows anything of, and open nothing outside their folder', async () => {
    const { clock, keeper, files, forget } = rig(Date.UTC(2026, 10, 23, 2, 50));
    forget();
    clock.advance(HOUR);
    expect(await keeper.printNow()).toMatchObject({ ok: false, error: { code: 'empty' } });
    expect(files()).toEqual([]);
    expect(keeper.pathOf('../../etc/passwd')).toBeNull();
    expect(keeper.pathOf('papirpakke-2026-11-23-0400.pdf')).toContain('papirpakke-2026-11-23-0400.pdf');
    keeper.stop();
  });
});
