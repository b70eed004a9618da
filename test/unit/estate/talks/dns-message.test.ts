import { Resolver } from 'node:dns/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../shared/time/clock';
import { freePorts } from '../../../estate/endpoint';
import { regionZone } from '../../../estate/region/plan';
import { answerQuery } from '../../../estate/talks/dns-message';
import { DnsServer } from '../../../estate/talks/dns-server';

/** A question as a resolver writes it. */
function question(name: string, type: number): Buffer {
  const labels = name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([
    Buffer.from([0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]),
    ...labels,
    Buffer.from([0, 0, type, 0, 1]),
  ]);
}

describe('answerQuery', () => {
  const zone = regionZone();

  test('gives the address that the zone has, with the asker’s id', () => {
    const answer = answerQuery(question('DIPS-arena.sykehus.test', 1), zone, null);
    expect(answer?.readUInt16BE(0)).toBe(0x1234);
    expect(answer?.readUInt16BE(2)).toBe(0x8500);
    expect(answer?.readUInt16BE(6)).toBe(1);
    expect([...(answer?.subarray(-4) ?? [])]).toEqual([127, 0, 0, 1]);
  });

  test.each([
    ['no such name', question('nope.sykehus.test', 1), 3],
    ['another opcode', Buffer.from([0, 1, 0x10, 0, 0, 1, 0, 0, 0, 0, 0, 0]), 4],
    ['no question', Buffer.from([0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1],
    ['a question that is cut off', question('ad.sykehus.test', 1).subarray(0, 20), 1],
    [
      'a pointer where none may be',
      Buffer.from([0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xc0, 12, 0, 1, 0, 1]),
      1,
    ],
  ])('answers %s with a code', (_what, message, code) => {
    expect((answerQuery(message, zone, null)?.readUInt16BE(2) ?? 0) & 0xf).toBe(code);
  });

  test('a name without a record of that type is no error, and no answer', () => {
    const answer = answerQuery(question('ad.sykehus.test', 28), zone, null);
    expect(answer?.readUInt16BE(2)).toBe(0x8500);
    expect(answer?.readUInt16BE(6)).toBe(0);
  });

  test('never answers an answer, nor what is no message', () => {
    expect(answerQuery(Buffer.alloc(5), zone, null)).toBeNull();
    expect(
      answerQuery(Buffer.concat([Buffer.from([0, 0, 0x80, 0]), Buffer.alloc(8)]), zone, null),
    ).toBeNull();
  });

  test('survives whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 600 }),
        fc.constantFrom(null, 'refuse', 'mislead'),
        (bytes, fault) => {
          const answer = answerQuery(Buffer.from(bytes), zone, fault);
          if (answer) expect(answer.readUInt16BE(2) & 0x8000).toBe(0x8000);
        },
      ),
    );
  });
});

describe('the name server', () => {
  let server: DnsServer;
  let resolver: Resolver;

  beforeEach(async () => {
    const [port = 0] = await freePorts(1, 0);
    server = new DnsServer({ port, zone: regionZone(), expectedMs: 50, clock: systemClock() });
    await server.apply('normal');
    resolver = new Resolver({ timeout: 1_000, tries: 1 });
    resolver.setServers([`127.0.0.1:${port}`]);
  });
  afterEach(() => server.apply('down'));

  test('answers a real resolver: addresses, and where the directory is', async () => {
    expect(await resolver.resolve4('dips-arena.sykehus.test')).toEqual(['127.0.0.1']);
    expect(await resolver.resolveSrv('_ldap._tcp.sykehus.test')).toMatchObject([
      { name: 'ad.sykehus.test', port: 636, priority: 10, weight: 0 },
    ]);
    await expect(resolver.resolve4('nope.sykehus.test')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('misleads, refuses and falls silent when it is told to', async () => {
    await server.apply('wrong-answer');
    expect(await resolver.resolve4('ad.sykehus.test')).toEqual(['192.0.2.53']);
    await server.apply('errors');
    await expect(resolver.resolve4('ad.sykehus.test')).rejects.toMatchObject({ code: 'ESERVFAIL' });
    await server.apply('down');
    await expect(resolver.resolve4('ad.sykehus.test')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.apply('normal');
    expect(await resolver.resolve4('ad.sykehus.test')).toEqual(['127.0.0.1']);
  });

  test('answers over TCP too, also questions in pieces', async () => {
    const { connect } = await import('node:net');
    const asked = question('ad.sykehus.test', 1);
    const whole = Buffer.concat([Buffer.from([0, asked.length]), asked]);
    const socket = connect(server.port, '127.0.0.1');
    socket.write(whole.subarray(0, 7));
    socket.write(whole.subarray(7));
    const answer = await new Promise<Buffer>((done) => socket.once('data', done));
    expect(answer.readUInt16BE(0)).toBe(answer.length - 2);
    expect([...answer.subarray(-4)]).toEqual([127, 0, 0, 1]);
    socket.destroy();
  });
});
