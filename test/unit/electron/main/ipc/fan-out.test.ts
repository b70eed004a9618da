import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleSound } from '../../../../../electron/main/ipc/console-port';
import { FanOut } from '../../../../../electron/main/ipc/fan-out';
import type {
  BoardPatch,
  IdentityState,
  LinkState,
  News,
  WindowKind,
} from '../../../../../shared/contract/ipc';

const link = { phase: 'live' } as LinkState;
const lost = { phase: 'lost' } as LinkState;
const patch = (revision: number): BoardPatch => ({ base: revision - 1, revision, patch: {} });
let fanOut: FanOut;
let got: Record<string, [string, unknown][]>;
const add = (id: number, kind: WindowKind): void => {
  const mail: [string, unknown][] = [];
  got[`${kind}${id}`] = mail;
  const send = (channel: keyof News, news: unknown): void => void mail.push([channel, news]);
  fanOut.add(id, { kind, index: id, send });
};
/** As it is sent: in text. */
const sent = (revision: number, base = revision - 1) => ({ base, revision, patch: '{}' });
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
    expect(patches('wall1')).toEqual([sent(11)]);
  });

  it('sends what people are about to do, and who they are, to a handover too', () => {
    add(3, 'handover');
    begin();
    fanOut.snapshotTaken(3, 10);
    fanOut.outbox([]);
    fanOut.identity({} as IdentityState);
    expect(got.handover3).toEqual([
      ['outbox:changed', []],
      ['identity:changed', {}],
    ]);
  });

  it('tells each window which display of the wall is its own, and one that was away when it is back', () => {
    fanOut.snapshotTaken(1, 10);
    fanOut.places(({ kind, index }) => ({ display: `${kind}-${index}`, displays: [] }));
    expect(got.wall1).toEqual([['place:changed', { display: 'wall-1', displays: [] }]]);
    expect(got.desk2).toEqual([]);
    fanOut.setHidden(1, true);
    fanOut.places(() => ({ display: 'annen', displays: [] }));
    expect(got.wall1).toHaveLength(1);
    fanOut.setHidden(1, false);
    expect(got.wall1).toContainEqual(['place:changed', { display: 'annen', displays: [] }]);
  });

  it('lets a handover play the sound only where there is neither a desk nor a wall', () => {
    add(0, 'handover');
    fanOut.snapshotTaken(0, 10);
    expect(fanOut.speaker).toBe(0);
    fanOut.snapshotTaken(1, 10);
    expect(fanOut.speaker).toBe(1);
    fanOut.snapshotTaken(2, 10);
    expect(fanOut.speaker).toBe(2);
    fanOut.remove(2);
    fanOut.remove(1);
    expect(fanOut.speaker).toBe(0);
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
      ['board:patch', sent(500, 500)],
    ]);
    fanOut.patch(patch(501));
    expect(patches('desk2').at(-1)).toEqual(sent(501));
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
    expect(patches('desk2')).toEqual([sent(11, 11)]);
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
    expect(patches('desk2')).toEqual([sent(11, 11)]);
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
    expect(patches('wall1')).toEqual([sent(12)]);
  });
});

describe('who plays the sound', () => {
  const sound: ConsoleSound = {
    tone: { kind: 'hub-lost' },
    news: 1,
    silencedUntil: null,
    because: 'hub-lost',
    device: 'unknown',
  };
  const here = (name: string): boolean | undefined => {
    const last = (got[name] ?? []).filter(([channel]) => channel === 'sound:changed').at(-1);
    return last && (last[1] as { readonly here: boolean }).here;
  };

  it('is the first desk, and the others hear it without playing', () => {
    add(3, 'desk');
    begin();
    fanOut.snapshotTaken(3, 10);
    fanOut.sound(sound);
    expect([here('wall1'), here('desk2'), here('desk3')]).toEqual([false, true, false]);
    expect(fanOut.speaker).toBe(2);
  });

  it('is told of every news, and so are desks; a wall that does not play is told that once', () => {
    begin();
    for (let news = 1; news <= 50; news++) fanOut.sound({ ...sound, news });
    const told = (name: string): number =>
      (got[name] ?? []).filter(([channel]) => channel === 'sound:changed').length;
    expect([told('wall1'), told('desk2')]).toEqual([1, 50]);
    // It plays from now on, and knows the newest.
    fanOut.remove(2);
    const [, last] = (got.wall1 ?? []).filter(([channel]) => channel === 'sound:changed').at(-1) ?? [];
    expect(last).toMatchObject({ news: 50, here: true });
    fanOut.sound({ ...sound, news: 51 });
    expect(told('wall1')).toBe(3);
  });

  it('is another when the first closes, hangs or begins anew; the one that played is told', () => {
    const changes: (number | null)[] = [];
    fanOut = new FanOut(() => changes.push(fanOut.speaker));
    add(1, 'wall');
    add(2, 'desk');
    add(3, 'desk');
    begin();
    fanOut.snapshotTaken(3, 10);
    fanOut.sound(sound);
    fanOut.remove(2);
    expect([here('wall1'), here('desk3')]).toEqual([false, true]);
    for (let second = 0; second < 4; second++) {
      fanOut.beat(1);
      fanOut.tick();
    }
    expect([here('wall1'), here('desk3')]).toEqual([true, false]);
    fanOut.beat(3);
    expect([here('wall1'), here('desk3')]).toEqual([false, true]);
    fanOut.restarted(3);
    expect(fanOut.speaker).toBe(1);
    expect(changes).toEqual([1, 2, 3, 1, 3, 1]);
  });

  it('is a hidden window where none is shown: what nobody looks at is still heard', () => {
    begin();
    fanOut.setHidden(1, true);
    fanOut.setHidden(2, true);
    fanOut.sound(sound);
    expect([here('wall1'), here('desk2')]).toEqual([false, true]);
    fanOut.setHidden(1, false);
    expect([here('wall1'), here('desk2')]).toEqual([true, false]);
  });

  it('is nobody while no window is there; the test tone goes to the one that plays', () => {
    expect(fanOut.speaker).toBeNull();
    expect(fanOut.testSound()).toBe(false);
    begin();
    expect(fanOut.testSound()).toBe(true);
    expect(got.desk2?.map(([channel]) => channel)).toEqual(['sound:tested']);
    expect(got.wall1).toEqual([]);
  });

  it('passes on what has sounded since the start, though it never changed', () => {
    fanOut.snapshotTaken(1, 10, sound);
    expect(got.wall1).toEqual([]);
    fanOut.snapshotTaken(2, 10, sound);
    expect(here('wall1')).toBe(false);
    fanOut.remove(2);
    expect(here('wall1')).toBe(true);
  });

  it('asks for a window where somebody is on watch and none is left, once for each thing that is new', () => {
    let asked = 0;
    fanOut = new FanOut(undefined, () => {
      asked += 1;
    });
    const onWatch: ConsoleSound = { ...sound, because: 'on-watch', tone: { kind: 'alarm', priority: 1 } };
    add(1, 'wall');
    fanOut.sound(onWatch);
    fanOut.remove(1);
    fanOut.sound({ ...onWatch, device: 'none' });
    expect(asked).toBe(0);
    fanOut.sound({ ...onWatch, news: 2, tone: null });
    fanOut.sound({ ...onWatch, news: 3, because: 'nobody-on-watch' });
    expect(asked).toBe(0);
    fanOut.sound({ ...onWatch, news: 4 });
    fanOut.sound({ ...onWatch, news: 4, device: 'none' });
    expect(asked).toBe(1);
  });

  it('tells desks, and no wall, who acts; also a desk that comes back', () => {
    begin();
    fanOut.setHidden(2, true);
    fanOut.identity({ locked: true } as IdentityState);
    expect(got.desk2).toEqual([]);
    fanOut.setHidden(2, false);
    expect(got.desk2?.[0]).toEqual(['identity:changed', { locked: true }]);
    expect(got.wall1).toEqual([]);
  });
});
