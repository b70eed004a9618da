import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { Documents } from '../../../../../electron/main/documents/documents';
import type { Degradation, News } from '../../../../../shared/contract/ipc';
import { readDocument, SUMMARY_TEXT } from '../../../../../shared/rules/handover/document';
import { ManualClock } from '../../../../../shared/time/clock';
import { failure, type Result, success } from '../../../../../shared/util/result';
import { type DeskSide, DOC, DocumentWorld, settled, summaryOf } from '../../../../fixtures/document-world';
import { tempFolder } from '../../../../fixtures/temp-folder';

let world: DocumentWorld;
let day: DeskSide;
let night: DeskSide;

beforeEach(() => {
  world = new DocumentWorld(['dag-1', 'natt-1']);
  [day, night] = world.desks as [DeskSide, DeskSide];
});
afterEach(() => world.remove());

const type = (side: DeskSide, window: number, at: number, text: string) =>
  side.write(window, (doc) => doc.getText(SUMMARY_TEXT).insert(at, text));
const textIn = (side: DeskSide, window: number): string => summaryOf(side.windows.get(window) as Y.Doc);
async function deliverAll(...sides: DeskSide[]): Promise<void> {
  for (let moved = true; moved; ) {
    moved = false;
    for (const side of sides) moved = (await side.deliver(0, false)) || moved;
  }
}

describe('documents at a console', () => {
  it('are shared by its windows, and each knows who else is there', async () => {
    const [one, two] = [day.openWindow(), day.openWindow()];
    const heard: [number, News['doc:changed']][] = [];
    day.documents.onNews((window, news) => void heard.push([window, news]));
    expect(await type(day, one, 0, 'rolig natt')).toBe(true);
    expect(textIn(day, two)).toBe('rolig natt');
    const told = heard.filter(([, { update }]) => update !== null);
    expect(told.map(([window]) => window)).toEqual([two]);
    day.documents.presence({ doc: DOC, line: 'summary', writing: true }, one);
    const [window, news] = heard.at(-1) as [number, News['doc:changed']];
    expect(window).toBe(two);
    expect(news.present).toMatchObject([{ person: 'dag-1', line: 'summary', writing: true }]);
    day.closeWindow(one);
    expect(heard.at(-1)?.[1].present).toEqual([]);
  });

  it('take nothing from a window that has not opened them, and nothing that is no update', async () => {
    const window = day.openWindow();
    const empty = Uint8Array.of(0, 0);
    expect(await day.documents.update({ doc: DOC, update: empty }, 99)).toMatchObject({
      error: { code: 'closed' },
    });
    const bad = await day.documents.update({ doc: DOC, update: Uint8Array.of(5) }, window);
    expect(bad).toMatchObject({ error: { code: 'malformed' } });
    expect(day.documents.open('../x', 1)).toMatchObject({ error: { code: 'malformed' } });
    const long = new Y.Doc();
    long.getText(SUMMARY_TEXT).insert(0, 'a'.repeat(401 * 1024));
    const update = Y.encodeStateAsUpdate(long);
    expect(await day.documents.update({ doc: DOC, update }, window)).toMatchObject({
      error: { code: 'full' },
    });
  });

  it('bring a deletion to the hub that was done without it, by a process that was killed since', async () => {
    const window = day.openWindow();
    await type(day, window, 0, 'pasienten heter NN');
    await world.settle();
    expect(world.hub.read(DOC)?.summary).toBe('pasienten heter NN');
    day.cut();
    await day.write(window, (doc) => doc.getText(SUMMARY_TEXT).delete(0, 18));
    day.kill();
    await world.settle();
    expect(world.hub.read(DOC)?.summary).toBe('');
  });

  it('keep what others wrote with what was written upon it, without the hub and through a kill', async () => {
    const [here, there] = [day.openWindow(), night.openWindow()];
    await world.settle();
    await type(night, there, 0, 'natt');
    await deliverAll(night, day);
    expect(textIn(day, here)).toBe('natt');
    await type(day, here, 4, ' og dag');
    day.kill();
    expect(textIn(day, day.openWindow())).toBe('natt og dag');
  });

  it('say that the hub has it all only when it has', async () => {
    const window = day.openWindow();
    const live = (): boolean => {
      const again = day.documents.open(DOC, 99);
      return again.ok && again.value.live;
    };
    await type(day, window, 0, 'a');
    expect(live()).toBe(false);
    await world.settle();
    expect(live()).toBe(true);
    await type(day, window, 0, 'b');
    // On its way: no word of it for a moment.
    expect(live()).toBe(true);
    world.clock.advance(2_000);
    expect(live()).toBe(false);
    await deliverAll(day);
    expect(live()).toBe(true);
    day.cut();
    expect(live()).toBe(false);
  });

  it('hear where somebody at another console writes', async () => {
    const [here] = [day.openWindow(), night.openWindow()];
    const heard: News['doc:changed'][] = [];
    day.documents.onNews((window, news) => void (window === here && heard.push(news)));
    await world.settle();
    night.documents.presence({ doc: DOC, line: 'now/A-1', writing: true }, 1);
    world.clock.advance(200);
    await settled();
    await deliverAll(night, day);
    expect(heard.at(-1)?.present).toMatchObject([{ person: 'natt-1', line: 'now/A-1', writing: true }]);
    night.cut();
    await deliverAll(day);
    expect(heard.at(-1)?.present).toEqual([]);
  });

  it('leave no deleted words in the file when something was erased in the log', async () => {
    const window = day.openWindow();
    await type(day, window, 0, 'pasienten heter NN');
    await day.write(window, (doc) => doc.getText(SUMMARY_TEXT).delete(0, 18));
    const file = join(world.folder, 'dag-1.db');
    const words = (): boolean =>
      [file, `${file}-wal`].some((one) => existsSync(one) && readFileSync(one).includes('pasienten'));
    expect(words()).toBe(true);
    day.documents.scrubSoon();
    world.clock.advance(60_000);
    expect(words()).toBe(false);
  });

  it('leave none either where the console ends before it has come to that', async () => {
    const window = day.openWindow();
    await type(day, window, 0, 'pasienten heter NN');
    await day.write(window, (doc) => doc.getText(SUMMARY_TEXT).delete(0, 18));
    day.documents.scrubSoon();
    day.documents.stop();
    expect(readFileSync(join(world.folder, 'dag-1.db')).includes('pasienten')).toBe(false);
  });

  it('have the drawn lines of a hub at once when a window opens', async () => {
    world.hub.change(DOC, (doc) => doc.getText(SUMMARY_TEXT).insert(0, 'fra huben'));
    const window = day.openWindow();
    await world.settle();
    expect(textIn(day, window)).toBe('fra huben');
    expect(readDocument(day.windows.get(day.openWindow()) as Y.Doc).summary).toBe('fra huben');
  });
});

describe('what the hub does not take', () => {
  const folder = tempFolder('documents');
  const clock = new ManualClock(Date.parse('2026-11-17T05:40:00Z'));
  let asked: { readonly do: string; readonly person?: string }[];
  let refuses: string | null;
  let actor: { person: string; session: string } | null;
  let faults: (Degradation | null)[];
  let count = 0;

  function open(file = join(folder.path, `docs-${++count}.db`)): Documents {
    return new Documents({
      file,
      clock,
      state: { watch: new Map() },
      ask: async (request): Promise<Result<never>> => {
        asked.push(request);
        if (request.do === 'join')
          return success({ update: Uint8Array.of(0, 0), vector: Uint8Array.of(0) }) as Result<never>;
        if (request.do === 'update' && refuses !== null && request.person === refuses)
          return failure('who', 'Huben kjenner ikke økten.');
        return success(null) as Result<never>;
      },
      log: () => 'origin/1',
      actor: async () => (actor ? success(actor) : failure('signed-out', 'nobody is signed in')),
      signedIn: () => actor,
      onFault: (fault) => void faults.push(fault),
      say: () => undefined,
    });
  }
  const word = (): Uint8Array => {
    const doc = new Y.Doc();
    doc.getText(SUMMARY_TEXT).insert(0, 'ord');
    return Y.encodeStateAsUpdate(doc);
  };
  const updates = (): string[] =>
    asked.flatMap(({ do: what, person }) => (what === 'update' ? [person ?? ''] : []));

  beforeEach(() => {
    asked = [];
    refuses = null;
    faults = [];
    actor = { person: 'kari', session: 'k' };
  });

  it('is kept, and sent again in the name of whoever signs in next', async () => {
    const documents = open();
    documents.open(DOC, 1);
    documents.live();
    await settled();
    refuses = 'kari';
    expect(await documents.update({ doc: DOC, update: word() }, 1)).toEqual(success(null));
    await settled();
    expect(updates()).toEqual(['kari']);
    documents.live();
    await settled();
    expect(updates()).toEqual(['kari']);
    actor = { person: 'ola', session: 'o' };
    documents.identityChanged();
    await settled();
    expect(updates()).toEqual(['kari', 'kari', 'ola']);
    expect(documents.open(DOC, 2)).toMatchObject({ value: { live: true } });
    documents.stop();
  });

  it('is not written by nobody', async () => {
    const documents = open();
    documents.open(DOC, 1);
    actor = null;
    expect(await documents.update({ doc: DOC, update: word() }, 1)).toMatchObject({
      error: { code: 'signed-out' },
    });
    documents.stop();
  });

  it('is refused where the disk does not serve, and said once until it does', async () => {
    const blocked = join(folder.path, 'blocked');
    writeFileSync(blocked, 'a file where a folder is wanted');
    const documents = open(join(blocked, 'docs.db'));
    documents.open(DOC, 1);
    expect(await documents.update({ doc: DOC, update: word() }, 1)).toMatchObject({
      error: { code: 'disk' },
    });
    expect(faults.every((fault) => fault?.code === 'documents')).toBe(true);
    documents.stop();
  });

  it('was on a disk that was damaged: it is moved aside, loudly, and a new one begun', async () => {
    const file = join(folder.path, 'damaged.db');
    writeFileSync(file, Buffer.alloc(8_192, 7));
    const documents = open(file);
    expect(faults).toMatchObject([{ code: 'documents' }]);
    documents.open(DOC, 1);
    expect(await documents.update({ doc: DOC, update: word() }, 1)).toEqual(success(null));
    expect(faults.at(-1)).toBeNull();
    documents.stop();
  });
});
