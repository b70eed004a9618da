import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { DocumentFile } from '../../../../../electron/hub/documents/document-file';
import { type DocumentSeat, Documents } from '../../../../../electron/hub/documents/documents';
import { type DocNews, type Presence, UPDATE_BYTES } from '../../../../../shared/contract/documents';
import type { DraftLine } from '../../../../../shared/model/handover';
import type { WatchEntity } from '../../../../../shared/model/watch';
import { putDrawn, SUMMARY_TEXT } from '../../../../../shared/rules/handover/document';
import { ManualClock } from '../../../../../shared/time/clock';
import type { Result } from '../../../../../shared/util/result';
import { aConsole } from '../../../../fixtures/people-room';
import { tempFolder } from '../../../../fixtures/temp-folder';

const DOC = '2026-11-23_natt';
const DAY = 24 * 3_600_000;
const folder = tempFolder('hub-documents');
let clock: ManualClock;
let watch: Map<string, WatchEntity>;
let faults: (string | null)[];
let forbidden: string | null;
let file: string;
let hub: Documents;
let count = 0;

function start(): Documents {
  const started = new Documents({
    file,
    clock,
    state: { watch },
    mayWrite: () => forbidden,
    onFault: (reason) => void faults.push(reason),
    log: () => undefined,
  });
  started.start();
  return started;
}

beforeEach(() => {
  count += 1;
  file = join(folder.path, `documents-${count}.db`);
  clock = new ManualClock(Date.parse('2026-11-24T05:40:00Z'));
  watch = new Map();
  faults = [];
  forbidden = null;
  hub = start();
});
afterEach(() => hub.stop());

function seat(name: string): DocumentSeat & { readonly news: DocNews[] } {
  const news: DocNews[] = [];
  return { from: aConsole(name), tell: (said) => void news.push(said), news };
}
const join_ = (at: DocumentSeat, doc = DOC, vector = Uint8Array.of(0)) =>
  hub.answer(at, { do: 'join', doc, vector });
const send = (at: DocumentSeat, update: Uint8Array, doc = DOC) =>
  hub.answer(at, { do: 'update', doc, update, person: 'kari', session: 's' });
const code = (answer: Result<unknown>): string => (answer.ok ? 'ok' : answer.error.code);
/** What one keystroke of somebody new says. */
function typed(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText(SUMMARY_TEXT).insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}
const line = (text: string): DraftLine => ({
  key: 'now/A-1',
  section: 'now',
  order: 0,
  text,
  lead: 0,
  sources: [],
  node: null,
  critical: false,
  at: 0,
});

describe('the hub’s documents', () => {
  it('are on the disk and told to all but who wrote, when an update is answered', async () => {
    const [a, b] = [seat('a'), seat('b')];
    await join_(a);
    await join_(b);
    expect(code(await send(a, typed('rolig natt')))).toBe('ok');
    expect(b.news.filter(({ is }) => is === 'update')).toHaveLength(1);
    expect(a.news.filter(({ is }) => is === 'update')).toEqual([]);
    const again = start();
    expect(again.read(DOC)?.summary).toBe('rolig natt');
    again.stop();
  });

  it('give who joins what it lacks, and their own place', async () => {
    await send(seat('a'), typed('rolig natt'));
    const answer = await join_(seat('b'));
    const { update, vector } = (answer as { value: { update: Uint8Array; vector: Uint8Array } }).value;
    const mine = new Y.Doc();
    Y.applyUpdate(mine, update);
    expect(mine.getText(SUMMARY_TEXT).toString()).toBe('rolig natt');
    expect([...Y.decodeStateVector(vector)]).toEqual([...Y.decodeStateVector(Y.encodeStateVector(mine))]);
    expect(Buffer.isBuffer(update) && Buffer.isBuffer(vector)).toBe(true);
  });

  it('are not written, nor told, by an update that says nothing new', async () => {
    const [a, b] = [seat('a'), seat('b')];
    await join_(b);
    const update = typed('rolig natt');
    await send(a, update);
    expect(code(await send(a, update))).toBe('ok');
    expect(b.news.filter(({ is }) => is === 'update')).toHaveLength(1);
  });

  it('take nothing from who may not write, and say why', async () => {
    forbidden = 'Logg inn.';
    expect(await send(seat('a'), typed('x'))).toMatchObject({ error: { code: 'who', message: 'Logg inn.' } });
    expect(hub.read(DOC)).toBeNull();
  });

  it('take nothing for a handover that is long over, or that no day has, unless the room still knows it', async () => {
    expect(code(await send(seat('a'), typed('x'), '2026-11-10_natt'))).toBe('closed');
    expect(code(await send(seat('a'), typed('x'), 'notater'))).toBe('closed');
    watch.set('handover:2026-11-10_natt', {} as WatchEntity);
    expect(code(await send(seat('a'), typed('x'), '2026-11-10_natt'))).toBe('ok');
  });

  it('are no more than rooms begin: whoever makes up names fills no disk', async () => {
    const a = seat('a');
    let taken = 0;
    let last = '';
    for (let n = 0; n < 100; n++) {
      last = code(await send(a, typed('x'), `2026-11-23_oppdiktet-${n}`));
      if (last === 'ok') taken += 1;
    }
    expect([taken, last]).toEqual([40, 'full']);
    expect(code(await send(a, typed('y'), '2026-11-23_oppdiktet-0'))).toBe('ok');
    watch.set(`handover:${DOC}`, {} as WatchEntity);
    expect(code(await send(a, typed('x')))).toBe('ok');
  });

  it('refuse what is no update, and stay as they were', async () => {
    await send(seat('a'), typed('rolig natt'));
    for (const bytes of [Uint8Array.of(1, 1, 255, 255, 7), Uint8Array.of(9), new Uint8Array(0)])
      expect(code(await send(seat('a'), bytes))).toBe('malformed');
    expect(code(await join_(seat('b'), DOC, Uint8Array.of(200)))).toBe('malformed');
    expect(hub.read(DOC)?.summary).toBe('rolig natt');
  });

  it('grow no larger than one answer holds, and may be written again when something was deleted', async () => {
    const writer = new Y.Doc();
    const updates: Uint8Array[] = [];
    writer.on('update', (update: Uint8Array) => void updates.push(update));
    const text = writer.getText(SUMMARY_TEXT);
    text.insert(0, 'a'.repeat(UPDATE_BYTES - 64 * 1024));
    expect(code(await send(seat('a'), updates.pop() as Uint8Array))).toBe('ok');
    expect(code(await send(seat('b'), typed('b'.repeat(40 * 1024))))).toBe('full');
    text.delete(0, 100_000);
    expect(code(await send(seat('a'), updates.pop() as Uint8Array))).toBe('ok');
    expect(code(await send(seat('b'), typed('b'.repeat(40 * 1024))))).toBe('ok');
  });

  it('keep what a console sends before what it builds on, and read it when that comes', async () => {
    const writer = new Y.Doc();
    const updates: Uint8Array[] = [];
    writer.on('update', (update: Uint8Array) => void updates.push(update));
    writer.getText(SUMMARY_TEXT).insert(0, 'rolig');
    writer.getText(SUMMARY_TEXT).insert(5, ' natt');
    const [first, second] = updates as [Uint8Array, Uint8Array];
    expect(code(await send(seat('a'), second))).toBe('ok');
    expect(hub.read(DOC)?.summary).toBe('');
    hub.stop();
    hub = start();
    expect(code(await send(seat('a'), first))).toBe('ok');
    expect(hub.read(DOC)?.summary).toBe('rolig natt');
  });
});

describe('drawn lines', () => {
  it('are told to consoles that have joined, and on the disk', async () => {
    const a = seat('a');
    await join_(a);
    expect(hub.change(DOC, (doc) => void putDrawn(doc, [line('Nede.')]))).toBe(true);
    expect(a.news.filter(({ is }) => is === 'update')).toHaveLength(1);
    expect(hub.change(DOC, (doc) => void putDrawn(doc, [line('Nede.')]))).toBe(true);
    expect(a.news.filter(({ is }) => is === 'update')).toHaveLength(1);
    hub.stop();
    hub = start();
    expect(hub.read(DOC)?.auto).toEqual([line('Nede.')]);
  });

  it('are the hub’s alone: who writes there finds them as they were, and so does everybody else', async () => {
    const [a, b] = [seat('a'), seat('b')];
    hub.change(DOC, (doc) => void putDrawn(doc, [line('Nede.')]));
    const answer = await join_(a);
    await join_(b);
    const mine = new Y.Doc();
    Y.applyUpdate(mine, (answer as { value: { update: Uint8Array } }).value.update);
    const before = Y.encodeStateVector(mine);
    putDrawn(mine, [{ ...line('Alt er i orden.'), key: 'now/A-2' }]);
    mine.getText(SUMMARY_TEXT).insert(0, 'ord');
    expect(code(await send(a, Y.encodeStateAsUpdate(mine, before)))).toBe('ok');
    expect(hub.read(DOC)).toMatchObject({ auto: [line('Nede.')], summary: 'ord' });
    for (const { news } of [a, b]) {
      const doc = news === a.news ? mine : new Y.Doc();
      if (doc !== mine) Y.applyUpdate(doc, (answer as { value: { update: Uint8Array } }).value.update);
      for (const said of news) if (said.is === 'update') Y.applyUpdate(doc, said.update);
      expect([...doc.getMap('auto').keys()]).toEqual(['now/A-1']);
    }
  });

  it('are put right in the write that would have changed them: a kill in between leaves nothing', async () => {
    const a = seat('a');
    hub.change(DOC, (doc) => void putDrawn(doc, [line('Nede.')]));
    const answer = await join_(a);
    const theirs = new Y.Doc();
    Y.applyUpdate(theirs, (answer as { value: { update: Uint8Array } }).value.update);
    putDrawn(theirs, [line('Alt er i orden.')]);
    const add = vi.spyOn(DocumentFile.prototype, 'add');
    try {
      expect(code(await send(a, Y.encodeStateAsUpdate(theirs)))).toBe('ok');
      expect(add).toHaveBeenCalledTimes(1);
    } finally {
      add.mockRestore();
    }
    for (const said of a.news) if (said.is === 'update') Y.applyUpdate(theirs, said.update);
    expect(theirs.getMap('auto').get('now/A-1')).toEqual(line('Nede.'));
    hub.stop();
    hub = start();
    expect(hub.read(DOC)?.auto).toEqual([line('Nede.')]);
  });

  it('are taken back from a console where the hub has lost its own', async () => {
    const mine = new Y.Doc();
    putDrawn(mine, [line('Nede.')]);
    expect(code(await send(seat('a'), Y.encodeStateAsUpdate(mine)))).toBe('ok');
    expect(hub.read(DOC)?.auto).toEqual([line('Nede.')]);
  });
});

describe('who is in a document', () => {
  const here = (person: string): Presence => ({ client: person, person, line: null, writing: true });

  it('is told to the others, until they leave or are gone', async () => {
    const [a, b] = [seat('a'), seat('b')];
    expect(code(await hub.answer(a, { do: 'presence', doc: DOC, present: [here('kari')] }))).toBe(
      'not-joined',
    );
    await join_(a);
    await join_(b);
    await hub.answer(a, { do: 'presence', doc: DOC, present: [here('kari')] });
    expect(b.news.at(-1)).toEqual({ is: 'presence', doc: DOC, present: [here('kari')] });
    const late = seat('c');
    await join_(late);
    expect(late.news.at(-1)).toEqual({ is: 'presence', doc: DOC, present: [here('kari')] });
    hub.left(a);
    expect(b.news.at(-1)).toEqual({ is: 'presence', doc: DOC, present: [] });
  });

  it('says nothing of a console to itself', async () => {
    const a = seat('a');
    await join_(a);
    await hub.answer(a, { do: 'presence', doc: DOC, present: [here('kari')] });
    expect(a.news.every(({ is, ...rest }) => is === 'presence' && JSON.stringify(rest).includes('[]'))).toBe(
      true,
    );
  });
});

describe('a disk that does not serve', () => {
  it('is said, and nothing is answered as kept that is not', async () => {
    const bad = join(folder.path, `no-folder-${count}`);
    writeFileSync(bad, 'a file where a folder is wanted');
    hub.stop();
    file = join(bad, 'documents.db');
    hub = start();
    expect(faults.at(-1)).toContain('documents.db');
    expect(code(await send(seat('a'), typed('x')))).toBe('disk');
    expect(code(await join_(seat('a')))).toBe('disk');
    expect(hub.change(DOC, (doc) => void putDrawn(doc, [line('Nede.')]))).toBe(false);
  });

  it('that is damaged is moved aside: consoles bring back what was on it', async () => {
    await send(seat('a'), typed('rolig natt'));
    hub.stop();
    writeFileSync(file, Buffer.alloc(8_192, 7));
    chmodSync(file, 0o600);
    hub = start();
    expect(hub.read(DOC)).toBeNull();
    expect(code(await send(seat('a'), typed('rolig natt')))).toBe('ok');
    expect(hub.read(DOC)?.summary).toBe('rolig natt');
  });
});

describe('time', () => {
  it('takes a document away when its handover has left the room’s state and its day is long over', async () => {
    await send(seat('a'), typed('rolig natt'));
    watch.set(`handover:${DOC}`, {} as WatchEntity);
    clock.advance(20 * DAY);
    expect(hub.read(DOC)?.summary).toBe('rolig natt');
    watch.clear();
    clock.advance(DAY);
    expect(hub.read(DOC)).toBeNull();
  });

  it('leaves nothing in the file of what was deleted, when something was erased in the log', async () => {
    const writer = new Y.Doc();
    const updates: Uint8Array[] = [];
    writer.on('update', (update: Uint8Array) => void updates.push(update));
    writer.getText(SUMMARY_TEXT).insert(0, 'pasienten heter NN');
    writer.getText(SUMMARY_TEXT).delete(0, 18);
    for (const update of updates) await send(seat('a'), update);
    hub.heard([{ body: { type: 'log.erased' } } as never]);
    clock.advance(11 * 60_000);
    hub.stop();
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(file).includes('pasienten')).toBe(false);
    hub = start();
  });

  it('leaves nothing of it either where the hub was killed before it came to that', async () => {
    const writer = new Y.Doc();
    const updates: Uint8Array[] = [];
    writer.on('update', (update: Uint8Array) => void updates.push(update));
    writer.getText(SUMMARY_TEXT).insert(0, 'pasienten heter NN');
    writer.getText(SUMMARY_TEXT).delete(0, 18);
    for (const update of updates) await send(seat('a'), update);
    hub.heard([{ body: { type: 'log.erased' } } as never]);
    hub.stop();
    hub = start();
    clock.advance(11 * 60_000);
    hub.stop();
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(file).includes('pasienten')).toBe(false);
    hub = start();
  });
});
