import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Witness } from '../../../../../electron/main/cache/witness';
import type { Degradation } from '../../../../../shared/contract/ipc';
import { temporaryFolders } from '../../sqlite/temp-folder';

const folder = temporaryFolders();
const START = 1_000_000;
let file: string;
let degraded: Map<string, Degradation>;

const open = (): Witness =>
  new Witness({
    file,
    onFault: (fault, code) => {
      if (fault) degraded.set(fault.code, fault);
      else if (code) degraded.delete(code);
    },
  });
/** What a hub says of its log, `s` seconds in; `past`: which history it shows. */
const beat = (seq: number, s: number, past = 'true', epoch = 1, origin = 'hub') => ({
  at: START + s * 1_000,
  position: { origin, epoch, seq },
  chain: `${past}-${epoch}-${seq}`,
});
const lines = (): string[] => readFileSync(file, 'utf8').trim().split('\n');

beforeEach(() => {
  file = join(folder(), 'room', 'witness.jsonl');
  degraded = new Map();
});

describe('the console as a witness of the hub’s log', () => {
  it('keeps one head a minute and each beginning of an epoch, for its user’s eyes only', () => {
    const witness = open();
    for (let s = 0; s <= 180; s += 2) witness.hear(beat(s, s));
    witness.hear(beat(1, 182, 'true', 2));
    expect(lines().map((line) => [JSON.parse(line).epoch, JSON.parse(line).seq])).toEqual([
      [1, 0],
      [1, 60],
      [1, 120],
      [1, 180],
      [2, 1],
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(degraded.size).toBe(0);
  });

  it('writes nothing while nothing happens, and what it heard last when it ends', () => {
    const witness = open();
    for (let s = 0; s <= 600; s += 2) witness.hear(beat(5, s));
    expect(lines()).toHaveLength(1);
    witness.hear(beat(6, 601));
    witness.hear(beat(7, 603));
    witness.hear(beat(8, 604));
    witness.close();
    expect(lines().map((line) => JSON.parse(line).seq)).toEqual([5, 6, 8]);
  });

  it('says so when a hub shows another chain at a place that was witnessed', () => {
    open().hear(beat(10, 0));
    const witness = open();
    witness.hear(beat(10, 5));
    expect(degraded.size).toBe(0);
    witness.hear(beat(10, 7, 'forged'));
    expect(degraded.get('witness')?.detail).toContain('forged-1-10');
  });

  it('says so when a hub’s head is before one that was witnessed: its past was cut off', () => {
    const first = open();
    first.hear(beat(10, 0));
    first.hear(beat(40, 10));
    first.hear(beat(20, 12));
    expect(degraded.has('witness')).toBe(true);
    degraded.clear();
    first.close();
    const witness = open();
    witness.hear(beat(39, 20));
    expect(degraded.has('witness')).toBe(true);
  });

  it('remembers it after a restart, also when the forged log has grown past what was witnessed', () => {
    const first = open();
    first.hear(beat(10, 0));
    first.hear(beat(9, 5, 'forged'));
    degraded.clear();
    const witness = open();
    witness.hear(beat(500, 600, 'forged'));
    expect(degraded.has('witness')).toBe(true);
    // What the forged log says is not witnessed.
    expect(lines()).toHaveLength(2);
  });

  it('takes neither a restore nor another hub for a forgery, and forgives neither', () => {
    const witness = open();
    witness.hear(beat(100, 0));
    witness.hear(beat(1, 2, 'restored', 2));
    witness.hear(beat(1, 4, 'other', 1, 'hub-2'));
    expect(degraded.size).toBe(0);
    witness.hear(beat(50, 6, 'forged'));
    expect(degraded.has('witness')).toBe(true);
    // The hub of the new epoch is not the one that lied.
    witness.hear(beat(2, 8, 'restored', 2));
    expect(degraded.has('witness')).toBe(false);
    witness.hear(beat(60, 10, 'forged'));
    expect(degraded.has('witness')).toBe(true);
  });

  it('reads past a line that was torn by a power cut, and past nonsense', () => {
    open().hear(beat(10, 0));
    appendFileSync(file, 'nonsense\n{"origin":"hub","epoch":-1}\n{"origin":"hub","epo');
    const witness = open();
    witness.hear(beat(10, 100, 'forged'));
    expect(degraded.has('witness')).toBe(true);
    expect(open()).toBeDefined();
  });

  it('stays bounded, and keeps contradictions', () => {
    const witness = open();
    witness.hear(beat(10, 0, 'true', 1, 'old'));
    witness.hear(beat(9, 2, 'forged', 1, 'old'));
    for (let minute = 1; minute <= 25_000; minute++) witness.hear(beat(minute, minute * 60));
    expect(lines().length).toBeLessThanOrEqual(20_000);
    degraded.clear();
    const again = open();
    again.hear(beat(11, 1, 'true', 1, 'old'));
    expect(degraded.has('witness')).toBe(true);
    again.hear(beat(25_000, 25_000 * 60, 'forged'));
    expect(degraded.has('witness')).toBe(true);
  }, 20_000);

  it('holds in memory where the disk refuses, and says so', () => {
    file = join('/dev/null', 'no-folder', 'witness.jsonl');
    const witness = open();
    witness.hear(beat(10, 0));
    expect(degraded.has('cache-write')).toBe(true);
    witness.hear(beat(10, 2, 'forged'));
    expect(degraded.has('witness')).toBe(true);
  });
});
