import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  admitConsole,
  admitRequest,
  type ConsoleRegister,
  guestIdentity,
  isLoopback,
} from '../../../../../electron/hub/gateway/admission';

const hello = { protocol: 5, reducer: 1, console: { id: 'c', name: 'n' }, position: null };
const TOKEN = 'a-token-of-some-length';
const MACHINE = 'the-machine';

/** `enrolled` has the credential `mine`; `vegg` too, as a wall; `sperret` was revoked. */
const register: ConsoleRegister = {
  isRevoked: (id) => id === 'sperret',
  kindOf: (id) => (id === 'enrolled' ? 'desk' : id === 'vegg' ? 'wall' : null),
  fits: (id, credential) => ['enrolled', 'vegg', 'sperret'].includes(id) && credential === 'mine',
  isMachine: (secret) => secret === MACHINE,
};
const admit = (auth: unknown, address: string | undefined, token: string | null = null) =>
  admitConsole(auth, address, { token, register });
const as = (id: string, more: object = {}) => ({ ...hello, console: { id, name: 'n' }, ...more });
const identity = (auth: unknown, address: string, token: string | null = null) => {
  const admitted = admit(auth, address, token);
  return admitted.ok ? admitted.value.identity : admitted.error.code;
};
const HERE = '127.0.0.1';
const AWAY = '10.0.0.5';

describe('who may connect', () => {
  it('lets consoles on this machine in without a token, and others only with it', () => {
    expect(admit(hello, HERE).ok).toBe(true);
    expect(admit(hello, '::ffff:127.0.0.1', TOKEN).ok).toBe(true);
    expect(admit({ ...hello, token: TOKEN }, AWAY)).toMatchObject({ ok: false, error: { code: 'token' } });
    expect(admit(hello, AWAY, TOKEN).ok).toBe(false);
    expect(admit({ ...hello, token: 'wrong' }, AWAY, TOKEN).ok).toBe(false);
    expect(admit({ ...hello, token: TOKEN }, AWAY, TOKEN).ok).toBe(true);
    expect(admit(hello, undefined, TOKEN).ok).toBe(false);
  });

  it('lets an enrolled console in with its credential alone', () => {
    expect(identity(as('enrolled', { credential: 'mine' }), AWAY, TOKEN)).toMatchObject({ enrolled: true });
    expect(identity(as('enrolled', { credential: 'mine' }), AWAY, null)).toMatchObject({ enrolled: true });
    expect(identity(as('enrolled', { credential: 'other' }), AWAY, TOKEN)).toBe('token');
    expect(identity(as('another', { credential: 'mine', token: 'x' }), AWAY, TOKEN)).toBe('token');
  });

  it('refuses a new console without a token so that it may enrol, and nobody in another’s name', () => {
    expect(identity(as('ny'), AWAY, TOKEN)).toBe('enrol');
    // Of a hub that was restored from before it was enrolled.
    expect(identity(as('ny', { credential: 'of before' }), AWAY, TOKEN)).toBe('enrol');
    expect(identity(as('ny', { token: 'wrong' }), AWAY, TOKEN)).toBe('token');
    expect(identity(as('enrolled'), AWAY, TOKEN)).toBe('token');
    expect(identity(as('vegg'), AWAY, TOKEN)).toBe('token');
    expect(identity({ ...as('ny'), protocol: 2 }, AWAY, TOKEN)).toBe('protocol');
    expect(guestIdentity(as('ny', { machine: MACHINE }), AWAY)).toMatchObject({
      console: 'ny',
      enrolled: false,
      machine: false,
      loopback: false,
      address: AWAY,
    });
  });

  it('refuses a revoked console, whatever it shows; and tells only those who may come in', () => {
    expect(identity(as('sperret'), HERE)).toBe('revoked');
    expect(identity(as('sperret', { credential: 'mine' }), AWAY)).toBe('revoked');
    expect(identity(as('sperret', { machine: MACHINE }), HERE)).toBe('revoked');
    expect(identity(as('sperret', { token: TOKEN }), AWAY, TOKEN)).toBe('revoked');
    expect(identity(as('sperret'), AWAY, TOKEN)).toBe('token');
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
    { ...hello, protocol: '3' },
    { ...hello, position: { seq: -1 } },
    { ...hello, console: {} },
    { ...hello, console: { id: 'c', name: 'n', kind: 'administrator' } },
    { ...hello, machine: 5 },
  ])('refuses %j with a place', (auth) => {
    expect(admit(auth, HERE)).toMatchObject({ ok: false, error: { code: 'malformed' } });
  });

  it('says which versions it speaks', () => {
    expect(admit({ ...hello, protocol: 99 }, HERE)).toMatchObject({ ok: false, error: { code: 'protocol' } });
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

describe('who may act', () => {
  it('takes the machine’s secret on this machine only, and nothing else for it', () => {
    expect(identity(as('c', { machine: MACHINE }), HERE)).toMatchObject({ enrolled: true, machine: true });
    expect(identity(as('c', { machine: 'guess' }), HERE)).toMatchObject({ enrolled: false, machine: false });
    expect(identity(as('c', { machine: MACHINE, token: TOKEN }), AWAY, TOKEN)).toMatchObject({
      enrolled: false,
      machine: false,
      loopback: false,
    });
  });

  it('lets the token, or this machine’s address, only look', () => {
    expect(identity(as('c', { token: TOKEN }), AWAY, TOKEN)).toMatchObject({ enrolled: false });
    expect(identity(as('enrolled'), HERE)).toMatchObject({ enrolled: false, loopback: true });
  });

  it('keeps a wall a wall, whatever it calls itself, and lets a desk be one', () => {
    const wall = as('vegg', { credential: 'mine' });
    expect(identity(wall, AWAY)).toMatchObject({ kind: 'wall' });
    const asWall = { ...hello, console: { id: 'enrolled', name: 'n', kind: 'wall' }, credential: 'mine' };
    expect(identity(asWall, AWAY)).toMatchObject({ kind: 'wall' });
    expect(identity(as('enrolled', { credential: 'mine' }), AWAY)).toMatchObject({ kind: 'desk' });
  });
});
