import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsolePort } from '../../../../../electron/main/ipc/console-port';
import { FanOut } from '../../../../../electron/main/ipc/fan-out';
import { createHandlers } from '../../../../../electron/main/ipc/handlers';
import type { LinkState, OutboxEntry, Settings } from '../../../../../shared/contract/ipc';
import { failure, success } from '../../../../../shared/util/result';

const entry = { id: 'command-1' } as OutboxEntry;
const settings: Settings = { theme: 'night', lang: 'nb', viewingDistanceM: 7, pixelPitchMm: 0.6 };
const port: ConsolePort = {
  snapshot: () => ({ revision: 7, patch: {}, link: { phase: 'live' } as LinkState, outbox: [entry] }),
  onPatch: () => () => undefined,
  onLink: () => () => undefined,
  onOutbox: () => () => undefined,
  history: async () => success({ events: [], complete: true, source: 'cache' }),
  samples: async () => success({ series: [], source: 'none' }),
  ask: async () => failure('offline', 'no contact with the hub'),
  give: (_kind, subject) => (subject === 'full' ? failure('outbox', 'the disk is full') : success(entry)),
};
const wall = { name: 'wall-2', kind: 'wall', index: 1 } as const;
const desk = { name: 'desk-1', kind: 'desk', index: 0 } as const;
let did: unknown[];
let fanOut: FanOut;
const handlers = () =>
  createHandlers({
    port,
    fanOut,
    settings: {
      current: () => settings,
      change: (change) => ({ ...settings, theme: change.theme ?? 'night' }),
    },
    windows: {
      open: (kind) => void did.push(['open', kind]),
      seat: (_kind, index) => ({ index, count: 4 }),
      beat: (id, frames) => void did.push(['beat', id, frames]),
    },
    openLink: async () => success(null),
  });

beforeEach(() => {
  did = [];
  fanOut = new FanOut();
  fanOut.add(5, { kind: 'wall', send: () => undefined });
});

describe('the answers', () => {
  it('gives a window its snapshot and lets patches follow from there', async () => {
    expect(fanOut.live).toBe(0);
    const answer = await handlers()['board:snapshot'](undefined, wall, 5);
    expect(answer).toEqual(
      success({
        revision: 7,
        patch: {},
        link: { phase: 'live' },
        outbox: [],
        settings,
        display: { index: 1, count: 4 },
      }),
    );
    expect(fanOut.live).toBe(1);
  });

  it('shows the outbox to desks', async () => {
    const answer = await handlers()['board:snapshot'](undefined, desk, 6);
    expect(answer.ok && answer.value.outbox).toEqual([entry]);
  });

  it('passes a refusal of the outbox on', async () => {
    expect(await handlers()['check:recheck']({ node: 'full' }, desk, 6)).toEqual(
      failure('outbox', 'the disk is full'),
    );
  });

  it('opens windows, changes settings and hears beats', async () => {
    const all = handlers();
    expect(await all['window:open']({ kind: 'wall' }, desk, 6)).toEqual(success(null));
    expect(await all['settings:set']({ theme: 'day' }, desk, 6)).toEqual(
      success({ ...settings, theme: 'day' }),
    );
    expect(await all['frame:beat']({ frames: 60 }, wall, 5)).toEqual(success(null));
    expect(did).toEqual([
      ['open', 'wall'],
      ['beat', 5, 60],
    ]);
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
