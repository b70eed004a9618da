import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../../shared/time/clock';
import { playScript, type RecordLine, type Stage, standingAt } from '../../../estate/play/player';
import { parseScript, type Script } from '../../../estate/play/script';

const TEXT = `
version: 1
name: Prøve
start: "22:00"
length: 1h
acts:
  - { at: "22:10", break: wan@mo, fault: loss, level: 3, for: 30m, cause: tap, expect: { degraded: [wan@mo] } }
  - { at: "22:20", break: nhn, fault: down, for: 10m, cause: feil }
  - { at: "22:25", break: san1, fault: full, level: 82, cause: disk }
`;

function script(): Script {
  const parsed = parseScript(TEXT);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.script;
}

/** An estate that only notes what it was told. */
class NotedStage implements Stage {
  readonly acts: string[] = [];
  readonly clock = new ManualClock();
  failOn: string | null = null;

  async check({ id }: { readonly id: string }): Promise<readonly string[]> {
    return [id];
  }

  async break({ id, fault, level }: Parameters<Stage['break']>[0]): Promise<readonly string[]> {
    if (id === this.failOn) throw new Error('the estate is gone');
    this.acts.push(`${this.clock.mono() / 1_000} break ${id} ${fault} ${level}`);
    return [id];
  }

  async heal(id: string): Promise<void> {
    this.acts.push(`${this.clock.mono() / 1_000} heal ${id}`);
  }
}

function play(from: number, speed: number, stage = new NotedStage()) {
  const end = new AbortController();
  const lines: RecordLine[] = [];
  const out: string[] = [];
  const { clock } = stage;
  const record = (line: RecordLine): void => void lines.push(line);
  const done = playScript(script(), stage, {
    clock,
    speed,
    from,
    end: end.signal,
    out: (line) => out.push(line),
    record,
  });
  let over = false;
  const settled = done.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds && !over; second++) {
      // Lets what was waiting go on before the next second.
      await new Promise((next) => setImmediate(next));
      clock.advance(1_000);
    }
  };
  return { stage, end, lines, out, done, settled, pass };
}

const MINUTE = 60_000;

describe('playing a script', () => {
  test('does each act in its time, compressed, and heals at its end what is left', async () => {
    const played = play(0, 60);
    await played.pass(90);
    await played.done;
    expect(played.stage.acts).toEqual([
      '10 break wan@mo loss 3',
      '20 break nhn down null',
      '25 break san1 full 82',
      '30 heal nhn',
      '40 heal wan@mo',
      '60 heal san1',
    ]);
    expect(played.out[0]).toBe('22:10:00 break wan@mo loss 3: tap');
    expect(played.lines.map(({ act, clock }) => `${clock} ${act}`)).toEqual([
      '22:00:00 start',
      '22:10:00 break',
      '22:20:00 break',
      '22:25:00 break',
      '22:30:00 heal',
      '22:40:00 heal',
      '23:00:00 heal',
      '23:00:00 end',
    ]);
    expect(played.lines[1]).toMatchObject({
      id: 'wan@mo',
      fault: 'loss',
      level: 3,
      cause: 'tap',
      targets: ['wan@mo'],
      expect: { degraded: ['wan@mo'] },
    });
    expect(played.lines.at(-1)).toMatchObject({ act: 'end', reason: 'played' });
  });

  test('that begins in the middle breaks at once what is broken then', async () => {
    expect(standingAt(script(), 24 * MINUTE).map(({ id }) => id)).toEqual(['wan@mo', 'nhn']);
    const played = play(24 * MINUTE, 60);
    await played.pass(60);
    await played.done;
    expect(played.stage.acts).toEqual([
      '0 break wan@mo loss 3',
      '0 break nhn down null',
      '1 break san1 full 82',
      '6 heal nhn',
      '16 heal wan@mo',
      '36 heal san1',
    ]);
  });

  test('that is stopped heals what it broke, and says that it was stopped', async () => {
    const played = play(0, 60);
    await played.pass(22);
    played.end.abort();
    await played.done;
    expect(played.stage.acts.slice(2)).toEqual(['22 heal wan@mo', '22 heal nhn']);
    expect(played.lines.at(-1)).toMatchObject({ act: 'end', reason: 'stopped', clock: '22:22:00' });
  });

  test('that is refused heals what it broke, and rejects', async () => {
    const stage = new NotedStage();
    stage.failOn = 'nhn';
    const played = play(0, 60, stage);
    await played.pass(30);
    await played.settled;
    await expect(played.done).rejects.toThrow('gone');
    expect(stage.acts).toEqual(['10 break wan@mo loss 3', '20 heal wan@mo']);
    expect(played.lines.at(-1)).toMatchObject({ act: 'end', reason: 'failed' });
  });
});
