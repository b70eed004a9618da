import { beforeEach, describe, expect, it } from 'vitest';
import type { ConsoleSound } from '../../../../../electron/main/ipc/console-port';
import { SoundKeeper } from '../../../../../electron/main/sound/sound-keeper';
import type { LinkState } from '../../../../../shared/contract/ipc';
import { type Alarm, type AlarmEntity, alarmKey } from '../../../../../shared/model/alarms';
import type { IncidentEntity } from '../../../../../shared/model/incidents';
import type { PeopleEntity } from '../../../../../shared/model/people';
import type { RoomStatus } from '../../../../../shared/model/room';
import { ManualClock } from '../../../../../shared/time/clock';

let clock: ManualClock;
let alarms: Map<string, AlarmEntity>;
let people: Map<string, PeopleEntity>;
let incidents: Map<string, IncidentEntity>;
let room: RoomStatus | undefined;
let phase: LinkState['phase'];
let heard: ConsoleSound[];
let keeper: SoundKeeper;

const put = (node: string, change: Partial<Alarm> = {}): void => {
  const value = {
    node,
    id: `A-${alarms.size + 1}`,
    state: 'unacknowledged',
    priority: 2,
    annunciatedAt: clock.now(),
    timer: null,
    ...change,
  } as Alarm;
  alarms.set(alarmKey(node), { kind: 'alarm', value });
};
const watch = (id: string): void => {
  people.set(`watch:${id}`, { kind: 'watch', value: { id, person: 'kari', since: 0 } });
};

beforeEach(() => {
  clock = new ManualClock();
  alarms = new Map();
  people = new Map();
  incidents = new Map();
  room = undefined;
  phase = 'live';
  heard = [];
  keeper = new SoundKeeper({
    clock,
    consoleId: 'here',
    state: {
      alarms,
      people,
      incidents,
      get room() {
        return room;
      },
    },
    phase: () => phase,
    hubNow: () => clock.now(),
    onChange: (sound) => heard.push(sound),
  });
});

describe('what is to be heard at a console', () => {
  it('is nothing where nothing is wrong, and the highest priority that nobody has taken', () => {
    expect(keeper.state).toMatchObject({ tone: null, because: 'nobody-on-watch', device: 'unknown' });
    put('lab');
    keeper.refresh();
    put('dips', { priority: 1 });
    clock.advance(200);
    keeper.refresh();
    expect(heard.map(({ tone }) => tone)).toEqual([
      { kind: 'alarm', priority: 2 },
      { kind: 'alarm', priority: 1 },
    ]);
    expect(keeper.state.news).toBeGreaterThan(heard[0]?.news ?? 0);
  });

  it('follows a storm no more than ten times a second, and ends where it ended', () => {
    for (let n = 0; n < 1_000; n++) {
      put(`node-${n}`, { priority: 4 });
      keeper.refresh();
      clock.advance(1);
    }
    put('last', { priority: 1 });
    keeper.refresh();
    clock.advance(100);
    expect(heard.length).toBeLessThanOrEqual(12);
    expect(keeper.state.tone).toEqual({ kind: 'alarm', priority: 1 });
  });

  it('is silent for two minutes when it is silenced, whatever the wall clock does', () => {
    put('lab');
    keeper.refresh();
    keeper.silence();
    expect(keeper.state).toMatchObject({ tone: null });
    expect(keeper.state.silencedUntil).toBe(clock.now() + 120_000);
    clock.jump(-3_600_000);
    clock.advance(119_999);
    expect(keeper.state.tone).toBeNull();
    clock.advance(1);
    expect(keeper.state).toMatchObject({ tone: { kind: 'alarm', priority: 2 }, silencedUntil: null });
  });

  it('sounds again with anything new, silenced or not', () => {
    put('lab');
    keeper.refresh();
    keeper.silence();
    clock.advance(1_000);
    put('pacs', { priority: 3 });
    keeper.refresh();
    expect(keeper.state.tone).toEqual({ kind: 'alarm', priority: 2 });
  });

  it('sounds here or not by who is on watch where', () => {
    put('lab');
    watch('there');
    keeper.refresh();
    expect(keeper.state).toMatchObject({ tone: null, because: 'not-on-watch' });
    watch('here');
    clock.advance(200);
    keeper.refresh();
    expect(keeper.state).toMatchObject({ tone: { kind: 'alarm' }, because: 'on-watch' });
  });

  it.each(['lost', 'refused', 'diverged'] as const)(
    'sounds where somebody was on watch when the link is %s',
    (how) => {
      watch('here');
      watch('there');
      phase = how;
      keeper.refresh();
      expect(keeper.state).toMatchObject({ tone: { kind: 'hub-lost' }, because: 'hub-lost' });
      keeper.silence();
      expect(keeper.state.tone).toBeNull();
    },
  );

  it('leaves the loss of the hub to the consoles that were on watch, and takes it where none was', () => {
    watch('there');
    phase = 'lost';
    keeper.refresh();
    expect(keeper.state).toMatchObject({ tone: null, because: 'not-on-watch' });
    people.clear();
    clock.advance(200);
    keeper.refresh();
    expect(keeper.state).toMatchObject({ tone: { kind: 'hub-lost' }, because: 'hub-lost' });
  });

  it('takes the loss of the hub after a minute also where others were on watch: they may have died with it', () => {
    watch('there');
    phase = 'lost';
    keeper.refresh();
    clock.advance(59_000);
    expect(keeper.state.tone).toBeNull();
    clock.advance(2_000);
    expect(keeper.state).toMatchObject({ tone: { kind: 'hub-lost' }, because: 'hub-lost' });
    phase = 'live';
    keeper.refresh();
    clock.advance(200);
    expect(keeper.state.tone).toBeNull();
  });

  it('is not lost while it is still being dialled', () => {
    phase = 'connecting';
    clock.advance(200);
    keeper.refresh();
    expect(keeper.state.tone).toBeNull();
  });

  it('says how the loudspeaker is, and nothing more when it was stopped', () => {
    keeper.device('none');
    expect(heard.at(-1)?.device).toBe('none');
    keeper.stop();
    put('lab');
    keeper.refresh();
    keeper.device('ok');
    expect(heard).toHaveLength(1);
  });
});

describe('in a flood', () => {
  const inFlood = { flood: { since: 0, annunciated: 12 } } as RoomStatus;
  const minutes = (sounds: readonly ConsoleSound[]): number =>
    sounds.filter(({ tone }, index) => tone !== null && sounds[index - 1]?.tone == null).length;

  it('what is below priority 1 comes to the ear once a minute, however much of it there is', () => {
    room = inFlood;
    put('first');
    keeper.refresh();
    for (let second = 0; second < 175; second++) {
      put(`node-${second}`, { priority: 3 });
      keeper.refresh();
      clock.advance(1_000);
    }
    expect(minutes(heard)).toBe(3);
  });

  it('what is new with priority 1 comes at once, and stays', () => {
    room = inFlood;
    put('first');
    keeper.refresh();
    clock.advance(10_000);
    expect(keeper.state.tone).toBeNull();
    put('dips', { priority: 1 });
    keeper.refresh();
    expect(keeper.state.tone).toEqual({ kind: 'alarm', priority: 1 });
    const { news } = keeper.state;
    clock.advance(20_000);
    put('lab');
    keeper.refresh();
    expect(keeper.state).toMatchObject({ tone: { kind: 'alarm', priority: 1 }, news });
  });

  it('is over at once when the flood is', () => {
    room = inFlood;
    put('first');
    keeper.refresh();
    clock.advance(10_000);
    expect(keeper.state.tone).toBeNull();
    room = { ...inFlood, flood: null };
    keeper.refresh();
    expect(keeper.state.tone).toEqual({ kind: 'alarm', priority: 2 });
  });
});
