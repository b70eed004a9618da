import { afterEach, describe, expect, it } from 'vitest';
import { createTcpCheck } from '../../../electron/hub/checks/tcp-check';
import { systemClock } from '../../../shared/time/clock';
import { until } from '../../fixtures/until';
import { once, Servers } from './servers';

const check = createTcpCheck(systemClock());
const servers = new Servers();
afterEach(() => servers.close());

const to = (port: number, expect: string | null = null) =>
  ({ kind: 'tcp', host: '127.0.0.1', port, expect }) as const;
const nothingLeft = () => until('all connections are closed', () => servers.open === 0);

describe('a TCP check', () => {
  it('is ok when the port accepts, and leaves nothing open', async () => {
    const port = await servers.tcp(() => {});
    const seen = await once(check, to(port));
    expect(seen).toMatchObject({ result: 'ok', output: 'forbindelsen er åpen' });
    expect(seen.ms).toBeLessThan(5_000);
    await nothingLeft();
    expect(await once(check, { ...to(port), host: 'localhost' })).toMatchObject({ result: 'ok' });
  });

  it('is critical when the port refuses', async () => {
    expect(await once(check, to(await servers.closedPort()))).toEqual({
      result: 'critical',
      output: 'tilkoblingen ble avvist (ECONNREFUSED)',
      ms: null,
    });
  });

  it('finds the expected text, also when it comes in pieces', async () => {
    const port = await servers.tcp((socket) => {
      socket.write('220 mail.');
      setTimeout(() => socket.write('hospital ESMTP\r\n'), 30);
    });
    expect(await once(check, to(port, 'hospital ESMTP'))).toMatchObject({
      result: 'ok',
      output: 'svarte «220 mail.hospital ESMTP»',
    });
    await nothingLeft();
  });

  it('is critical when the peer says something else: at its limit, when it closes, or when it never stops', async () => {
    const other = await servers.tcp((socket) => socket.write('SSH-2.0-x\u0007'));
    expect(await once(check, to(other, 'ESMTP'), { timeoutMs: 200 })).toEqual({
      result: 'critical',
      output: 'svarte «SSH-2.0-x», ventet «ESMTP» innen 200 ms',
      ms: null,
    });
    const silent = await servers.tcp(() => {});
    expect(await once(check, to(silent, 'ESMTP'), { timeoutMs: 200 })).toMatchObject({
      result: 'critical',
      output: 'forbindelsen er åpen, men intet svar innen 200 ms',
    });
    const closing = await servers.tcp((socket) => socket.end('bye'));
    expect(await once(check, to(closing, 'ESMTP'))).toMatchObject({
      result: 'critical',
      output: 'svarte «bye», ventet «ESMTP», og lukket forbindelsen',
    });
    const flood = await servers.tcp((socket) => {
      const more = (): void => {
        while (socket.writable && socket.write(Buffer.alloc(65_536, 1)));
      };
      socket.on('drain', more);
      more();
    });
    const seen = await once(check, to(flood, 'ESMTP'));
    expect(seen.result).toBe('critical');
    expect(seen.output).not.toMatch(/\p{Cc}/u);
    await nothingLeft();
  });

  it('is critical when the peer resets', async () => {
    const port = await servers.tcp((socket) => socket.resetAndDestroy());
    expect(await once(check, to(port, 'ESMTP'))).toMatchObject({ result: 'critical' });
  });

  it('is a warning when connecting is slower than it should be', async () => {
    const port = await servers.tcp((socket) => {
      setTimeout(() => socket.write('hello'), 60);
    });
    expect(await once(check, to(port, 'hello'), { warnMs: 20, criticalMs: 4_000 })).toMatchObject({
      result: 'warning',
    });
  });

  it('is unknown for a port that cannot be', async () => {
    expect(await once(check, to(70_000))).toMatchObject({ result: 'unknown' });
  });

  it('ends at once when it is aborted', async () => {
    const port = await servers.tcp(() => {});
    const controller = new AbortController();
    const run = once(check, to(port, 'x'), {}, controller.signal);
    await until('the connection is open', () => servers.open === 1);
    controller.abort();
    expect(await run).toMatchObject({ result: 'unknown' });
    await nothingLeft();
  });
});
