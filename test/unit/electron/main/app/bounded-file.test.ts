import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BoundedFile } from '../../../../../electron/main/app/bounded-file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaktrom-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a bounded log file', () => {
  it('never holds more than twice its limit, and keeps the newest', () => {
    const path = join(folder, 'deep', 'a.log');
    const file = new BoundedFile(path, 100);
    for (let index = 0; index < 50; index++) file.write(`line ${String(index).padStart(3, '0')}\n`);
    file.close();
    expect(statSync(path).size + statSync(`${path}.1`).size).toBeLessThanOrEqual(200);
    expect(readFileSync(path, 'utf8')).toContain('line 049');
    expect(file.dropped).toBe(0);
  });

  it('goes on where an earlier run ended', () => {
    const path = join(folder, 'a.log');
    writeFileSync(path, 'before\n');
    const file = new BoundedFile(path, 100);
    file.write('after\n');
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('before\nafter\n');
    expect(existsSync(`${path}.1`)).toBe(false);
  });

  it('drops and counts what the disk refuses', () => {
    writeFileSync(join(folder, 'file'), '');
    const file = new BoundedFile(join(folder, 'file', 'a.log'));
    file.write('lost\n');
    expect(file.dropped).toBe(1);
  });
});
