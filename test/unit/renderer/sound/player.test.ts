import { describe, expect, it } from 'vitest';
import { startSound } from '../../../../renderer/sound/player';
import type { SoundState } from '../../../../shared/contract/ipc';
import { ManualClock } from '../../../../shared/time/clock';
import { fakeAudio } from './fake-audio';

const QUIET: SoundState = {
  tone: null,
  news: 0,
  silencedUntil: null,
  because: 'on-watch',
  here: true,
  device: 'unknown',
};
const alarm = (priority: 1 | 2 | 3 | 4, news = 1): SoundState => ({
  ...QUIET,
  tone: { kind: 'alarm', priority },
  news,
});

/** A player over a fake context, and what a test does to it. */
function playing(first: SoundState | null = QUIET) {
  const clock = new ManualClock();
  const fake = fakeAudio(clock);
  let state = first;
  let changed = (): void => {};
  let test = (): void => {};
  const reports: string[] = [];
  const end = startSound({
    source: {
      sound: () => state,
      subscribe: (listen) => {
        changed = listen;
        return () => {
          changed = () => {};
        };
      },
    },
    bridge: {
      onSoundTest: (listen) => {
        test = listen;
        return () => {
          test = () => {};
        };
      },
      soundReport: (device) => reports.push(device),
    },
    clock,
    audio: fake.audio,
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  return {
    ...fake,
    clock,
    reports,
    end,
    settle,
    /** Starts of pulses so far. */
    count: () => fake.context.struck.length,
    say: async (next: SoundState): Promise<void> => {
      state = next;
      changed();
      await settle();
    },
    test: async (): Promise<void> => {
      test();
      await settle();
    },
    pass: async (ms: number): Promise<void> => {
      clock.advance(ms);
      await settle();
    },
  };
}

describe('the player', () => {
  it('plays nothing while nothing is to be heard', async () => {
    const sound = playing();
    await sound.pass(120_000);
    expect(sound.count()).toBe(0);
  });

  it('plays a burst at once, and again by its priority until it is answered', async () => {
    const sound = playing();
    await sound.say(alarm(1));
    expect(sound.count()).toBe(10);
    await sound.pass(7_900);
    expect(sound.count()).toBe(10);
    await sound.pass(200);
    expect(sound.count()).toBe(20);
    await sound.say(QUIET);
    await sound.pass(60_000);
    expect(sound.count()).toBe(20);
  });

  it('becomes louder with each repetition, and starts over from calm with news', async () => {
    const sound = playing();
    await sound.say(alarm(2));
    await sound.pass(16_100);
    await sound.pass(17_100);
    const loudest = (from: number): number => Math.max(...sound.context.gains.slice(from));
    const [first = 0] = sound.context.gains;
    expect(loudest(6)).toBeGreaterThan(first);
    const at = sound.context.gains.length;
    await sound.say(alarm(2, 2));
    expect(loudest(at)).toBe(first);
  });

  it('plays out what sounds in a storm of news, and then what is new of it, once', async () => {
    const sound = playing();
    for (let news = 1; news <= 100; news += 1) {
      await sound.say(alarm(1, news));
      await sound.pass(20);
    }
    expect(sound.count()).toBe(10);
    for (const { start, stop } of sound.context.struck) expect(stop - start).toBeGreaterThan(0.1);
    await sound.pass(2_000);
    expect(sound.count()).toBe(20);
    await sound.pass(7_000);
    expect(sound.count()).toBe(20);
  });

  it('lets what is more urgent cut off what is less', async () => {
    const sound = playing();
    await sound.say(alarm(2, 1));
    await sound.pass(100);
    await sound.say(alarm(1, 2));
    expect(sound.count()).toBe(13);
  });

  it('does not start over when main repeats what it said', async () => {
    const sound = playing();
    await sound.say(alarm(2));
    await sound.say({ ...alarm(2), because: 'nobody-on-watch', device: 'ok' });
    expect(sound.count()).toBe(3);
  });

  it('sounds once for the lowest priority', async () => {
    const sound = playing();
    await sound.say(alarm(4));
    await sound.pass(300_000);
    expect(sound.count()).toBe(1);
  });

  it('cuts off what sounds when it is silenced', async () => {
    const sound = playing();
    await sound.say(alarm(1));
    await sound.pass(300);
    await sound.say({ ...QUIET, news: 1, silencedUntil: 120_000 });
    const now = sound.context.currentTime;
    for (const { stop } of sound.context.struck) expect(stop).toBeLessThan(now + 0.2);
  });

  it('plays nothing in a window that is not the one to play, and stops when another becomes it', async () => {
    const sound = playing({ ...alarm(1), here: false });
    await sound.pass(30_000);
    expect(sound.count()).toBe(0);
    expect(sound.reports).toEqual([]);
    await sound.say(alarm(1));
    expect(sound.count()).toBe(10);
    await sound.say({ ...alarm(1), here: false });
    await sound.pass(30_000);
    expect(sound.count()).toBe(10);
  });

  it('plays the test tone when asked, also while nothing else sounds', async () => {
    const sound = playing();
    await sound.test();
    expect(sound.count()).toBe(4);
  });

  it('reports that it can be heard when the context’s time moves', async () => {
    const sound = playing();
    await sound.settle();
    await sound.pass(700);
    expect(sound.reports).toEqual(['ok']);
  });

  it('reports that there is no audio device, and that there is one again', async () => {
    const sound = playing();
    sound.ports.outputs = 0;
    await sound.settle();
    sound.change();
    await sound.settle();
    expect(sound.reports.at(-1)).toBe('none');
    sound.ports.outputs = 1;
    sound.change();
    await sound.settle();
    await sound.pass(700);
    expect(sound.reports.at(-1)).toBe('ok');
  });

  it('reports a context whose time stands, whatever it says of itself', async () => {
    const sound = playing();
    sound.context.stands = true;
    await sound.settle();
    await sound.pass(700);
    expect(sound.reports).toEqual(['blocked']);
  });

  it('reports that it is blocked when there is no context to be had', async () => {
    const sound = playing();
    sound.ports.refuses = true;
    await sound.say(alarm(1));
    expect(sound.reports).toContain('blocked');
    expect(sound.count()).toBe(0);
  });

  it('looks after the loudspeaker once a minute', async () => {
    const sound = playing();
    await sound.settle();
    await sound.pass(700);
    sound.ports.outputs = 0;
    await sound.pass(60_000);
    expect(sound.reports.at(-1)).toBe('none');
  });

  it('puts an idle context to rest, and keeps only one', async () => {
    const sound = playing();
    await sound.say(alarm(4));
    await sound.pass(10_000);
    expect(sound.context.state).toBe('suspended');
    await sound.say(alarm(1, 2));
    expect(sound.context.state).toBe('running');
    expect(sound.ports.made).toBe(1);
  });

  it('is silent after its end', async () => {
    const sound = playing(alarm(1));
    await sound.settle();
    const before = sound.count();
    sound.end();
    await sound.pass(60_000);
    await sound.say(alarm(1, 2));
    expect(sound.count()).toBe(before);
    expect(before).toBe(10);
  });
});
