import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { admitConsole, admitRequest, isLoopback } from '../../../../../electron/hub/gateway/admission';

const hello = { protocol: 1, reducer: 1, console: { id: 'c', name: 'n' }, position: null };
const TOKEN = 'a-token-of-some-length';

describe('who may connect', () => {
  it('lets consoles on this machine in without a token, and others only with it', () => {
    expect(admitConsole(hello, '127.0.0.1', null).ok).toBe(true);
    expect(admitConsole(hello, '::ffff:127.0.0.1', TOKEN).ok).toBe(true);
    expect(admitConsole(hello, '10.0.0.5', null)).toMatchObject({ ok: false, error: { code: 'token' } });
    expect(admitConsole(hello, '10.0.0.5', TOKEN).ok).toBe(false);
    expect(admitConsole({ ...hello, token: 'wrong' }, '10.0.0.5', TOKEN).ok).toBe(false);
    expect(admitConsole({ ...hello, token: TOKEN }, '10.0.0.5', TOKEN).ok).toBe(true);
    expect(admitConsole(hello, undefined, TOKEN).ok).toBe(false);
  });

  it('refuses web pages, whatever their address', () => {
    expect(admitRequest({ headers: { origin: 'http://localhost:3000' } } as IncomingMessage).ok).toBe(false);
    expect(admitRequest({ headers: {} } as IncomingMessage).ok).toBe(true);
  });

  it.each([
    undefined,
    null,
    'x',
    {},
    { ...hello, protocol: '1' },
    { ...hello, position: { seq: -1 } },
    { ...hello, console: {} },
  ])('refuses %j with a place', (auth) => {
    expect(admitConsole(auth, '127.0.0.1', null)).toMatchObject({ ok: false, error: { code: 'malformed' } });
  });

  it('says which versions it speaks', () => {
    const answer = admitConsole({ ...hello, protocol: 99 }, '127.0.0.1', null);
    expect(answer).toMatchObject({ ok: false, error: { code: 'protocol' } });
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['128.0.0.1', false],
    ['10.127.0.1', false],
    ['::ffff:10.0.0.1', false],
  ])('%s is this machine: %s', (address, expected) => {
    expect(isLoopback(address)).toBe(expected);
  });
});
