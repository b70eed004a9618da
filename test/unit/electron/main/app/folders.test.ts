import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../../../electron/main/app/arguments';
import { builtFiles, chooseFolders } from '../../../../../electron/main/app/folders';

const folders = (...argv: string[]) => {
  const parsed = parseArguments(argv);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return chooseFolders(parsed.args, join('/', 'home', 'u', 'vaktrom'));
};

describe('where a run keeps things', () => {
  it('keeps a demonstration apart from a real room: profile, cache and hub', () => {
    const real = folders('--config=a.yaml');
    const demo = folders('--config=a.yaml', '--demo');
    for (const name of ['profile', 'room', 'hub', 'settingsFile'] as const)
      expect(demo[name]).not.toBe(real[name]);
  });

  it('keeps them apart in one chosen folder too', () => {
    expect(folders('--data=/d').room).toBe(join('/d', 'local'));
    expect(folders('--data=/d', '--demo').room).toBe(join('/d', 'demo'));
    expect(folders('--data=/d', '--demo').profile).toBe('/d');
  });

  it('gives every hub that runs elsewhere a room of its own', () => {
    const one = folders('--data=/d', '--hub=http://one').room;
    expect(one).not.toBe(folders('--data=/d', '--hub=http://two').room);
    expect(one).toBe(folders('--data=/d', '--hub=http://one').room);
    expect(one).not.toBe(folders('--data=/d').room);
  });

  it('lets two profiles share one hub', () => {
    expect(folders('--data=/a', '--hub-data=/h').hub).toBe(folders('--data=/b', '--hub-data=/h').hub);
  });

  it('finds the built files beside main, and from a chunk', () => {
    const out = join('/', 'app', 'out');
    for (const here of [join(out, 'main', 'index.js'), join(out, 'chunks', 'a.js')]) {
      expect(builtFiles(pathToFileURL(here).href)).toEqual({
        renderer: join(out, 'renderer'),
        preload: join(out, 'preload'),
        hub: join(out, 'hub', 'main.js'),
      });
    }
  });
});
