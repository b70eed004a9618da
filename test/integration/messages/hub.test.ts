import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startConsole } from '../../../electron/main/board/console';
import type { CommandPayload } from '../../../shared/contract/commands';
import type { Notification, OutMessage } from '../../../shared/model/incidents';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { MailServer, reply } from '../../fixtures/mail-server';
import { Post } from '../../fixtures/shift';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { WebReceiver } from '../../fixtures/web-receiver';

/** The built hub in a process of its own, people at a real console, a real mail server and a real gateway. */

const folder = tempFolder('messages');
const ends: (() => Promise<unknown>)[] = [];
const FIRST = 'melding-nr-en';

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => folder.remove());

class Room {
  readonly here: string;
  readonly data: string;
  readonly mail = new MailServer();
  readonly web = new WebReceiver();

  constructor(name: string) {
    this.here = join(folder.path, name);
    this.data = join(this.here, 'data');
    mkdirSync(this.here, { recursive: true });
  }

  async start(services = '[{ id: db, name: Databasen, criticality: 1 }]', more = ''): Promise<this> {
    await this.mail.start();
    await this.web.start();
    ends.push(
      () => this.mail.stop(),
      () => this.web.stop(),
    );
    writeFileSync(
      join(this.here, 'catalogue.yaml'),
      `version: 1
name: test
channels:
  - { id: post, name: E-post, kind: smtp, audience: Alle, preset: true, host: 127.0.0.1, port: ${this.mail.port}, security: none, from: drift@x.example, to: [alle@x.example] }
  - { id: vev, name: Intranett, kind: webhook, audience: Alle, url: "${this.web.base}/inn/T0K3N" }
  - { id: side, name: Status, kind: page, audience: Alle }
  - { id: sms, name: SMS, kind: sms, audience: Vakt, url: "${this.web.base}/sms", json: { til: "{to}", tekst: "{text}" } }
incidents: { sender: Driftssentralen, telephone: "4400" }
services: ${services}
${more}`,
    );
    return this;
  }

  async hub(): Promise<HubProcess> {
    const started = await startHubProcess([
      '--data',
      this.data,
      '--config',
      join(this.here, 'catalogue.yaml'),
    ]);
    ends.push(() => started.stop());
    return started;
  }

  async post(): Promise<Post> {
    const console = startConsole({
      clock: systemClock(),
      dataFolder: join(this.here, 'post'),
      hubUrl: null,
      log: () => {},
    });
    ends.push(() => console.stop());
    const post = await new Post(console).attach(this.data);
    await post.invite({ kari: ['operator'], siri: ['user-support'] });
    return post.signIn('kari');
  }
}

function draft(change: Partial<CommandPayload<'message.draft'>> = {}): CommandPayload<'message.draft'> {
  return {
    kind: 'first',
    series: null,
    incident: null,
    node: 'db',
    subject: 'Databasen er nede på Ørsta',
    body: 'Databasen er nede.\n\nNy melding kommer.',
    channels: ['post'],
    nextAt: null,
    version: null,
    ...change,
  };
}

function entities(post: Post) {
  return post.console.snapshot().patch.incidents.put.map(([, entity]) => entity);
}

function message(post: Post, id = FIRST): OutMessage | undefined {
  return entities(post).flatMap((entity) =>
    entity.kind === 'message' && entity.value.id === id ? [entity.value] : [],
  )[0];
}

const fates = (post: Post, id = FIRST): Record<string, string> =>
  Object.fromEntries((message(post, id)?.deliveries ?? []).map(({ channel, state }) => [channel, state]));

const sees = (post: Post, wanted: Record<string, string>, id = FIRST): Promise<boolean> =>
  until(
    `deliveries are ${JSON.stringify(wanted)}`,
    () => {
      if (JSON.stringify(fates(post, id)) !== JSON.stringify(wanted))
        throw new Error(JSON.stringify(message(post, id)?.deliveries));
      return true;
    },
    30_000,
  );

describe('a message from a desk', () => {
  it('is approved by somebody who may, goes out through every channel once, and is followed by its series', async () => {
    const room = await new Room('series').start();
    await room.hub();
    const post = await room.post();
    const channels = ['post', 'vev', 'side'];
    expect(await post.act('message.draft', `message/${FIRST}`, draft({ channels }))).toBeNull();
    expect(room.mail.taken).toEqual([]);
    expect(await post.act('message.approve', `message/${FIRST}`, { version: 2 })).toMatch(/godkjenn på nytt/);
    await post.signIn('siri');
    expect(await post.act('message.approve', `message/${FIRST}`, { version: 1 })).not.toBeNull();
    await post.signIn('kari');
    expect(await post.act('message.approve', `message/${FIRST}`, { version: 1 })).toBeNull();
    await sees(post, { post: 'sent', vev: 'sent', side: 'sent' });
    expect(room.mail.taken).toMatchObject([
      { to: ['alle@x.example'], subject: 'Databasen er nede på Ørsta [D-1]', text: draft().body },
    ]);
    expect(JSON.parse(room.web.taken[0]?.body ?? '')).toMatchObject({
      number: 'D-1',
      part: 1,
      step: 'first',
    });
    const page = join(room.data, 'pages', 'side', 'index.html');
    expect(readFileSync(page, 'utf8')).toContain('Databasen er nede på Ørsta');
    // Nothing of where it went is on the desk.
    expect(JSON.stringify(post.console.snapshot())).not.toMatch(/T0K3N|alle@x\.example/);

    expect(await post.act('message.draft', 'message/melding-nr-to', draft({ kind: 'first' }))).toBeNull();
    expect(await post.act('message.approve', 'message/melding-nr-to', { version: 1 })).toMatch(
      /D-1 er alt sendt/,
    );
    const closing = draft({ kind: 'closing', series: FIRST, subject: 'Løst', channels });
    expect(await post.act('message.draft', 'message/melding-nr-tre', closing)).toBeNull();
    expect(await post.act('message.approve', 'message/melding-nr-tre', { version: 1 })).toBeNull();
    await sees(post, { post: 'sent', vev: 'sent', side: 'sent' }, 'melding-nr-tre');
    expect(room.mail.taken).toHaveLength(2);
    expect(readFileSync(page, 'utf8')).toContain('Avsluttet siste døgn');
  });

  it('that the mail server refuses is shown with its words, and goes when a person says so again', async () => {
    const room = await new Room('refused').start();
    room.mail.onRecipient = (address) => reply(550, `ukjent mottaker ${address}`);
    await room.hub();
    const post = await room.post();
    await post.act('message.draft', `message/${FIRST}`, draft());
    expect(await post.act('message.approve', `message/${FIRST}`, { version: 1 })).toBeNull();
    await sees(post, { post: 'refused' });
    expect(message(post)?.deliveries[0]).toMatchObject({ attempts: 1, detail: '550 ukjent mottaker …' });
    room.mail.onRecipient = () => null;
    expect(await post.act('message.again', `message/${FIRST}`, { channel: 'post' })).toBeNull();
    await sees(post, { post: 'sent' });
    expect(await post.act('message.again', `message/${FIRST}`, { channel: 'post' })).toMatch(/alt sendt/);
    expect(room.mail.taken).toHaveLength(1);
  });

  it('that is refused for a while is tried again by itself, and taken once', async () => {
    const room = await new Room('later').start();
    room.mail.onText = () => reply(452, 'disken er full');
    await room.hub();
    const post = await room.post();
    await post.act('message.draft', `message/${FIRST}`, draft());
    await post.act('message.approve', `message/${FIRST}`, { version: 1 });
    await until('it was refused for a while', () => message(post)?.deliveries[0]?.detail?.startsWith('452'));
    expect(fates(post)).toEqual({ post: 'waiting' });
    room.mail.onText = () => null;
    await sees(post, { post: 'sent' });
    expect(message(post)?.deliveries[0]?.attempts).toBe(2);
    expect(room.mail.taken).toHaveLength(1);
  });

  it('that was being sent when the hub was killed is unknown, and the mail server has it once', async () => {
    const room = await new Room('killed').start();
    room.mail.atEnd = 'hang';
    const hub = await room.hub();
    const post = await room.post();
    await post.act('message.draft', `message/${FIRST}`, draft({ channels: ['post', 'vev'] }));
    await post.act('message.approve', `message/${FIRST}`, { version: 1 });
    await until('the server has the text', () => room.mail.taken.length === 1);
    await sees(post, { post: 'sending', vev: 'sent' });
    hub.signal('SIGKILL');
    await hub.exited;
    room.mail.breakOff();
    room.mail.atEnd = 'answer';
    await room.hub();
    await post.attach(room.data);
    await sees(post, { post: 'unknown', vev: 'sent' });
    expect(room.mail.taken).toHaveLength(1);
    await post.signIn('kari');
    expect(await post.act('message.again', `message/${FIRST}`, { channel: 'post' })).toBeNull();
    await sees(post, { post: 'sent', vev: 'sent' });
    expect(room.mail.taken).toHaveLength(2);
    // Whoever got it twice can see that it is one.
    expect(new Set(room.mail.taken.map(({ messageId }) => messageId)).size).toBe(1);
    expect(room.web.taken).toHaveLength(1);
    expect(existsSync(join(room.data, 'pages', 'side', 'index.html'))).toBe(true);
  });
});

describe('an alarm that no desk takes', () => {
  it('is told to whoever is on call, and no more when a desk has it', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await until('a port is known', () => closed.listening);
    const address = closed.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => closed.close(resolve));
    const room = await new Room('on-call').start(
      `[{ id: db, name: Databasen, criticality: 1, checks: [{ id: tcp, name: TCP, kind: tcp, host: 127.0.0.1, port: ${port}, interval: 1s, retry: 1s, attempts: 1, timeout: 1s }] }]`,
      `onCall: [{ id: vakt, name: Vakt, contacts: [{ id: en, name: Vakthavende, phone: "+47 770 04 410" }] }]
notify: [{ id: kritisk, name: Kritisk, after: 1s, steps: [{ channel: sms, team: vakt, wait: 30s }, { channel: sms, team: vakt, wait: 30s }] }]
`,
    );
    await room.hub();
    const post = await room.post();
    const sent = await until('the gateway was asked', () => room.web.taken[0], 30_000);
    const { til, tekst } = JSON.parse(sent.body) as { til: string; tekst: string };
    expect(til).toBe('+4777004410');
    expect(tekst).toMatch(
      /^A-1 Nede: Databasen, siden (\d\d?\.\d\d?\. )?\d\d:\d\d\. Ingen har tatt den\. Ring 4400\.$/,
    );
    expect(await post.acknowledge('db')).toBeNull();
    const ended = await until('it is stopped', () => {
      const found = entities(post).flatMap((entity): Notification[] =>
        entity.kind === 'notification' && entity.value.state === 'stopped' ? [entity.value] : [],
      );
      return found[0];
    });
    expect(ended).toMatchObject({ rule: 'kritisk', node: 'db', why: 'Kari har den' });
    expect(ended.steps).toMatchObject([
      { team: 'vakt', contact: 'Vakthavende', delivery: { state: 'sent' } },
    ]);
    expect(room.web.taken).toHaveLength(1);
  });
});
