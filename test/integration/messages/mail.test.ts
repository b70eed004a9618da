import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelTarget } from '../../../electron/hub/catalogue/loaded';
import type { Letter } from '../../../electron/hub/messages/letter';
import { sendMail } from '../../../electron/hub/messages/mail';
import { MailServer, reply } from '../../fixtures/mail-server';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';
import { makeAuthority, type TestAuthority } from '../checks/certificates';

/** Mail through a real SMTP server on loopback. */

type Smtp = Extract<ChannelTarget, { kind: 'smtp' }>;

const folder = tempFolder('mail');
let tls: TestAuthority;
const servers: MailServer[] = [];

beforeAll(() => {
  tls = makeAuthority(folder.path);
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(() => folder.remove());

async function serve(...options: ConstructorParameters<typeof MailServer>): Promise<MailServer> {
  const server = await new MailServer(...options).start();
  servers.push(server);
  return server;
}

function target(port: number, change: Partial<Smtp> = {}): Smtp {
  return {
    kind: 'smtp',
    host: '127.0.0.1',
    port,
    security: 'none',
    login: null,
    from: 'drift@sykehus.example',
    to: ['alle@sykehus.example'],
    ca: null,
    ...change,
  };
}

const LETTER: Letter = {
  id: 'melding-1.post',
  continues: null,
  subject: 'Løst: Måleskjema på Ørsta virker igjen [D-1]',
  body: 'Tjenesten er nede på Tromsø.\n.\n..punktum først på linjen\nNy melding kl. 04:30.',
  short: 'D-1',
  to: null,
  facts: {},
};

const send = (to: Smtp, letter: Letter = LETTER, signal = new AbortController().signal) =>
  sendMail(to, letter, signal);

describe('mail by SMTP', () => {
  it('is taken whole, with its words as they were written, and an id of its own', async () => {
    const server = await serve();
    expect(await send(target(server.port))).toMatchObject({ outcome: 'sent' });
    expect(server.taken).toMatchObject([
      {
        to: ['alle@sykehus.example'],
        messageId: '<melding-1.post@sykehus.example>',
        subject: LETTER.subject,
        text: LETTER.body,
      },
    ]);
    expect(server.taken[0]?.raw).toMatch(/^Auto-Submitted: auto-generated/m);
  });

  it('that continues a series says which, and many recipients do not see each other', async () => {
    const server = await serve();
    const to = ['a@x.example', 'b@x.example', 'c@x.example'];
    await send(target(server.port, { to }), { ...LETTER, id: 'melding-2.post', continues: 'melding-1.post' });
    expect(server.taken[0]?.to).toEqual(to);
    expect(server.taken[0]?.raw).toMatch(/^In-Reply-To: <melding-1\.post@sykehus\.example>/m);
    expect(server.taken[0]?.raw).not.toContain('b@x.example');
  });

  it('to somebody on call goes to them alone; without an address it is refused', async () => {
    const server = await serve();
    await send(target(server.port), { ...LETTER, to: { phone: '4410', email: 'vakt@x.example' } });
    expect(server.taken[0]?.to).toEqual(['vakt@x.example']);
    const refused = await send(target(server.port), { ...LETTER, to: { phone: '4410', email: null } });
    expect(refused).toEqual({ outcome: 'refused', detail: 'mottakeren har ingen e-postadresse' });
  });

  it('that the server refuses is refused with its words, and without the address', async () => {
    const server = await serve();
    server.onRecipient = (address) => reply(550, `5.1.1 <${address}>: ukjent mottaker`);
    const attempt = await send(target(server.port));
    expect(attempt.outcome).toBe('refused');
    expect(attempt.detail).toMatch(/^550 5\.1\.1 <…>: ukjent mottaker$/);
    server.onRecipient = () => null;
    server.onText = () => reply(554, 'ser ut som søppel');
    expect(await send(target(server.port))).toMatchObject({
      outcome: 'refused',
      detail: expect.stringContaining('554') as string,
    });
    expect(server.taken).toEqual([]);
  });

  it('that the server refuses for a while may be tried again', async () => {
    const server = await serve();
    server.onRecipient = () => reply(451, 'gråliste, kom igjen');
    expect((await send(target(server.port))).outcome).toBe('later');
    server.onRecipient = () => null;
    server.onText = () => reply(452, 'disken er full');
    expect((await send(target(server.port))).outcome).toBe('later');
    expect(server.taken).toEqual([]);
  });

  it('is sent where one of several recipients was taken, and tells of the others', async () => {
    const server = await serve();
    server.onRecipient = (address) => (address.startsWith('b') ? reply(451, 'senere') : null);
    const attempt = await send(target(server.port, { to: ['a@x.example', 'b@x.example', 'c@x.example'] }));
    expect(attempt).toEqual({ outcome: 'sent', detail: '2 av 3 mottakere; resten ble avvist' });
  });

  it('is unknown where the server had the text and broke off, or fell silent', async () => {
    const server = await serve();
    server.atEnd = 'break';
    expect((await send(target(server.port))).outcome).toBe('unknown');
    server.atEnd = 'hang';
    const abort = new AbortController();
    const silent = send(target(server.port), LETTER, abort.signal);
    await until('the server has the text', () => server.taken.length === 2);
    abort.abort();
    expect(await silent).toEqual({ outcome: 'unknown', detail: 'svarte ikke i tide' });
  });

  it('may be tried again where nobody listens, the name is unknown, or the greeting never comes', async () => {
    const server = await serve();
    const { port } = server;
    await server.stop();
    servers.length = 0;
    expect((await send(target(port))).outcome).toBe('later');
    expect((await send(target(25, { host: 'finnes-ikke.invalid' }))).outcome).toBe('later');
    const mute = createServer(() => {}).listen(0, '127.0.0.1');
    await until('it listens', () => mute.listening);
    const abort = new AbortController();
    const address = mute.address();
    const waiting = send(
      target(typeof address === 'object' ? (address?.port ?? 0) : 0),
      LETTER,
      abort.signal,
    );
    await until(
      'somebody called',
      () => new Promise<boolean>((resolve) => mute.getConnections((_e, n) => resolve(n > 0))),
    );
    abort.abort();
    expect((await waiting).outcome).toBe('later');
    mute.close();
  });

  it('logs in over encryption, and says without the password that it was not let in', async () => {
    const server = await serve({
      key: tls.good.key,
      cert: tls.good.cert,
      authOptional: false,
      onAuth: ({ username, password }, _session, callback) =>
        password === 'hemmelig'
          ? callback(null, { user: username })
          : callback(reply(535, `feil passord ${password ?? ''}`)),
    });
    const safe = { security: 'starttls', ca: tls.ca, host: 'localhost' } as const;
    const good = target(server.port, { ...safe, login: { user: 'drift', password: 'hemmelig' } });
    expect((await send(good)).outcome).toBe('sent');
    const bad = await send({ ...good, login: { user: 'drift', password: 'gjettet' } });
    expect(bad.outcome).toBe('refused');
    expect(bad.detail).toMatch(/innloggingen ble avvist/);
    expect(bad.detail).not.toContain('gjettet');
    expect(server.taken).toHaveLength(1);
  });

  it('never goes in the clear where encryption is asked for, nor to a certificate that is not trusted', async () => {
    const clear = await serve();
    const plain = await send(target(clear.port, { security: 'starttls' }));
    expect(plain.outcome).toBe('refused');
    expect(clear.taken).toEqual([]);
    const own = await serve({ key: tls.selfSigned.key, cert: tls.selfSigned.cert });
    expect((await send(target(own.port, { security: 'starttls', ca: tls.ca }))).outcome).toBe('refused');
    expect(own.taken).toEqual([]);
    const secure = await serve({ key: tls.good.key, cert: tls.good.cert, secure: true });
    const trusted = target(secure.port, { security: 'tls', ca: tls.ca, host: 'localhost' });
    expect((await send(trusted)).outcome).toBe('sent');
  });
});
