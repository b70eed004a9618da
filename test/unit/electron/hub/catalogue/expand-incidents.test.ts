import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { maskSecrets, unmaskSecrets } from '../../../../../electron/hub/catalogue/editor/secrets';
import { parseCatalogue } from '../../../../../electron/hub/catalogue/load-catalogue';
import type { LoadedCatalogue } from '../../../../../electron/hub/catalogue/loaded';

const HEAD = `version: 1
name: Rommet
trusts: [{ id: t, name: T }]
sites: [{ id: mo, name: Mo, trust: t }]
alarmClasses: [{ id: kritisk }, { id: akutt, under: kritisk }]
hours: [{ id: dag, name: Dag, open: [{ days: [mon], from: "07:00", to: "16:00" }] }]
onCall:
  - { id: nett, name: Nett, contacts: [{ id: vakt, name: Vakt, phone: "4410", email: vakt@x.example }, { id: to, name: To, phone: "4411" }] }
services:
  - { id: wan, name: WAN, criticality: 1, alarm: { class: akutt } }
  - { id: dns, name: DNS, criticality: 1, alarm: { class: kritisk } }
  - { id: print, name: Utskrift, criticality: 3 }
`;
const FILE = join(import.meta.dirname, '../../../../fixtures/catalogue/x.yaml');
const SMS = `channels: [{ id: sms, name: SMS, kind: sms, audience: Vakt, url: "https://gw.example/?a={to}&b={text}", method: GET }, { id: post, name: Post, kind: smtp, audience: Alle, host: h, from: a@x.example, to: [b@x.example] }]\n`;

async function load(text: string): Promise<LoadedCatalogue> {
  const outcome = await parseCatalogue(HEAD + text, FILE);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.issues));
  return outcome.catalogue;
}

/** Faults as `column reason`, all of them of the first line behind the head unless it says otherwise. */
async function faults(text: string): Promise<readonly string[]> {
  const first = HEAD.split('\n').length;
  const outcome = await parseCatalogue(HEAD + text, FILE);
  return outcome.ok ? [] : outcome.issues.map(({ line, col, reason }) => `${line - first}:${col} ${reason}`);
}

const channel = (rest: string): string => `channels:\n  - { id: k, name: K, audience: Alle, ${rest} }\n`;
const SMTP = 'kind: smtp, host: post.example, from: a@x.example';

describe('channels', () => {
  it('do not write their pages over each other', async () => {
    const page = (id: string, folder: string): string =>
      `  - { id: ${id}, name: S, kind: page, audience: Alle, folder: ${folder} }\n`;
    const text = `channels:\n${page('en', '/var/www/a')}${page('to', '/var/www/b')}${page('tre', '/var/www/a')}`;
    expect(await faults(text)).toEqual([
      expect.stringMatching(/^3:\d+ channel "en" writes its page in this folder already$/),
    ]);
  });

  it('are told to consoles without where they lead', async () => {
    const { entities, channels, emails } = await load(`channels:
  - { id: alle, name: E-post, kind: smtp, audience: Alle ansatte, preset: true, host: post.example, user: drift, password: hemmelig, from: a@x.example, to: [b@x.example], ca: ca.pem }
  - { id: vev, name: Intranett, kind: webhook, audience: Intranettet, url: "https://x.example/T0K3N", headers: { x-key: k }, json: { t: "{subject}" } }
  - { id: side, name: Side, kind: page, audience: Alle, folder: /var/www/status }
  - { id: sms, name: SMS, kind: sms, audience: Vakt, url: "https://gw.example", form: { til: "{to}", tekst: "{text}" }, contains: OK }
`);
    const told = entities.flatMap((entity) => (entity.kind === 'channel' ? [entity.value] : []));
    expect(told).toEqual([
      {
        id: 'alle',
        name: 'E-post',
        order: 0,
        kind: 'smtp',
        uses: ['messages'],
        audience: 'Alle ansatte',
        preset: true,
      },
      {
        id: 'vev',
        name: 'Intranett',
        order: 1,
        kind: 'webhook',
        uses: ['messages'],
        audience: 'Intranettet',
        preset: false,
      },
      {
        id: 'side',
        name: 'Side',
        order: 2,
        kind: 'page',
        uses: ['messages'],
        audience: 'Alle',
        preset: false,
      },
      {
        id: 'sms',
        name: 'SMS',
        order: 3,
        kind: 'sms',
        uses: ['notifications'],
        audience: 'Vakt',
        preset: false,
      },
    ]);
    expect(JSON.stringify(entities)).not.toMatch(/hemmelig|T0K3N|post\.example|x\.example/);
    expect(channels.get('alle')).toMatchObject({
      ...{ kind: 'smtp', port: 587, security: 'starttls', login: { user: 'drift', password: 'hemmelig' } },
      ca: expect.stringContaining('BEGIN CERTIFICATE') as string,
    });
    expect(channels.get('vev')).toMatchObject({ url: 'https://x.example/T0K3N', json: { t: '{subject}' } });
    expect(channels.get('side')).toEqual({ kind: 'page', folder: '/var/www/status', title: 'Side' });
    expect(channels.get('sms')).toMatchObject({
      method: 'POST',
      contains: 'OK',
      longest: 300,
      body: { type: 'form' },
    });
    expect([...emails]).toEqual([['nett/vakt', 'vakt@x.example']]);
  });

  it.each([
    ['kind: fax', 'expected one of smtp, webhook, page, sms, found "fax"'],
    [SMTP, 'a channel for messages says to whom: "to" is missing'],
    [`${SMTP}, to: [ikke en adresse]`, '"ikke en adresse": an e-mail address is written name@example.no'],
    [`${SMTP}, to: [b@x.example], user: u`, '"password" is missing: both or neither'],
    [
      `${SMTP}, to: [b@x.example], user: u, password: p, security: none`,
      'a password is not sent in the clear: use starttls or tls',
    ],
    [`${SMTP}, to: [b@x.example], ca: borte.pem`, 'certificate file: no such file'],
    [
      `${SMTP}, uses: [notifications], preset: true`,
      'only a channel for messages can be chosen for one beforehand',
    ],
    ['kind: webhook, url: "https://x.example", json: { a: "{emne}" }', 'nothing to fill in for {emne}'],
    [
      'kind: webhook, url: "https://x.example", headers: { "a b": c }',
      '"a b" is not a header that can be sent',
    ],
    ['kind: webhook, url: "ftp://x.example"', 'a link starts with http:// or https://'],
    ['kind: page, folder: ../status', 'a folder is an absolute path, without "." and ".."'],
    ['kind: page, uses: [notifications]', 'nobody on call is reached by a page'],
    ['kind: sms, url: "https://x.example/?a={to}"', '{text} stands nowhere: the gateway would not be told'],
    ['kind: sms, url: "https://x.example/?a={to}&b={text}&c={x}"', 'nothing to fill in for {x}'],
    [
      'kind: sms, url: "https://x.example", method: GET, form: { a: "{to}{text}" }',
      'a GET sends neither form nor json',
    ],
  ])('%s is refused at its place', async (rest, reason) => {
    const found = await faults(channel(rest));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^1:\d+ /);
    expect(found[0]?.replace(/^\d+:\d+ /, '')).toBe(reason);
  });

  it('hide addresses, logins and what is named like a secret from a desk, and get them back unchanged', () => {
    const text = `${HEAD}channels:
  - { id: a, name: A, kind: smtp, audience: x, host: h, user: drift, password: hemmelig, from: a@x.example, to: [b@x.example] }
  - { id: b, name: B, kind: webhook, audience: x, url: "https://x.example/T0K3N", headers: { authorization: Bearer abc }, json: { token: TT99, t: "{subject}" } }
  - { id: c, name: C, kind: sms, audience: x, url: "https://gw.example/send", form: { passord: pw77, til: "{to}", tekst: "{text}" } }
`;
    const masked = maskSecrets(text, Buffer.from('k'));
    expect(masked.text).not.toMatch(/hemmelig|T0K3N|abc|TT99|pw77|gw\.example/);
    expect(masked.text).toContain('{subject}');
    expect(unmaskSecrets(masked.text, masked.secrets)).toEqual({ ok: true, value: text });
  });
});

describe('rules of notification', () => {
  it('are told whole, with classes as the services that are of them', async () => {
    const { entities } = await load(`${SMS}notify:
  - { id: natt, name: Natt, priorities: [1, 2], classes: [kritisk], services: [print], sites: [mo], hours: dag, when: closed, after: 90s, steps: [{ channel: sms, team: nett, wait: 5m }, { channel: sms }] }
  - { id: alt, name: Alt, steps: [{ channel: sms }] }
`);
    const rules = entities.flatMap((entity) => (entity.kind === 'notify-rule' ? [entity.value] : []));
    expect(rules).toEqual([
      {
        ...{
          id: 'natt',
          name: 'Natt',
          order: 0,
          priorities: [1, 2],
          services: ['print', 'wan', 'dns'],
          sites: ['mo'],
        },
        ...{ hours: { id: 'dag', when: 'closed' }, afterMs: 90_000 },
        steps: [
          { channel: 'sms', team: 'nett', waitMs: 300_000 },
          { channel: 'sms', team: null, waitMs: 600_000 },
        ],
      },
      {
        ...{ id: 'alt', name: 'Alt', order: 1, priorities: [1], services: ['*'], sites: [], hours: null },
        ...{ afterMs: 300_000, steps: [{ channel: 'sms', team: null, waitMs: 600_000 }] },
      },
    ]);
  });

  it.each([
    ['steps: []', 'must not be empty'],
    ['steps: [{ channel: fax }]', 'unknown channel "fax"'],
    ['steps: [{ channel: post }]', 'channel "post" is not for notifications: say so in its "uses"'],
    ['steps: [{ channel: sms, team: ukjent }]', 'unknown team "ukjent"'],
    ['steps: [{ channel: sms, wait: 1s }]', 'wait is from 30s to 24h'],
    ['after: 2d, steps: [{ channel: sms }]', 'after is at most 24h'],
    ['services: [ukjent], steps: [{ channel: sms }]', 'unknown service "ukjent"'],
    ['classes: [ukjent], steps: [{ channel: sms }]', 'unknown alarm class "ukjent"'],
    ['sites: [ukjent], steps: [{ channel: sms }]', 'unknown site "ukjent"'],
    ['hours: ukjent, steps: [{ channel: sms }]', 'unknown service hours "ukjent"'],
    ['when: open, steps: [{ channel: sms }]', '"when" says when of which hours: "hours" is missing'],
  ])('%s is refused at its place', async (rest, reason) => {
    const found = await faults(`${SMS}notify:\n  - { id: r, name: R, ${rest} }\n`);
    expect(found.map((fault) => fault.replace(/^\d+:\d+ /, ''))).toEqual([reason]);
    expect(found[0]).toMatch(/^2:\d+ /);
  });
});

describe('the plan for incidents', () => {
  const plan = async (text: string) =>
    (await load(text)).entities.flatMap((entity) => (entity.kind === 'incident-plan' ? [entity.value] : []));

  it('says what is owed, and who signs', async () => {
    expect(await plan('')).toEqual([]);
    expect(await plan('incidents: {}\n')).toEqual([
      {
        ...{ id: 'room', checklist: [], sender: 'Rommet', telephone: null },
        updateMs: { major: 1_800_000, high: 3_600_000, moderate: 7_200_000 },
      },
    ]);
    expect(
      await plan(
        'incidents: { checklist: [Varsle ledelsen], update: { major: 15m }, sender: Drift, telephone: "4400" }\n',
      ),
    ).toMatchObject([
      { checklist: ['Varsle ledelsen'], updateMs: { major: 900_000 }, sender: 'Drift', telephone: '4400' },
    ]);
  });

  it('is refused at its place', async () => {
    expect(await faults('incidents: { update: { major: 1m } }\n')).toEqual([
      '0:31 a word is owed every 5m to 24h',
    ]);
    expect(await faults('incidents: { ukjent: 1 }\n')).toEqual(['0:14 unknown key "ukjent"']);
  });
});
