import { pino } from 'pino';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Handlers } from '../../../../../electron/main/ipc/router';
import { Router } from '../../../../../electron/main/ipc/router';
import { Senders } from '../../../../../electron/main/ipc/senders';
import { REQUESTS } from '../../../../../shared/contract/ipc';
import { failure, success } from '../../../../../shared/util/result';

type Call = (event: unknown, argument: unknown) => Promise<unknown>;
const door = vi.hoisted(() => ({ handlers: new Map<string, Call>() }));
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, call: Call) => door.handlers.set(channel, call),
    removeHandler: (channel: string) => door.handlers.delete(channel),
  },
}));

const mainFrame = { origin: 'vaktrom://app' };
const event = (id: number, frame: object | null = mainFrame) => ({
  sender: { id, mainFrame },
  senderFrame: frame,
});
const handled: [string, unknown, string][] = [];
const handle =
  (channel: string) =>
  (args: unknown, sender: { readonly name: string }): never => {
    handled.push([channel, args, sender.name]);
    return success(null) as never;
  };
const handlers = Object.fromEntries(
  Object.keys(REQUESTS).map((channel) => [channel, handle(channel)]),
) as unknown as Handlers;
const senders = new Senders();
senders.add(1, { name: 'wall-1', kind: 'wall', index: 0 });
senders.add(2, { name: 'desk-1', kind: 'desk', index: 0 });
let said: string[] = [];
const log = pino({}, { write: (line: string) => void said.push(line) });
const start = (own: Partial<Handlers> = {}): Router => {
  const router = new Router(senders, { ...handlers, ...own }, log);
  router.start();
  return router;
};
const call = (channel: string, from: unknown, argument?: unknown) =>
  (door.handlers.get(channel) as Call)(from, argument);

beforeEach(() => {
  handled.length = 0;
  said = [];
});

describe('the one door', () => {
  it('opens exactly the contract’s channels, and closes them', () => {
    const router = start();
    expect([...door.handlers.keys()].sort()).toEqual(Object.keys(REQUESTS).sort());
    router.stop();
    expect(door.handlers.size).toBe(0);
  });

  it('hands parsed arguments and the sender to the handler', async () => {
    start();
    const gift = { kind: 'check.recheck', subject: 'dips@mo', payload: null };
    await expect(call('command:give', event(2), { ...gift, more: 1 })).resolves.toEqual(success(null));
    expect(handled).toEqual([['command:give', gift, 'desk-1']]);
  });

  it.each(Object.entries(REQUESTS).filter(([, { from }]) => !(from as readonly string[]).includes('wall')))(
    'rejects %s from a wall before anything looks at it',
    async (channel) => {
      start();
      await expect(call(channel, event(1), {})).rejects.toThrow('refused: not-allowed');
      expect(handled).toEqual([]);
    },
  );

  it('rejects strangers, other frames, foreign origins and frames that are gone', async () => {
    const router = start();
    await expect(call('board:snapshot', event(9))).rejects.toThrow('unknown-sender');
    await expect(call('board:snapshot', event(2, { origin: 'vaktrom://app' }))).rejects.toThrow(
      'not-main-frame',
    );
    await expect(call('board:snapshot', event(2, null))).rejects.toThrow('no-frame');
    mainFrame.origin = 'https://evil.example';
    await expect(call('board:snapshot', event(2))).rejects.toThrow('foreign-origin');
    mainFrame.origin = 'vaktrom://app';
    expect(handled).toEqual([]);
    expect(router.refusals()).toEqual({
      'board:snapshot unknown-sender': 1,
      'board:snapshot not-main-frame': 1,
      'board:snapshot no-frame': 1,
      'board:snapshot foreign-origin': 1,
    });
  });

  it.each([
    ['command:give', { kind: 'check.recheck', subject: '', payload: null }],
    ['command:give', { kind: 'hub.stop', subject: 'dips@mo', payload: null }],
    ['command:give', undefined],
    ['identity:sign-in', { person: 'kari', by: 'trust', secret: 'x' }],
    ['csv:export', { name: '', rows: [] }],
    ['report:save', { name: 'I-12', format: 'docx', text: '<p>' }],
    ['report:save', { name: 'I-12', format: 'pdf', text: '' }],
    ['figures:read', { from: 1, to: 2 }],
    ['outbox:seen', { ids: Array.from({ length: 5_001 }, () => 'x') }],
    ['history:read', { node: null, before: null, limit: 501 }],
    ['window:open', { kind: 'popup' }],
    ['settings:set', { theme: 'pink' }],
    ['frame:beat', { frames: -1 }],
    ['board:snapshot', { x: 1 }],
  ])('answers malformed %s with a Result that says so', async (channel, argument) => {
    const router = start();
    await expect(call(channel, event(2), argument)).resolves.toMatchObject({
      ok: false,
      error: { code: 'malformed' },
    });
    expect(handled).toEqual([]);
    expect(router.refusals()).toEqual({ [`${channel} malformed`]: 1 });
  });

  it('passes on a handler’s own refusal, and hides the inside of one that throws', async () => {
    const broken: Handlers['command:give'] = () => {
      throw new Error('secret path');
    };
    start({ 'link:open': async () => failure('link', 'no'), 'command:give': broken });
    await expect(call('link:open', event(2), { url: 'x' })).resolves.toEqual(failure('link', 'no'));
    const answer = await call('command:give', event(2), {
      kind: 'check.recheck',
      subject: 'a',
      payload: null,
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(said.join()).toContain('secret path');
  });

  it('counts every refusal and logs a storm of them sparingly', async () => {
    const router = start();
    for (let index = 0; index < 250; index++) await call('board:snapshot', event(9)).catch(() => undefined);
    expect(router.refusals()).toEqual({ 'board:snapshot unknown-sender': 250 });
    expect(said).toHaveLength(12);
  });
});
