import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Y from 'yjs';
import { startConsole } from '../../../electron/main/board/console';
import type { CommandKind, CommandPayload } from '../../../shared/contract/commands';
import type { Handover, SignedText } from '../../../shared/model/handover';
import { MACHINE_PERSON } from '../../../shared/model/people';
import type { WatchEntity } from '../../../shared/model/watch';
import { composeText } from '../../../shared/rules/handover/compose';
import {
  type HandoverDocument,
  noteHistory,
  readDocument,
  SUMMARY_TEXT,
} from '../../../shared/rules/handover/document';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { Post, SHIFT_PASSWORD } from '../../fixtures/shift';
import { until } from '../../fixtures/until';
import type { Servers } from '../checks/servers';

export const PIN = '2468';

/** A desk with its window of the handover's document. */
export class Desk extends Post {
  doc = new Y.Doc();
  #opened: string | null = null;

  get id(): string {
    return this.console.snapshot().identity.console.id;
  }

  /** The handover that this desk knows of, that is not over; else the newest. */
  get handover(): Handover | undefined {
    const all = this.watch().flatMap((entity) => (entity.kind === 'handover' ? [entity.value] : []));
    return all.find(({ state }) => state !== 'accepted') ?? all.at(-1);
  }

  watch(): readonly WatchEntity[] {
    return this.console.snapshot().patch.watch.put.map(([, entity]) => entity);
  }

  /** Person ids of those who have the watch, and the consoles that are on watch, as this desk knows it. */
  onWatch(): { readonly holders: readonly string[]; readonly consoles: readonly string[] } {
    const { people } = this.console.snapshot().patch;
    return {
      holders: this.watch().flatMap((entity) =>
        entity.kind === 'duty' ? entity.value.holders.map(({ person }) => person) : [],
      ),
      consoles: people.put
        .flatMap(([, entity]) => (entity.kind === 'watch' ? [entity.value.person] : []))
        .sort(),
    };
  }

  /** Opens the document of the present handover, and follows it. */
  async open(): Promise<void> {
    const { id } = await until('a handover is there', () => this.handover);
    this.doc = new Y.Doc();
    const { doc } = this;
    this.console.documents.onNews((_window, news) => {
      if (news.doc === id && news.update) Y.applyUpdate(doc, news.update, 'main');
    });
    const opened = this.console.documents.open(id, 1);
    if (!opened.ok) throw new Error(opened.error.message);
    Y.applyUpdate(this.doc, opened.value.update, 'main');
    this.#opened = id;
  }

  get document(): HandoverDocument {
    return readDocument(this.doc);
  }

  /** Writes in the document; on this console's disk when it resolves. */
  async write(run: (doc: Y.Doc) => void): Promise<void> {
    const made: Uint8Array[] = [];
    const note = (update: Uint8Array): void => void made.push(update);
    this.doc.on('update', note);
    this.doc.transact(() => run(this.doc), 'mine');
    this.doc.off('update', note);
    const doc = this.#opened ?? '';
    const kept = await this.console.documents.update({ doc, update: Y.mergeUpdates(made) }, 1);
    if (!kept.ok) throw new Error(`${kept.error.code}: ${kept.error.message}`);
  }

  summarise(words: string): Promise<void> {
    const by = this.console.identity.state.signedIn?.person ?? '';
    return this.write((doc) => {
      const before = doc.getText(SUMMARY_TEXT).toString();
      doc.getText(SUMMARY_TEXT).insert(0, words);
      const after = `${words}${before}`;
      noteHistory(doc, {
        line: 'summary',
        section: null,
        what: 'summary',
        before,
        after,
        by,
        at: Date.now(),
      });
    });
  }

  text(): SignedText {
    const { handover } = this;
    if (!handover) throw new Error('no handover');
    return composeText(this.document, handover);
  }

  /** Gives a command; what needs a PIN is given with it. `as`: by somebody else than who is signed in. */
  async do<K extends CommandKind>(kind: K, payload: CommandPayload<K>, as?: string): Promise<string> {
    const subject = `handover/${this.handover?.id ?? ''}`;
    const given = await this.console.give({ kind, subject, payload, pin: PIN, ...(as && { as }) });
    if (!given.ok) throw new Error(`${given.error.code}: ${given.error.message}`);
    return given.value.id;
  }

  /** The same, and what became of it: why not, null: done. */
  async done<K extends CommandKind>(
    kind: K,
    payload: CommandPayload<K>,
    as?: string,
  ): Promise<string | null> {
    return this.fate(await this.do(kind, payload, as));
  }

  async sign(transfers = this.handover?.transfers ?? [], as?: string): Promise<string> {
    return this.do('handover.sign', { text: this.text(), transfers: [...transfers], exception: null }, as);
  }

  async accept(hash: string, as?: string): Promise<string> {
    return this.do('handover.accept', { hash, exception: null }, as);
  }
}

/** A room with a shift plan in which `ola` is always the next, and a core that really fails. */
export class NightRoom {
  readonly data: string;
  readonly ends: (() => Promise<unknown>)[] = [];
  readonly #here: string;
  readonly #servers: Servers;
  down = true;
  #desks = 0;

  constructor(folder: string, servers: Servers) {
    this.#here = folder;
    this.#servers = servers;
    mkdirSync(folder);
    this.data = join(folder, 'data');
  }

  async prepare(): Promise<this> {
    const port = await this.#servers.http((_request, response) => {
      response.statusCode = this.down ? 500 : 200;
      response.end('ok');
    });
    writeFileSync(
      join(this.#here, 'catalogue.yaml'),
      `
version: 1
name: test
alarm: { latching: true }
trusts: [{ id: nord, name: Nord }]
sites:
  - { id: mo, name: Mo, trust: nord }
services:
  - id: dips
    name: DIPS Arena
    criticality: 1
    sites: [mo]
    checks: [{ id: web, kind: http, url: "http://127.0.0.1:${port}/", interval: 1s, attempts: 1 }]
watch:
  positions: [{ id: vakt, name: Vakt }]
  shifts:
    - { id: dag, name: Dag, from: "07:00", to: "19:15", positions: [vakt] }
    - { id: natt, name: Natt, from: "19:00", to: "07:15", positions: [vakt] }
  rota:
    - { shift: dag, position: vakt, from: 2026-01-05, by: week, turns: [ola] }
    - { shift: natt, position: vakt, from: 2026-01-05, by: week, turns: [ola] }
`,
    );
    return this;
  }

  async hub(port = '0'): Promise<HubProcess> {
    const config = join(this.#here, 'catalogue.yaml');
    const started = await startHubProcess(['--data', this.data, '--config', config, '--port', port]);
    this.ends.push(() => started.stop());
    return started;
  }

  /** A desk; `url` where it goes another way than straight to the hub. */
  async desk(url?: string): Promise<Desk> {
    this.#desks += 1;
    const dataFolder = join(this.#here, `desk-${this.#desks}`);
    const console = startConsole({ clock: systemClock(), dataFolder, hubUrl: null, log: () => {} });
    this.ends.push(() => console.stop());
    return (await new Desk(console).attach(this.data, url)) as Desk;
  }

  async close(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end();
  }
}

/** Makes `kari`, `ola` and `per`, operators with a PIN. The machine's own administrator sits at this desk. */
export async function invitePeople(desk: Desk): Promise<void> {
  const { identity } = desk.console;
  await until('the machine is signed in', () => identity.state.signedIn?.person === MACHINE_PERSON, 15_000);
  for (const id of ['kari', 'ola', 'per']) {
    const name = `${id.charAt(0).toUpperCase()}${id.slice(1)}`;
    const roles = ['operator' as const];
    const person = { id, name, initials: id.slice(0, 2), roles, active: true, machine: false };
    const reason = await desk.act('person.set', `person/${id}`, { person });
    if (reason !== null) throw new Error(reason);
    const set = await identity.setCredentials({ person: id, old: null, password: SHIFT_PASSWORD, pin: PIN });
    if (!set.ok) throw new Error(set.error.message);
  }
}

/** `kari` has the watch and the alarm; the handover has begun, and the hub has drawn its draft with one critical line. */
export async function prepared(desk: Desk): Promise<Handover> {
  await desk.sees('dips@mo', { condition: 'down' });
  const duty = await desk.act('duty.take', 'duty/room', { position: 'vakt', alone: false, reason: null });
  if (duty !== null) throw new Error(duty);
  const taken = await desk.act('watch.take', `console/${desk.id}`, null);
  if (taken !== null) throw new Error(taken);
  const owned = await desk.acknowledge('dips@mo', 'ser på den');
  if (owned !== null) throw new Error(owned);
  const held = desk.watch().find((entity) => entity.kind === 'duty');
  const shift = held?.kind === 'duty' ? held.value.shift : null;
  if (!shift) throw new Error('no shift');
  if (!desk.handover) {
    const begun = await desk.act('handover.begin', `handover/${shift.id.replace('/', '_')}`, null);
    if (begun !== null) throw new Error(begun);
  }
  return until(
    'the draft is drawn',
    () => {
      const { handover } = desk;
      if (!handover?.items.some(({ node }) => node === 'dips@mo')) throw new Error(JSON.stringify(handover));
      return handover;
    },
    20_000,
  );
}

/** Everything is gone through, stated back and read back. */
export async function exchanged(desk: Desk): Promise<void> {
  const fail = (reason: string | null): void => {
    if (reason !== null) throw new Error(reason);
  };
  fail(await desk.done('handover.exchange', null));
  for (const { key } of desk.handover?.items ?? []) {
    fail(await desk.done('handover.item', { key, walked: true }));
    fail(await desk.done('handover.item', { key, said: 'DIPS Mo nede' }));
  }
  await desk.write((doc) => doc.getText('read-back').insert(0, 'Mo nede, jeg har den'));
  fail(await desk.done('handover.read-back', { hash: 'f'.repeat(64) }));
}
