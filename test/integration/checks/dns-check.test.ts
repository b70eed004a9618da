import { afterEach, describe, expect, it } from 'vitest';
import type { CheckTarget } from '../../../electron/hub/catalogue/loaded';
import type { RunLimits } from '../../../electron/hub/checks/check-run';
import { createDnsCheck } from '../../../electron/hub/checks/dns-check';
import { systemClock } from '../../../shared/time/clock';
import { NameServer, type Reply, record, shorts, wireName } from './name-server';
import { once } from './servers';

type DnsTarget = Extract<CheckTarget, { kind: 'dns' }>;

const check = createDnsCheck(systemClock());
let server: NameServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function ask(
  reply: (name: string, type: string) => Reply,
  change: Partial<DnsTarget> = {},
  limits: Partial<RunLimits> = {},
): ReturnType<typeof once> {
  await server?.close();
  server = new NameServer(reply);
  const port = await server.listen();
  const target: DnsTarget = {
    kind: 'dns',
    query: 'pacs.hospital.test',
    type: 'A',
    server: { address: '127.0.0.1', port },
    expect: [],
    ...change,
  };
  return once(check, target, limits);
}

const a = (...bytes: number[]): Buffer => record('A', Buffer.from(bytes));
const answers =
  (...records: Buffer[]) =>
  (): Reply => ({ records });

describe('a DNS check', () => {
  it('asks the server, on its port, for the name and the type', async () => {
    const asked: string[] = [];
    const seen = await ask((name, type) => {
      asked.push(`${type} ${name}`);
      return { records: [a(10, 1, 0, 7), a(10, 1, 0, 8)] };
    });
    expect(seen).toMatchObject({ result: 'ok', output: 'A 10.1.0.7, 10.1.0.8' });
    expect(seen.ms).toBeGreaterThan(0);
    expect(asked).toEqual(['A pacs.hospital.test']);
  });

  it('is critical when the name is an alias that leads to no record', async () => {
    const dangling = answers(record('CNAME', wireName('borte.hospital.test')));
    expect(await ask(dangling)).toMatchObject({
      result: 'critical',
      output: 'navnet «pacs.hospital.test» finnes, men har ingen A-oppføring',
    });
    expect(await ask(dangling, { type: 'CNAME' })).toMatchObject({ result: 'ok' });
  });

  it('wants every expected answer', async () => {
    const two = answers(a(10, 1, 0, 7), a(10, 1, 0, 8));
    expect(await ask(two, { expect: ['10.1.0.8'] })).toMatchObject({ result: 'ok' });
    expect(await ask(two, { expect: ['10.1.0.8', '10.1.0.9'] })).toMatchObject({
      result: 'critical',
      output: 'A 10.1.0.7, 10.1.0.8, ventet 10.1.0.9',
    });
  });

  it('knows the common types of record, in the spellings that people use', async () => {
    const srv = answers(record('SRV', Buffer.concat([shorts(10, 60, 636), wireName('ad1.hospital.test')])));
    for (const expected of ['10 60 636 ad1.hospital.test', 'AD1.hospital.test.', 'ad1.hospital.test:636']) {
      expect(await ask(srv, { type: 'SRV', expect: [expected] })).toMatchObject({ result: 'ok' });
    }
    const mx = answers(record('MX', Buffer.concat([shorts(10), wireName('post.hospital.test')])));
    expect(await ask(mx, { type: 'MX', expect: ['post.hospital.test'] })).toMatchObject({
      result: 'ok',
      output: 'MX 10 post.hospital.test',
    });
    const txt = answers(record('TXT', Buffer.from('\u0005v=spf\u00031 -')));
    expect(await ask(txt, { type: 'TXT', expect: ['v=spf1 -'] })).toMatchObject({ result: 'ok' });
    const six = answers(record('AAAA', Buffer.from('20010db8000000000000000000000001', 'hex')));
    expect(await ask(six, { type: 'AAAA', expect: ['2001:0DB8:0:0::1'] })).toMatchObject({ result: 'ok' });
    const soaData = Buffer.concat([
      wireName('ns1.hospital.test'),
      wireName('post.hospital.test'),
      Buffer.from('000000070000000100000002000000030000003c', 'hex'),
    ]);
    expect(await ask(answers(record('SOA', soaData)), { type: 'SOA' })).toMatchObject({
      result: 'ok',
      output: 'SOA ns1.hospital.test post.hospital.test 7 1 2 3 60',
    });
    const ns = answers(record('NS', wireName('ns1.hospital.test')));
    expect(await ask(ns, { type: 'NS', expect: ['NS1.hospital.test.'] })).toMatchObject({ result: 'ok' });
    const names: string[] = [];
    const pointer = await ask(
      (name) => {
        names.push(name);
        return { records: [record('PTR', wireName('pacs.hospital.test'))] };
      },
      { type: 'PTR', query: '10.1.0.7' },
    );
    expect(pointer).toMatchObject({ result: 'ok', output: 'PTR pacs.hospital.test' });
    expect(names).toEqual(['7.0.1.10.in-addr.arpa']);
  });

  it('tells one failure from another', async () => {
    expect(await ask(() => ({ rcode: 3 }))).toEqual({
      result: 'critical',
      output: 'navnet «pacs.hospital.test» finnes ikke (NXDOMAIN)',
      ms: null,
    });
    expect(await ask(answers())).toMatchObject({
      result: 'critical',
      output: 'navnet «pacs.hospital.test» finnes, men har ingen A-oppføring',
    });
    expect(await ask(() => ({ rcode: 2 }))).toMatchObject({
      result: 'critical',
      output: 'navnetjeneren 127.0.0.1 svarte med feil (SERVFAIL)',
    });
    expect(await ask(() => ({ rcode: 5 }))).toMatchObject({
      result: 'critical',
      output: 'navnetjeneren 127.0.0.1 nektet å svare (REFUSED)',
    });
    const silent = await ask(() => null, {}, { timeoutMs: 400 });
    expect(silent.result).toBe('critical');
    expect(silent.output).toMatch(/^navnetjeneren 127\.0\.0\.1 svarte ikke/);
    await server?.close();
    const gone = new NameServer(() => null);
    const port = await gone.listen();
    await gone.close();
    server = null;
    const target: DnsTarget = {
      kind: 'dns',
      query: 'x.test',
      type: 'A',
      server: { address: '127.0.0.1', port },
      expect: [],
    };
    expect((await once(check, target, { timeoutMs: 1_000 })).output).toMatch(
      /^navnetjeneren 127\.0\.0\.1 (er ikke der: forbindelsen ble avvist|svarte ikke)/,
    );
  });

  it('asks once more when a question was lost', async () => {
    let questions = 0;
    const seen = await ask(
      () => {
        questions += 1;
        return questions === 1 ? null : { records: [a(10, 0, 0, 1)] };
      },
      {},
      { timeoutMs: 1_500 },
    );
    expect(seen).toMatchObject({ result: 'ok' });
    expect(questions).toBe(2);
  });

  it('is not shaken by rubbish, nor by what a name holds', async () => {
    const junk = await ask(
      () => ({ junk: Buffer.from([0x81, 0x80, 0xff, 0xff, 0, 9]) }),
      {},
      { timeoutMs: 600 },
    );
    expect(junk.result).toBe('critical');
    const wild = await ask(answers(record('TXT', Buffer.from('\u000a\u001b[31mrød\n'))), { type: 'TXT' });
    expect(wild.result).toBe('ok');
    expect(wild.output).not.toMatch(/\p{Cc}/u);
    const many = await ask(answers(...Array.from({ length: 20 }, (_, i) => a(10, 0, 0, i))));
    expect(many.output).toMatch(/ og 14 til$/);
  });

  it('ends at once when it is aborted', async () => {
    server = new NameServer(() => null);
    const port = await server.listen();
    const controller = new AbortController();
    const run = once(
      check,
      { kind: 'dns', query: 'x.test', type: 'A', server: { address: '127.0.0.1', port }, expect: [] },
      {},
      controller.signal,
    );
    controller.abort();
    expect(await run).toMatchObject({ result: 'unknown', ms: null });
  });
});
