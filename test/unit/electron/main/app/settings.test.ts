import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Place, SettingsStore } from '../../../../../electron/main/app/settings';
import { ManualClock } from '../../../../../shared/time/clock';

let folder: string;
let file: string;
let said: string[];
const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
const open = (overrides = {}) => SettingsStore.open(file, overrides, new ManualClock(), log);
const place: Place = {
  display: { id: 7, bounds: { x: 0, y: 0, width: 1920, height: 1080 }, order: 0 },
  bounds: { x: 10, y: 20, width: 800, height: 600 },
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaktrom-settings-'));
  file = join(folder, 'settings.json');
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the settings file', () => {
  it('begins with defaults and writes nothing until something is chosen', () => {
    expect(open().current()).toEqual({
      theme: 'night',
      lang: 'nb',
      viewingDistanceM: 7,
      pixelPitchMm: 0.634,
    });
    expect(readdirSync(folder)).toEqual([]);
    expect(said).toEqual([]);
  });

  it('keeps choices and places across starts, and leaves no half file behind', async () => {
    const store = open();
    store.change({ theme: 'day' });
    store.remember('desk-1', place);
    store.change({ lang: 'en' });
    await store.flush();
    expect(readdirSync(folder)).toEqual(['settings.json']);
    const again = open();
    expect(again.current()).toMatchObject({ theme: 'day', lang: 'en' });
    expect(again.place('desk-1')).toEqual(place);
    expect(again.place('wall-1')).toBeNull();
  });

  it('lets the command line decide for one run, and a person’s choice decide from then on', async () => {
    const store = open({ lang: 'en' });
    expect(store.current().lang).toBe('en');
    store.change({ theme: 'day' });
    await store.flush();
    expect(open().current()).toMatchObject({ lang: 'nb', theme: 'day' });
    expect(store.change({ lang: 'nb' }).lang).toBe('nb');
  });

  it.each([
    ['not JSON', '{"version":1,'],
    ['another shape', '{"version":1,"theme":"pink"}'],
    ['a later version', '{"version":2}'],
  ])('moves a file that is %s aside, says so, and goes on', async (_name, text) => {
    writeFileSync(file, text);
    const store = open();
    expect(store.current().theme).toBe('night');
    const aside = readdirSync(folder).filter((name) => name.includes('corrupt'));
    expect(aside).toHaveLength(1);
    expect(readFileSync(join(folder, aside[0] ?? ''), 'utf8')).toBe(text);
    expect(said.join()).toContain('moved aside');
    store.change({ theme: 'day' });
    await store.flush();
    expect(open().current().theme).toBe('day');
  });

  it('goes on in memory when the disk refuses, and says so', async () => {
    file = join(folder, 'a-file', 'settings.json');
    writeFileSync(join(folder, 'a-file'), '');
    const store = open();
    store.change({ theme: 'day' });
    await store.flush();
    expect(store.current().theme).toBe('day');
    expect(said.join()).toContain('could not be saved');
  });

  it('tells listeners until they leave', () => {
    const store = open();
    const heard: string[] = [];
    const leave = store.onChange(({ theme }) => heard.push(theme));
    store.change({ theme: 'day' });
    leave();
    store.change({ theme: 'night' });
    expect(heard).toEqual(['day']);
  });

  it('reads the file of a version that knew one desk, no pages and no lock', async () => {
    const before = {
      version: 1,
      theme: 'day',
      lang: 'en',
      wall: { viewingDistanceM: 4, pixelPitchMm: 1 },
      places: {},
    };
    writeFileSync(file, JSON.stringify(before));
    const settings = open();
    expect(settings.current()).toMatchObject({ theme: 'day', viewingDistanceM: 4 });
    expect([settings.desks, settings.scene('desk-1'), settings.lockAfterMs]).toEqual([[0], '', 900_000]);
  });

  it('remembers which desks were open, at which page, and after how long a desk locks', async () => {
    const settings = open();
    settings.rememberDesks([0, 3]);
    settings.rememberScene('desk-4', '#alarmer/A-7');
    settings.rememberScene('desk-1', `#${'x'.repeat(600)}`);
    await settings.flush();
    const again = open();
    expect([again.desks, again.scene('desk-4'), again.scene('desk-1')]).toEqual([[0, 3], '#alarmer/A-7', '']);
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), lockAfterMin: null }));
    expect(open().lockAfterMs).toBeNull();
  });
});
