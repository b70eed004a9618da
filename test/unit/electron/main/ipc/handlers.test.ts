import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsolePort, ConsoleSound } from '../../../../../electron/main/ipc/console-port';
import { FanOut } from '../../../../../electron/main/ipc/fan-out';
import { createHandlers } from '../../../../../electron/main/ipc/handlers';
import type { IdentityState, LinkState, OutboxEntry, Settings } from '../../../../../shared/contract/ipc';
import { Projection } from '../../../../../shared/rules/projection';
import { failure, success } from '../../../../../shared/util/result';

const entry = { id: 'command-1' } as OutboxEntry;
const settings: Settings = { theme: 'night', lang: 'nb', viewingDistanceM: 7, pixelPitchMm: 0.6 };
const identityState: IdentityState = {
  console: { id: 'c', name: 'desk', kind: 'desk', enrolled: true },
  signedIn: null,
  locked: false,
  ready: [],
  offlineReady: [],
  invites: false,
  waitUntil: null,
  keyring: { safe: false, detail: 'none' },
};
const sound: ConsoleSound = {
  tone: { kind: 'alarm', priority: 1 },
  news: 4,
  silencedUntil: null,
  because: 'on-watch',
  device: 'unknown',
};
const noted = (what: string) => async (args?: unknown) => {
  did.push([what, args]);
  return success(null);
};
const port: ConsolePort = {
  snapshot: () => ({
    revision: 7,
    patch: {},
    link: { phase: 'live' } as LinkState,
    outbox: [entry],
    identity: identityState,
    sound,
  }),
  view: () => new Projection(),
  onPatch: () => () => undefined,
  onLink: () => () => undefined,
  onOutbox: () => () => undefined,
  onIdentity: () => () => undefined,
  onSound: () => () => undefined,
  history: async () => success({ events: [], complete: true, source: 'cache' }),
  samples: async () => success({ series: [], source: 'none' }),
  search: async () => success({ hits: [], complete: true, indexedFrom: null, source: 'cache' }),
  ask: async () => failure('offline', 'no contact with the hub'),
  give: async ({ subject }) => (subject === 'full' ? failure('outbox', 'the disk is full') : success(entry)),
  outboxSeen: (ids) => void did.push(['seen', ids]),
  identity: {
    state: identityState,
    signIn: noted('sign-in'),
    signInMachine: noted('machine'),
    signOut: noted('sign-out'),
    lock: () => failure('no-pin', 'no PIN'),
    unlock: noted('unlock'),
    setCredentials: noted('credentials'),
    enrolmentCode: async (kind) => success({ code: `${kind}-code`, expiresAt: 1 }),
    enrol: noted('enrol'),
  },
  documents: {
    open: (doc, window) => {
      did.push(['doc', doc, window]);
      return success({ update: Uint8Array.of(0, 0), present: [], live: true });
    },
    update: async ({ doc }, window) => (doc === 'mine' ? success(null) : failure('closed', `${window}`)),
    presence: () => success(null),
    close: (doc, window) => void did.push(['doc-closed', doc, window]),
    gone: () => undefined,
    onNews: () => () => undefined,
  },
  attachments: {
    add: async ({ name, bytes }) =>
      bytes.length > 3
        ? failure('large', 'too large')
        : success({ hash: 'ab', name, type: 'text/plain', bytes: bytes.length }),
    read: async (hash) => success({ bytes: hash === 'ab' ? Uint8Array.of(1) : null, erased: hash === 'cd' }),
  },
  searchShiftLog: ({ text }) => success({ entries: [], complete: text === 'alt', since: null }),
  handovers: async () => success({ handovers: [], complete: true, source: 'cache' }),
  handoverText: async () => success({ text: null, source: 'cache' }),
  silence: () => void did.push(['silence']),
  soundDevice: (device) => void did.push(['device', device]),
};
const wall = { name: 'wall-2', kind: 'wall', index: 1 } as const;
const desk = { name: 'desk-1', kind: 'desk', index: 0 } as const;
let did: unknown[];
let fanOut: FanOut;
const handlers = () => createHandlers(parts());
const parts = (): Parameters<typeof createHandlers>[0] => ({
  port,
  fanOut,
  settings: {
    current: () => settings,
    change: (change) => ({ ...settings, theme: change.theme ?? 'night' }),
  },
  windows: {
    openAnother: (kind, page) => {
      did.push(['open', kind, page]);
      return success(null);
    },
    seat: (_kind, index) => ({ index, count: 4 }),
    beat: (id, frames, longTasks) => void did.push(['beat', id, frames, longTasks]),
  },
  walls: {
    place: (window) => ({ display: window, displays: [] }),
    shows: (id, shows) => void did.push(['shows', id, shows]),
  },
  openLink: async () => success(null),
  papers: {
    print: async () => success({ file: 'pakke.pdf' }),
    list: async () => success([]),
    open: async () => success(null),
  },
  saveBlob: async ({ name }, contentsId) => success({ path: `/${name}-${contentsId}` }),
  scenes: {
    save: async ({ scene }, contentsId) => success({ path: `/${scene}-${contentsId}.yaml` }),
    open: async (contentsId) => success({ scene: null, issues: [], file: `${contentsId}.yaml` }),
  },
  exportCsv: async ({ name }, contentsId) => success({ path: `/${name}-${contentsId}` }),
  saveReport: async ({ name, format }, contentsId) => success({ path: `/${name}-${contentsId}.${format}` }),
});

beforeEach(() => {
  did = [];
  fanOut = new FanOut();
  fanOut.add(5, { kind: 'wall', index: 1, send: (channel) => void did.push(['sent', channel]) });
});

describe('the answers', () => {
  it('tell a wall nothing of who acts here', async () => {
    const here: IdentityState = {
      ...identityState,
      signedIn: { person: 'kari', since: 1, expiresAt: 2, offline: false, pin: true },
      locked: true,
      ready: ['kari'],
      offlineReady: ['ola'],
    };
    const all = createHandlers({
      ...parts(),
      port: { ...port, snapshot: () => ({ ...port.snapshot(), identity: here }) },
    });
    expect(await all['board:snapshot'](undefined, desk, 6)).toMatchObject({ value: { identity: here } });
    expect(await all['board:snapshot'](undefined, wall, 5)).toMatchObject({
      value: { identity: { ...identityState, locked: false } },
    });
  });

  it('gives a window its snapshot and lets patches follow from there', async () => {
    expect(fanOut.live).toBe(0);
    const answer = await handlers()['board:snapshot'](undefined, wall, 5);
    expect(answer).toEqual(
      success({
        revision: 7,
        patch: '{}',
        link: { phase: 'live' },
        outbox: [],
        settings,
        display: { index: 1, count: 4 },
        place: { display: 'wall-2', displays: [] },
        identity: identityState,
        sound: { ...sound, here: true },
      }),
    );
    expect(fanOut.live).toBe(1);
  });

  it('shows the outbox to desks', async () => {
    const answer = await handlers()['board:snapshot'](undefined, desk, 6);
    expect(answer.ok && answer.value.outbox).toEqual([entry]);
  });

  it('passes a refusal of the outbox on', async () => {
    expect(
      await handlers()['command:give']({ kind: 'check.recheck', subject: 'full', payload: null }, desk, 6),
    ).toEqual(failure('outbox', 'the disk is full'));
  });

  it('opens windows, changes settings and hears beats', async () => {
    const all = handlers();
    expect(await all['window:open']({ kind: 'wall' }, desk, 6)).toEqual(success(null));
    const page = '2026-11-16_natt';
    expect(await all['window:open']({ kind: 'handover', page }, desk, 6)).toEqual(success(null));
    expect(await all['settings:set']({ theme: 'day' }, desk, 6)).toEqual(
      success({ ...settings, theme: 'day' }),
    );
    expect(await all['frame:beat']({ frames: 60 }, wall, 5)).toEqual(success(null));
    expect(did).toEqual([
      ['open', 'wall', null],
      ['open', 'handover', '2026-11-16_natt'],
      ['beat', 5, 60, 0],
    ]);
  });

  it('hears what a wall shows, and of its long tasks', async () => {
    const all = handlers();
    const shows = { scene: 'normal', at: 7, legible: true, webs: [] };
    expect(await all['wall:shows'](shows, wall, 5)).toEqual(success(null));
    expect(await all['frame:beat']({ frames: 0, longTasks: 3 }, wall, 5)).toEqual(success(null));
    expect(did).toEqual([
      ['shows', 5, shows],
      ['beat', 5, 0, 3],
    ]);
  });

  it('passes on what people do about who they are, with its refusals', async () => {
    const all = handlers();
    const signIn = { person: 'kari', by: 'pin', secret: '1234' } as const;
    expect(await all['identity:sign-in'](signIn, desk, 6)).toEqual(success(null));
    expect(await all['identity:unlock']({ pin: '1234' }, desk, 6)).toEqual(success(null));
    expect(await all['identity:enrol']({ code: 'ABCD' }, desk, 6)).toEqual(success(null));
    expect(await all['identity:lock'](undefined, desk, 6)).toEqual(failure('no-pin', 'no PIN'));
    expect(await all['identity:enrolment-code']({ kind: 'wall' }, desk, 6)).toEqual(
      success({ code: 'wall-code', expiresAt: 1 }),
    );
    expect(await all['outbox:seen']({ ids: ['a'] }, desk, 6)).toEqual(success(null));
    expect(await all['csv:export']({ name: 'vakt', rows: [] }, desk, 6)).toEqual(
      success({ path: '/vakt-6' }),
    );
    expect(await all['report:save']({ name: 'I-12', format: 'pdf', text: '<p>' }, desk, 6)).toEqual(
      success({ path: '/I-12-6.pdf' }),
    );
    expect(did).toEqual([
      ['sign-in', signIn],
      ['unlock', '1234'],
      ['enrol', 'ABCD'],
      ['seen', ['a']],
    ]);
  });

  it('knows by the window that asks whose document it is, and passes a refusal on', async () => {
    const all = handlers();
    const handover = { name: 'handover-1', kind: 'handover', index: 0 } as const;
    expect(await all['doc:open']({ doc: 'mine' }, handover, 7)).toMatchObject({ value: { live: true } });
    const update = Uint8Array.of(0, 0);
    expect(await all['doc:update']({ doc: 'mine', update }, handover, 7)).toEqual(success(null));
    expect(await all['doc:update']({ doc: 'other', update }, handover, 7)).toEqual(failure('closed', '7'));
    expect(await all['doc:close']({ doc: 'mine' }, handover, 7)).toEqual(success(null));
    expect(did).toEqual([
      ['doc', 'mine', 7],
      ['doc-closed', 'mine', 7],
    ]);
  });

  it('shows a handover window who acts and what they did, as it does a desk', async () => {
    const handover = { name: 'handover-1', kind: 'handover', index: 0 } as const;
    const answer = await handlers()['board:snapshot'](undefined, handover, 7);
    expect(answer.ok && answer.value.outbox).toEqual([entry]);
    expect(answer.ok && answer.value.identity).toEqual(identityState);
  });

  it('passes a question about the figures on as it was asked, with the refusal of a hub that is away', async () => {
    const asked: unknown[] = [];
    const all = createHandlers({
      ...parts(),
      port: {
        ...port,
        ask: async (question) => {
          asked.push(question);
          return port.ask(question);
        },
      },
    });
    const args = { from: 1, to: 2, position: 'console-1' };
    expect(await all['figures:read'](args, desk, 6)).toMatchObject({ error: { code: 'offline' } });
    expect(asked).toEqual([{ ask: 'alarm-figures', ...args }]);
  });

  it('believes of the loudspeaker only the window that plays, and tests the sound there', async () => {
    const all = handlers();
    expect(await all['sound:test'](undefined, desk, 6)).toMatchObject({ error: { code: 'no-window' } });
    await all['board:snapshot'](undefined, wall, 5);
    expect(await all['sound:test'](undefined, desk, 6)).toEqual(success(null));
    expect(await all['sound:report']({ device: 'none' }, desk, 6)).toEqual(success(null));
    expect(await all['sound:report']({ device: 'ok' }, wall, 5)).toEqual(success(null));
    expect(await all['sound:silence'](undefined, desk, 6)).toEqual(success(null));
    expect(did).toEqual([['sent', 'sound:tested'], ['device', 'ok'], ['silence']]);
  });

  it('does not take a page that paints nothing for one that keeps up', async () => {
    const all = handlers();
    await all['board:snapshot'](undefined, wall, 5);
    for (let second = 0; second < 4; second++) {
      await all['frame:beat']({ frames: 0 }, wall, 5);
      fanOut.tick();
    }
    expect(fanOut.live).toBe(0);
    await all['frame:beat']({ frames: 1 }, wall, 5);
    expect(fanOut.live).toBe(1);
  });
});
