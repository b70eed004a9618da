import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Logger } from '../../../../../electron/main/app/log';
import { ManualClock } from '../../../../../shared/time/clock';

type Decide = (answer: { cancel: boolean }) => void;
const electron = vi.hoisted(() => ({
  windows: [] as { options: Record<string, unknown>; gone: boolean; loaded: string[] }[],
  sessions: [] as string[],
  serve: null as null | (() => Response),
  judge: null as null | ((details: { url: string }, decide: Decide) => void),
  print: (async () => new Uint8Array([37, 80, 68, 70])) as (options: unknown) => Promise<Uint8Array>,
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
  },
  session: {
    fromPartition: (name: string) => {
      electron.sessions.push(name);
      return {
        setPermissionRequestHandler: () => {},
        setPermissionCheckHandler: () => {},
        webRequest: {
          onBeforeRequest: (judge: typeof electron.judge) => {
            electron.judge = judge;
          },
        },
        protocol: {
          handle: (_scheme: string, serve: () => Response) => {
            electron.serve = serve;
          },
          unhandle: () => {
            electron.serve = null;
          },
        },
      };
    },
  },
  BrowserWindow: class {
    readonly #kept: (typeof electron.windows)[number];
    webContents = { printToPDF: (options: unknown) => electron.print(options) };
    constructor(options: Record<string, unknown>) {
      this.#kept = { options, gone: false, loaded: [] };
      electron.windows.push(this.#kept);
    }
    async loadURL(url: string): Promise<void> {
      this.#kept.loaded.push(`${url} ${await electron.serve?.().text()}`);
    }
    isDestroyed(): boolean {
      return this.#kept.gone;
    }
    destroy(): void {
      this.#kept.gone = true;
    }
  },
}));
const { saveReports } = await import('../../../../../electron/main/app/save-report');

const log = { info: () => {}, warn: () => {} } as unknown as Logger;
let folder: string;
let clock: ManualClock;
const save = (format: 'md' | 'pdf', text = '<p>Hva hendte</p>') =>
  saveReports({ lang: () => 'nb', window: () => null, log, clock })(
    { name: 'I-12: kjernenett', format, text },
    6,
  );

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  clock = new ManualClock();
  electron.windows = [];
  electron.sessions = [];
  electron.asked = [];
  electron.print = async () => new Uint8Array([37, 80, 68, 70]);
  electron.chosen = join(folder, 'rapport');
});
afterEach(async () => rm(folder, { recursive: true }));

describe('a report that is saved', () => {
  it('is written as it stands where it is Markdown, and no window is opened for it', async () => {
    expect(await save('md', '# I-12\n')).toEqual({ ok: true, value: { path: electron.chosen } });
    expect(await readFile(join(folder, 'rapport'), 'utf8')).toBe('# I-12\n');
    expect(electron.windows).toEqual([]);
    expect(electron.asked[0]).toMatchObject({
      title: 'Lagre rapporten',
      defaultPath: join('/documents', 'I-12 kjernenett.md'),
      filters: [{ name: 'Markdown', extensions: ['md'] }],
    });
  });

  it('is printed on A4 by a hidden window without scripts, which is gone afterwards', async () => {
    let options: unknown;
    electron.print = async (given) => {
      options = given;
      return new Uint8Array([37, 80, 68, 70, 45]);
    };
    expect(await save('pdf')).toMatchObject({ ok: true });
    expect(await readFile(join(folder, 'rapport'), 'latin1')).toBe('%PDF-');
    expect(options).toMatchObject({ pageSize: 'A4' });
    expect(electron.windows).toHaveLength(1);
    expect(electron.windows[0]).toMatchObject({
      gone: true,
      loaded: ['vaktrom://report/ <p>Hva hendte</p>'],
      options: {
        show: false,
        webPreferences: { sandbox: true, javascript: false, contextIsolation: true, nodeIntegration: false },
      },
    });
    expect(electron.serve).toBeNull();
  });

  it('is served with a policy that lets nothing in from outside, and may ask for nothing but itself', async () => {
    let policy: string | null = null;
    electron.print = async () => {
      policy = electron.serve?.().headers.get('content-security-policy') ?? null;
      return new Uint8Array([37]);
    };
    await save('pdf');
    expect(policy).toContain("default-src 'none'");
    const judged = [
      'vaktrom://report/',
      'vaktrom://app/desk/',
      'https://evil.example/x.png',
      'file:///etc/passwd',
    ];
    const cancelled = judged.map((url) => {
      let cancel = false;
      electron.judge?.({ url }, (answer) => {
        cancel = answer.cancel;
      });
      return cancel;
    });
    expect(cancelled).toEqual([false, true, true, true]);
  });

  it('has a session of its own each time', async () => {
    await save('pdf');
    await save('pdf');
    expect(new Set(electron.sessions).size).toBe(2);
  });

  it('is not written at all when it cannot be printed, and the window goes all the same', async () => {
    await writeFile(join(folder, 'rapport'), 'den forrige');
    electron.print = async () => {
      throw new Error('printing failed');
    };
    expect(await save('pdf')).toEqual({ ok: false, error: { code: 'print', message: 'printing failed' } });
    expect(await readFile(join(folder, 'rapport'), 'utf8')).toBe('den forrige');
    expect(await readdir(folder)).toEqual(['rapport']);
    expect(electron.windows[0]?.gone).toBe(true);
  });

  it('is given up when the page hangs', async () => {
    let asked = (_reject: (why: Error) => void): void => {};
    const printing = new Promise<(why: Error) => void>((resolve) => {
      asked = resolve;
    });
    electron.print = () => new Promise((_resolve, reject) => asked(reject));
    const saving = save('pdf');
    const reject = await printing;
    clock.advance(29_999);
    expect(electron.windows[0]?.gone).toBe(false);
    clock.advance(1);
    expect(electron.windows[0]?.gone).toBe(true);
    // Electron rejects what a destroyed page was asked for.
    reject(new Error('Object has been destroyed'));
    expect(await saving).toEqual({
      ok: false,
      error: { code: 'print', message: 'the page was not printed in time' },
    });
  });

  it('is nowhere when the person thought better of it', async () => {
    electron.chosen = null;
    expect(await save('pdf')).toEqual({ ok: true, value: null });
    expect(electron.windows).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });
});
