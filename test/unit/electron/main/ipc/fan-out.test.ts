import { beforeEach, describe, expect, it } from 'vitest';
import { FanOut } from '../../../../../electron/main/ipc/fan-out';
import type { BoardPatch, LinkState, News, WindowKind } from '../../../../../shared/contract/ipc';

const link = { phase: 'live' } as LinkState;
const lost = { phase: 'lost' } as LinkState;
const patch = (revision: number): BoardPatch => ({ base: revision - 1, revision, patch: {} });
let fanOut: FanOut;
let got: Record<string, [string, unknown][]>;
const add = (id: number, kind: WindowKind): void => {
  const mail: [string, unknown][] = [];
  got[`${kind}${id}`] = mail;
  fanOut.add(id, { kind, send: (channel: keyof News, news: unknown) => void mail.push([channel, news]) });
};
const patches = (name: string) =>
  (got[name] ?? []).filter(([channel]) => channel === 'board:patch').map(([, news]) => news);

beforeEach(() => {
  fanOut = new FanOut();
  got = {};
  add(1, 'wall');
  add(2, 'desk');
});
const begin = (): void => {
  fanOut.snapshotTaken(1, 10);
  fanOut.snapshotTaken(2, 10);
};

describe('news to windows', () => {
  it('sends nothing to a window that has not asked for its snapshot', () => {
    fanOut.patch(patch(10));
    fanOut.link(link);
    expect(got.wall1).toEqual([]);
    begin();
    fanOut.patch(patch(11));
    expect(patches('wall1')).toEqual([patch(11)]);
  });

  it('sends what people are about to do to desks only', () => {
    begin();
    fanOut.outbox([]);
    expect(got.wall1).toEqual([]);
    expect(got.desk2).toEqual([['outbox:changed', []]]);
  });

  it('leaves a hidden window out and makes it resync when it is shown', () => {
    begin();
    fanOut.setHidden(2, true);
    for (let revision = 11; revision <= 500; revision++) fanOut.patch(patch(revision));
    fanOut.link(lost);
    expect(got.desk2).toEqual([]);
    expect(patches('wall1')).toHaveLength(490);
    fanOut.setHidden(2, false);
    // Its own revision is 10: a base of 500 is not, so it takes a snapshot. And it knows the link at once.
    expect(got.desk2).toEqual([
      ['link:changed', lost],
      ['board:patch', { base: 500, revision: 500, patch: {} }],
    ]);
    fanOut.patch(patch(501));
    expect(patches('desk2').at(-1)).toEqual(patch(501));
  });

  it('sends nothing more to a window that gives no sign of life, until it does', () => {
    begin();
    for (let second = 0; second < 4; second++) {
      fanOut.beat(1);
      fanOut.tick();
    }
    fanOut.patch(patch(11));
    expect(patches('wall1')).toHaveLength(1);
    expect(patches('desk2')).toHaveLength(0);
    expect(fanOut.live).toBe(1);
    fanOut.beat(2);
    expect(patches('desk2')).toEqual([{ base: 11, revision: 11, patch: {} }]);
    expect(fanOut.live).toBe(2);
  });

  it('does not wake a hidden window by its beats', () => {
    begin();
    fanOut.setHidden(2, true);
    fanOut.beat(2);
    fanOut.patch(patch(11));
    expect(got.desk2).toEqual([]);
  });

  it('keeps a window that takes its snapshot while hidden out until it is shown', () => {
    fanOut.setHidden(2, true);
    fanOut.snapshotTaken(2, 10);
    fanOut.patch(patch(11));
    expect(got.desk2).toEqual([]);
    fanOut.setHidden(2, false);
    expect(patches('desk2')).toEqual([{ base: 11, revision: 11, patch: {} }]);
  });

  it('waits for a new snapshot when the page begins anew, and forgets a window that is gone', () => {
    begin();
    fanOut.restarted(1);
    fanOut.remove(2);
    fanOut.patch(patch(11));
    expect(got.wall1).toEqual([]);
    expect(got.desk2).toEqual([]);
    fanOut.snapshotTaken(1, 11);
    fanOut.patch(patch(12));
    expect(patches('wall1')).toEqual([patch(12)]);
  });
});
