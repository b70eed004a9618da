import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelTarget } from '../../../electron/hub/catalogue/loaded';
import { Channels } from '../../../electron/hub/messages/channels';
import type { Letter } from '../../../electron/hub/messages/letter';
import { sendSms, sendWebhook } from '../../../electron/hub/messages/web-channels';
import { Projection } from '../../../shared/rules/projection';
import { ManualClock } from '../../../shared/time/clock';
import { until } from '../../fixtures/until';
import { WebReceiver } from '../../fixtures/web-receiver';

/** Webhooks and an SMS gateway, over real HTTP on loopback. */

const webs: WebReceiver[] = [];
afterEach(async () => {
  for (const web of webs.splice(0)) await web.stop();
});

async function serve(): Promise<WebReceiver> {
  const web = await new WebReceiver().start();
  webs.push(web);
  return web;
}

function webhook(url: string, change: object = {}): Extract<ChannelTarget, { kind: 'webhook' }> {
  return { kind: 'webhook', url, headers: {}, ca: null, json: null, ...change };
}

function gateway(url: string, change: object = {}): Extract<ChannelTarget, { kind: 'sms' }> {
  return {
    kind: 'sms',
    url,
    method: 'POST',
    headers: { authorization: 'Bearer hemmelig' },
    ca: null,
    body: { type: 'form', value: { mottaker: '{to}', tekst: '{text}', ref: '{id}', fra: 'Vaktrom' } },
    contains: null,
    to: [],
    longest: 60,
    ...change,
  };
}

const LETTER: Letter = {
  id: 'melding-1.vev',
  continues: null,
  subject: 'Måling «A» er nede [D-1]',
  body: 'Linje 1\n"sitat" {subject}',
  short: 'A-12 Nede: Måleskjema på Ørsta, siden 03:52. Ingen har tatt den. Ring 4410.',
  to: null,
  facts: { kind: 'message', number: 'D-1', part: 1, nextAt: null },
};
const signal = (): AbortSignal => new AbortController().signal;
const CALL: Letter = { ...LETTER, to: { phone: '+47 77 00 44 10', email: null } };

describe('a webhook', () => {
  it('whose address holds a key is not shown it when the other side repeats its path', async () => {
    const web = await serve();
    web.answer = (response, { url }) => response.writeHead(404).end(`Cannot POST ${url}`);
    const url = `${web.base}/services/T0PHEMMELIG/inn?token=enda-mer-hemmelig`;
    const { outcome, detail } = await sendWebhook(webhook(url), LETTER, signal());
    expect(outcome).toBe('refused');
    expect(detail).toMatch(/^svarte HTTP 404: /);
    expect(detail).not.toMatch(/HEMMELIG|hemmelig/);
  });

  it('of a channel with a letter that HTTP headers do not know is sent to all the same', async () => {
    const web = await serve();
    const letter = { ...LETTER, id: 'melding-1.čáhci-ø' };
    expect(await sendWebhook(webhook(`${web.base}/inn`), letter, signal())).toMatchObject({
      outcome: 'sent',
    });
    expect(web.taken[0]?.headers['idempotency-key']).toBe('melding-1.%C4%8D%C3%A1hci-%C3%B8');
  });

  it('gets all of a letter as JSON, with an id by which a second one is known', async () => {
    const web = await serve();
    const attempt = await sendWebhook(
      webhook(`${web.base}/inn`, { headers: { 'x-key': 'k' } }),
      LETTER,
      signal(),
    );
    expect(attempt).toEqual({ outcome: 'sent', detail: 'HTTP 200' });
    expect(web.taken[0]).toMatchObject({
      method: 'POST',
      url: '/inn',
      headers: { 'x-key': 'k', 'idempotency-key': LETTER.id },
    });
    const { id, subject, body, facts } = LETTER;
    expect(JSON.parse(web.taken[0]?.body ?? '')).toEqual({ id, subject, body, ...facts });
  });

  it('gets what the catalogue says, filled in, and nothing in the text is read as a placeholder', async () => {
    const web = await serve();
    const json = {
      tittel: '{number}: {subject}',
      deler: [{ tekst: '{body}', neste: '{nextAt}' }],
      antall: 3,
    };
    await sendWebhook(webhook(web.base, { json }), LETTER, signal());
    expect(JSON.parse(web.taken[0]?.body ?? '')).toEqual({
      tittel: `D-1: ${LETTER.subject}`,
      deler: [{ tekst: LETTER.body, neste: '' }],
      antall: 3,
    });
  });

  it.each([
    [204, 'sent'],
    [400, 'refused'],
    [401, 'refused'],
    [302, 'refused'],
    [500, 'refused'],
    [429, 'later'],
    [503, 'later'],
    [502, 'unknown'],
    [504, 'unknown'],
  ] as const)('that answers %i has %s it', async (status, outcome) => {
    const web = await serve();
    web.answer = (response) => {
      response.writeHead(status, { location: '/annet' }).end(status === 204 ? '' : 'nei');
    };
    expect((await sendWebhook(webhook(web.base), LETTER, signal())).outcome).toBe(outcome);
    expect(web.taken).toHaveLength(1);
  });

  it('is told of without its address or its keys, whatever it answers', async () => {
    const web = await serve();
    const url = `${web.base}/hook/T0K3N`;
    web.answer = (response, { headers }) =>
      response.writeHead(403).end(`nei til ${url} med ${String(headers['x-key'])} fra ola@x.example`);
    const attempt = await sendWebhook(webhook(url, { headers: { 'x-key': 'hemmelig' } }), LETTER, signal());
    expect(attempt).toEqual({ outcome: 'refused', detail: 'svarte HTTP 403: nei til … med … fra …' });
  });

  it('that breaks off or never answers may have it; one that nobody listens at has not', async () => {
    const web = await serve();
    web.answer = (response) => response.destroy();
    expect((await sendWebhook(webhook(web.base), LETTER, signal())).outcome).toBe('unknown');
    web.answer = () => {};
    const abort = new AbortController();
    const silent = sendWebhook(webhook(web.base), LETTER, abort.signal);
    await until('it has the letter', () => web.taken.length === 2);
    abort.abort();
    expect(await silent).toEqual({ outcome: 'unknown', detail: 'svarte ikke i tide' });
    const { base } = web;
    await web.stop();
    webs.length = 0;
    expect(await sendWebhook(webhook(base), LETTER, signal())).toEqual({
      outcome: 'later',
      detail: 'avviste forbindelsen',
    });
  });
});

describe('an SMS gateway', () => {
  it('gets number and words in a form, cut to what one message holds', async () => {
    const web = await serve();
    expect(await sendSms(gateway(web.base), CALL, signal())).toEqual({ outcome: 'sent', detail: null });
    const form = new URLSearchParams(web.taken[0]?.body);
    expect(form.get('mottaker')).toBe('+4777004410');
    expect(form.get('tekst')).toBe(`${LETTER.short.slice(0, 59)}…`);
    expect(form.get('ref')).toBe('melding-1.vev/4777004410');
  });

  it('gets them in JSON or in its address, encoded', async () => {
    const web = await serve();
    const json = { type: 'json', value: { to: ['{to}'], text: '{text}' } };
    await sendSms(gateway(web.base, { body: json, longest: 200 }), CALL, signal());
    expect(JSON.parse(web.taken[0]?.body ?? '')).toEqual({ to: ['+4777004410'], text: LETTER.short });
    await sendSms(
      gateway(`${web.base}/send?til={to}&tekst={text}`, { method: 'GET', body: null, longest: 200 }),
      CALL,
      signal(),
    );
    const asked = new URL(web.taken[1]?.url ?? '', web.base);
    expect(web.taken[1]?.method).toBe('GET');
    expect(asked.searchParams.get('til')).toBe('+4777004410');
    expect(asked.searchParams.get('tekst')).toBe(LETTER.short);
  });

  it('that repeats the key it was given in a form or an address shows it to nobody', async () => {
    const web = await serve();
    web.answer = (response, { body, url }) => response.writeHead(403).end(`ugyldig: ${body} ${url}`);
    const form = { type: 'form', value: { to: '{to}', text: '{text}', api_key: 'nokkel-i-skjema' } };
    const one = await sendSms(gateway(web.base, { body: form, longest: 40 }), CALL, signal());
    const url = `${web.base}/sms?user=vakt&pw=nokkel-i-adressen&to={to}&text={text}`;
    const other = await sendSms(gateway(url, { method: 'GET', body: null, longest: 40 }), CALL, signal());
    expect(one.detail).toMatch(/^svarte HTTP 403: ugyldig/);
    expect(`${one.detail} ${other.detail}`).not.toContain('nokkel');
  });

  it('that is slow gets to all of many, for as long as it goes on answering', async () => {
    const web = await serve();
    const clock = new ManualClock();
    web.answer = (response) => {
      clock.advance(12_000);
      response.end('OK');
    };
    const to = ['44100001', '44100002', '44100003', '44100004'];
    const channels = new Channels({
      clock,
      state: new Projection(),
      pages: '',
      pageFolders: [],
      log: () => {},
    });
    channels.apply({ channels: new Map([['sms', gateway(web.base, { to })]]), emails: new Map() });
    expect(await channels.deliver('sms', LETTER, signal())).toEqual({
      outcome: 'sent',
      detail: '4 mottakere',
    });
  });

  it('that answers 200 and means no is believed', async () => {
    const web = await serve();
    web.answer = (response) => response.end('ERROR: tom konto for +4777004410');
    const attempt = await sendSms(gateway(web.base, { contains: 'OK' }), CALL, signal());
    expect(attempt.outcome).toBe('refused');
    expect(attempt.detail).not.toContain('4777004410');
  });

  it('sends to each of several, and never again to those that were taken', async () => {
    const web = await serve();
    web.answer = (response, { body }) => {
      response.statusCode = body.includes('222') ? 503 : 200;
      response.end();
    };
    const to = ['111', '222', '333'];
    const attempt = await sendSms(gateway(web.base, { to }), LETTER, signal());
    expect(attempt).toMatchObject({ outcome: 'sent', detail: '2 av 3 mottakere; ellers: svarte HTTP 503' });
    web.answer = (response) => response.writeHead(503).end();
    expect((await sendSms(gateway(web.base, { to }), LETTER, signal())).outcome).toBe('later');
    expect(web.taken).toHaveLength(4);
  });
});
