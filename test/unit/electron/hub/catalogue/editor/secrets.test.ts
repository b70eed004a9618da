import { describe, expect, it } from 'vitest';
import { maskSecrets, unmaskSecrets } from '../../../../../../electron/hub/catalogue/editor/secrets';

const KEY = Buffer.alloc(32, 7);
const TEXT = `id: a
url: "https://bruker:p%40ss@x.no/a?token=t0psecret&b=1"
runbook: https://wiki.no/a
checks:
  - id: h
    kind: http
    headers: { Authorization: "Bearer abc.def", Accept: text/html, X-Key: '{{token}}' }
  - { id: p, kind: heartbeat, key: en-lang-nøkkel }
  - id: j
    kind: journey
    variables:
      user: testbruker
      note: |
        over
        lines
    steps:
      - form: { name: kari, password: 'hem''lig', again: "{{user}}" }
        jsonBody: { pin: 1234, a: { clientSecret: x9 } }
  - { id: q, kind: plugin, plugin: check_x, args: [-H, h, -p, "443", --password, ord1, --token=ord2, -a, "u:ord3"] }
webhookKey: hook-nøkkel
`;
const SECRETS = [
  'bruker:p%40ss',
  't0psecret',
  'abc.def',
  'en-lang-nøkkel',
  'testbruker',
  'over',
  "hem''lig",
  '1234',
  'x9',
  'ord1',
  'ord2',
  'ord3',
  'hook-nøkkel',
];

describe('secrets in what is shown', () => {
  it('are masked by the key that they stand at, and all else is as it was', () => {
    const { text, secrets } = maskSecrets(TEXT, KEY);
    for (const secret of SECRETS) expect([secret, text.includes(secret)]).toEqual([secret, false]);
    for (const open of [
      'https://',
      '@x.no/a?token=',
      '&b=1',
      'text/html',
      "'{{token}}'",
      'name: kari',
      '"{{user}}"',
      '"443"',
      '-H, h',
      '--token=',
    ])
      expect([open, text.includes(open)]).toEqual([open, true]);
    expect(secrets.size).toBe(SECRETS.length);
    expect(text.match(/•{4}[0-9a-f]{8}/g)).toHaveLength(SECRETS.length);
  });

  it('come back byte for byte where a mask was left as it was', () => {
    const { text, secrets } = maskSecrets(TEXT, KEY);
    const note = /note: \S+\n/;
    const back = unmaskSecrets(text.replace('id: a\n', 'id: b\n'), secrets);
    const whole = TEXT.replace('id: a\n', 'id: b\n').replace(
      /note: \|\n.*\n.*\n/,
      'note: "over\\nlines\\n"\n',
    );
    expect(back).toEqual({ ok: true, value: whole });
    expect(text).toMatch(note);
  });

  it('are told apart by their masks, which depend on the hub’s own key', () => {
    const mask = (secret: string, key = KEY) => maskSecrets(`key: ${secret}\n`, key).text;
    expect(mask('aaaaaaaa')).toBe(mask('aaaaaaaa'));
    expect(mask('aaaaaaaa')).not.toBe(mask('aaaaaaab'));
    expect(mask('aaaaaaaa')).not.toBe(mask('aaaaaaaa', Buffer.alloc(32, 8)));
  });

  it('are put nowhere but where a secret stands, and no mask is taken for a secret', () => {
    const { text, secrets } = maskSecrets('name: A\nkey: hemmelig-nøkkel\n', KEY);
    const mask = [...secrets.keys()][0]!;
    expect(unmaskSecrets(text.replace('name: A', `name: ${mask}`), secrets)).toMatchObject({
      ok: false,
      error: { code: 'mask', message: expect.stringMatching(/^1:7 /) },
    });
    expect(unmaskSecrets(`url: http://x/?a=${mask}\n`, secrets)).toMatchObject({ ok: false });
    expect(unmaskSecrets(`# ${mask}\n`, secrets)).toMatchObject({ ok: false });
    expect(unmaskSecrets('key: ••••00000000\n', secrets)).toMatchObject({
      ok: false,
      error: { code: 'mask' },
    });
    expect(unmaskSecrets(`webhookKey: ${mask}\n`, secrets)).toEqual({
      ok: true,
      value: 'webhookKey: hemmelig-nøkkel\n',
    });
  });

  it('keep their value where their place needs other quotes', () => {
    const { text, secrets } = maskSecrets('headers:\n  A: x, y] {z}\n', KEY);
    const mask = [...secrets.keys()][0]!;
    expect(text).toBe(`headers:\n  A: ${mask}\n`);
    expect(unmaskSecrets(`headers: { A: ${mask} }\n`, secrets)).toEqual({
      ok: true,
      value: 'headers: { A: "x, y] {z}" }\n',
    });
  });

  it('do not leave a text that cannot be read', () => {
    expect(maskSecrets('key: "hemmelig\n', KEY).text).toBe('');
  });

  it.each([
    ["url: http://u:hem'lig@host/x", ["hem'lig"]],
    ['url: "http://u:hem@lig@host/x?token=a\'geheim"', ['lig@host', 'geheim']],
    ["url: 'http://h/?token=abc''geheim'", ['abc', 'geheim']],
    ['url: "http:\\/\\/u:geheim@h\\/"', ['geheim']],
    ['args: ["--password=a\\"geheim"]', ['geheim', 'a\\"']],
    ["args: [--token=t, '--password=password']", ['=t', '=password']],
    [
      'actions: [{ command: [/x, --token, geheim, --password=hemmelig2], dryRun: [/x, -a, geheim3] }]',
      ['geheim', 'hemmelig2', 'geheim3'],
    ],
    ['sites: [{ id: a, vars: { token: geheim, passord: hemmelig2, port: 1 } }]', ['geheim', 'hemmelig2']],
  ])('are masked to their last character: %s', (written, secrets) => {
    const masked = maskSecrets(written, KEY);
    for (const secret of secrets) expect(masked.text).not.toContain(secret);
    expect(unmaskSecrets(masked.text, masked.secrets)).toEqual({ ok: true, value: written });
  });
});
