import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Logger } from '../../../../../electron/main/app/log';
import type { ConsolePort } from '../../../../../electron/main/ipc/console-port';
import { failure, type Result, success } from '../../../../../shared/util/result';

const electron = vi.hoisted(() => ({
  chosen: null as string | null,
  asked: [] as Record<string, unknown>[],
}));
vi.mock('electron', () => ({
  app: { isPackaged: true, getPath: () => '/documents' },
  dialog: {
    showSaveDialog: async (box: Record<string, unknown>) => {
      electron.asked.push(box);
      return { canceled: electron.chosen === null, filePath: electron.chosen ?? '' };
    },
    showOpenDialog: async (box: Record<string, unknown>) => {
      electron.asked.push(box);
      return {
        canceled: electron.chosen === null,
        filePaths: electron.chosen === null ? [] : [electron.chosen],
      };
    },
  },
}));
const { sceneFiles } = await import('../../../../../electron/main/app/scene-files');

const log = { info: () => {}, warn: () => {} } as unknown as Logger;
let folder: string;
let questions: unknown[];
let answer: Result<unknown>;
const files = () => {
  const ask = async (question: unknown): Promise<Result<unknown>> => {
    questions.push(question);
    return answer;
  };
  return sceneFiles({
    lang: () => 'nb',
    window: () => null,
    log,
    port: { ask: ask as ConsolePort['ask'] },
  });
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scene-'));
  questions = [];
  answer = success({ yaml: 'vaktromScene: 1\n' });
  electron.asked = [];
  electron.chosen = join(folder, 'scene.yaml');
});
afterEach(async () => rm(folder, { recursive: true }));

describe('a scene as a file', () => {
  it('is written as the hub has it, where the person says', async () => {
    expect(await files().save({ scene: 'natt' }, 6)).toEqual(success({ path: electron.chosen }));
    expect(questions).toEqual([{ ask: 'scene-export', scene: 'natt' }]);
    expect(await readFile(join(folder, 'scene.yaml'), 'utf8')).toBe('vaktromScene: 1\n');
    expect(electron.asked[0]).toMatchObject({
      title: 'Eksporter scenen',
      defaultPath: join('/documents', 'natt.yaml'),
      filters: [{ name: 'YAML', extensions: ['yaml', 'yml'] }],
    });
  });

  it('asks the person nothing where the hub is away or has no such scene', async () => {
    answer = failure('offline', 'no contact with the hub');
    expect(await files().save({ scene: 'natt' }, 6)).toEqual(answer);
    answer = success({ yaml: null });
    expect(await files().save({ scene: 'natt' }, 6)).toMatchObject({ ok: false, error: { code: 'unknown' } });
    expect(electron.asked).toEqual([]);
  });

  it('is nothing where the person thinks better of it', async () => {
    electron.chosen = null;
    expect(await files().save({ scene: 'natt' }, 6)).toEqual(success(null));
    expect(await files().open(6)).toEqual(success(null));
  });

  it('says why it could not be written', async () => {
    electron.chosen = join(folder, 'scene.yaml', 'under');
    await writeFile(join(folder, 'scene.yaml'), '');
    expect(await files().save({ scene: 'natt' }, 6)).toMatchObject({ ok: false, error: { code: 'save' } });
  });

  it('is read whole and handed to the hub, with the name of the file', async () => {
    const text = 'navn: «Nattvakt» æøå\n';
    await writeFile(join(folder, 'scene.yaml'), text);
    answer = success({ scene: null, issues: [{ file: '', line: 1, col: 1, reason: 'feil' }] });
    expect(await files().open(6)).toEqual(
      success({
        scene: null,
        issues: [{ file: '', line: 1, col: 1, reason: 'feil' }],
        file: 'scene.yaml',
      }),
    );
    expect(questions).toEqual([{ ask: 'scene-import', text }]);
  });

  it('is refused before the hub is asked where it is too large, no text, or not there', async () => {
    const path = join(folder, 'scene.yaml');
    await writeFile(path, 'x'.repeat(200_001));
    expect(await files().open(6)).toMatchObject({ ok: false, error: { code: 'large' } });
    await writeFile(path, 'x'.repeat(900_000));
    expect(await files().open(6)).toMatchObject({ ok: false, error: { code: 'large' } });
    await writeFile(path, Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    expect(await files().open(6)).toMatchObject({ ok: false, error: { code: 'read' } });
    await rm(path);
    expect(await files().open(6)).toMatchObject({ ok: false, error: { code: 'read' } });
    expect(questions).toEqual([]);
  });
});
