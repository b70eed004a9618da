import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { readEndpoint } from '../../../electron/hub/store/data-folder';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import { MACHINE_PERSON } from '../../../shared/model/people';
import { addLine, readDocument, SUMMARY_TEXT } from '../../../shared/rules/handover/document';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { Valve } from '../../fixtures/valve';
import { bundleProgram } from '../../unit/electron/sqlite/child';

/** Two consoles write in one document with a real hub: cables cut, and processes killed between a keystroke and its way. */

const folder = tempFolder('documents');
const ends: (() => Promise<unknown>)[] = [];
let count = 0;
const DOC = `${new Date().toISOString().slice(0, 10)}_natt`;
const CATALOGUE = `
version: 1
name: Prøve
services:
  - id: lab
    name: Lab
    criticality: 2
    checks:
      - { id: tcp, kind: tcp, host: 127.0.0.1, port: 9 }
`;

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

const aFolder = (): string => join(folder.path, `data-${++count}`);

async function hub(data: string, port = '0'): Promise<HubProcess> {
  const file = join(folder.path, 'catalogue.yaml');
  writeFileSync(file, CATALOGUE);
  const started = await startHubProcess(['--data', data, '--config', file, '--port', port]);
  ends.push(() => started.stop());
  return started;
}

async function machineOf(data: string): Promise<string> {
  const endpoint = await readEndpoint(data);
  if (!endpoint.ok || !endpoint.value?.machine) throw new Error('the hub wrote no machine secret');
  return endpoint.value.machine;
}

async function valveTo(url: string): Promise<Valve> {
  const valve = await Valve.open(Number(new URL(url).port));
  ends.push(() => valve.close());
  return valve;
}

function open(dataFolder = aFolder()): RunningConsole {
  const opened = startConsole({ clock: systemClock(), dataFolder, hubUrl: null, log: () => {} });
  ends.push(() => opened.stop());
  return opened;
}

/** A window of a console, with its own copy of the document. */
class Page {
  readonly doc = new Y.Doc();
  live = false;
  readonly #desk: RunningConsole;

  constructor(desk: RunningConsole) {
    this.#desk = desk;
    desk.documents.onNews((_window, { update, live }) => {
      this.live = live;
      if (update) Y.applyUpdate(this.doc, update, 'main');
    });
    const opened = desk.documents.open(DOC, 1);
    if (!opened.ok) throw new Error(opened.error.message);
    this.live = opened.value.live;
    Y.applyUpdate(this.doc, opened.value.update, 'main');
  }

  get text(): string {
    return this.doc.getText(SUMMARY_TEXT).toString();
  }

  /** Resolves when it is on this console's disk. */
  async write(run: (doc: Y.Doc) => void): Promise<void> {
    const made: Uint8Array[] = [];
    const note = (update: Uint8Array): void => void made.push(update);
    this.doc.on('update', note);
    this.doc.transact(() => run(this.doc), 'mine');
    this.doc.off('update', note);
    const kept = await this.#desk.documents.update({ doc: DOC, update: Y.mergeUpdates(made) }, 1);
    if (!kept.ok) throw new Error(`${kept.error.code}: ${kept.error.message}`);
  }

  type(text: string): Promise<void> {
    return this.write((doc) => doc.getText(SUMMARY_TEXT).insert(this.text.length, text));
  }
}

async function signedInAt(desk: RunningConsole, url: string, machine: string): Promise<Page> {
  desk.setHub(url, undefined, machine);
  await until('somebody is signed in', () => desk.identity.state.signedIn?.person === MACHINE_PERSON, 20_000);
  const page = new Page(desk);
  await until('the document is live', () => page.live, 20_000);
  return page;
}

/** The console of `writing-console.ts`, in a process that can be killed. */
async function writingProcess(dataFolder: string, url: string, machine: string) {
  const program = await bundleProgram('test/integration/documents/writing-console.ts', folder.path);
  const child: ChildProcess = spawn(process.execPath, [program, dataFolder, url, machine, DOC], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_PATH: fileURLToPath(new URL('../../../node_modules', import.meta.url)) },
  });
  ends.push(async () => {
    child.kill('SIGKILL');
  });
  let out = '';
  child.stdout?.on('data', (part: Buffer) => {
    out += part.toString();
  });
  return {
    said: (line: string) => until(`it says ${line}`, () => out.split('\n').includes(line), 20_000),
    type: (line: string) => void child.stdin?.write(`${line}\n`),
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('a document that two consoles write in', () => {
  it('carries each one’s words to the other, and says who is in it', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const machine = await machineOf(data);
    const [a, b] = [open(), open()];
    const here = await signedInAt(a, url, machine);
    const there = await signedInAt(b, url, machine);
    const present: unknown[] = [];
    b.documents.onNews((_window, news) => void present.push(...news.present));
    await here.type('rolig natt');
    await until('it has come', () => there.text === 'rolig natt');
    a.documents.presence({ doc: DOC, line: 'summary', writing: true }, 1);
    await until('it is said who writes', () =>
      present.some((one) => JSON.stringify(one).includes('"line":"summary","writing":true')),
    );
    await Promise.all([here.type(' her'), there.type(' der')]);
    await until(
      'both have both',
      () => here.text === there.text && here.text.length === 'rolig natt her der'.length,
    );
    // A line that is longer than what fits into one frame of the socket's usual size.
    await here.write((doc) => {
      const text = addLine(doc, 'lang', { section: 'if', order: 1, critical: false, by: 'kari', at: 1 });
      text.insert(0, 'x'.repeat(300_000));
    });
    await until('the long line has come', () => readDocument(there.doc).own[0]?.words.length === 300_000);
  });

  it('merges what both wrote while the cable was cut, and loses no word', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const machine = await machineOf(data);
    const valve = await valveTo(url);
    const [a, b] = [open(), open()];
    const here = await signedInAt(a, valve.url, machine);
    const there = await signedInAt(b, url, machine);
    await here.type('Natt:');
    await until('it has come', () => there.text === 'Natt:');
    valve.cut();
    await until('the cut is seen', () => !here.live);
    await here.type(' fra den ene');
    await there.type(' fra den andre');
    expect(here.text).toBe('Natt: fra den ene');
    valve.mend();
    await until('both are even', () => here.live && here.text === there.text, 20_000);
    expect(here.text).toContain(' fra den ene');
    expect(here.text).toContain(' fra den andre');
  });

  it('survives that the hub does not answer what it took: nothing comes twice', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const machine = await machineOf(data);
    const valve = await valveTo(url);
    const desk = open();
    const here = await signedInAt(desk, valve.url, machine);
    const there = await signedInAt(open(), url, machine);
    valve.holdBack();
    await here.type('en gang');
    await until('the hub has it', () => there.text === 'en gang');
    await until('the silence is seen', () => !here.live, 20_000);
    desk.setHub(url, undefined, machine);
    await until('it is even', () => here.live, 20_000);
    await here.type('.');
    await until('what comes after it has come', () => there.text === 'en gang.');
    expect(here.text).toBe('en gang.');
  });

  it('has on the hub’s disk what was acknowledged, when the hub is killed', async () => {
    const data = aFolder();
    const first = await hub(data);
    const machine = await machineOf(data);
    const port = new URL(first.url).port;
    const here = await signedInAt(open(), first.url, machine);
    const there = await signedInAt(open(), first.url, machine);
    await here.type('før');
    await until('it has come', () => there.text === 'før');
    // Between the keystroke and its way.
    first.signal('SIGKILL');
    await first.exited;
    await here.type(' mens');
    await there.type(' imens');
    await hub(data, port);
    await until('both are even', () => here.live && there.live && here.text === there.text, 30_000);
    for (const word of ['før', ' mens', ' imens']) expect(here.text).toContain(word);
    const third = await signedInAt(open(), `http://127.0.0.1:${port}`, machine);
    expect(third.text).toBe(here.text);
  });

  it('has on a console’s disk what was answered, when the console is killed before the hub had it', async () => {
    const data = aFolder();
    const { url } = await hub(data);
    const machine = await machineOf(data);
    const valve = await valveTo(url);
    const there = await signedInAt(open(), url, machine);
    const dataFolder = aFolder();
    const writer = await writingProcess(dataFolder, valve.url, machine);
    await writer.said('live');
    writer.type('før. ');
    await writer.said('kept før. ');
    await until('it has come', () => there.text === 'før. ');
    valve.cut();
    await writer.said('away');
    writer.type('uten hub. ');
    await writer.said('kept uten hub. ');
    await writer.kill();
    // Without a hub it is there; with one, everybody has it.
    const desk = open(dataFolder);
    const page = new Page(desk);
    expect(page.text).toBe('før. uten hub. ');
    expect(there.text).toBe('før. ');
    desk.setHub(url, undefined, machine);
    await until('everybody has it', () => there.text === 'før. uten hub. ', 30_000);
  });
});
