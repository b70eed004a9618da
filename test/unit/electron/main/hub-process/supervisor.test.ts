import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type Endpoint,
  type HubChild,
  HubSupervisor,
} from '../../../../../electron/main/hub-process/supervisor';
import { ManualClock } from '../../../../../shared/time/clock';

/** A machine on which hubs are plain objects. */
class Machine {
  endpoint: Endpoint | null = null;
  frozen = false;
  started = 0;
  asked = 0;
  killed = 0;
  obedient = true;
  #ended: ((code: number) => void) | null = null;

  readonly world = {
    endpoint: async () => this.endpoint,
    answers: async () => this.endpoint !== null && !this.frozen,
    start: (ended: (code: number) => void): HubChild => {
      this.started += 1;
      this.#ended = ended;
      this.frozen = false;
      const pid = this.started;
      this.endpoint = { pid, url: `http://127.0.0.1:${pid}`, origin: 'o', machine: 'aa' };
      return {
        pid,
        askToStop: () => {
          this.asked += 1;
          if (this.obedient) this.end(0);
        },
        kill: () => {
          this.killed += 1;
          this.end(9);
        },
      };
    },
  };

  end(code: number): void {
    const ended = this.#ended;
    this.#ended = null;
    this.endpoint = null;
    ended?.(code);
  }
}

let clock: ManualClock;
let machine: Machine;
let used: string[];
let secrets: (string | undefined)[];
let supervisor: HubSupervisor;
/** Lets time pass in small steps, with room for promises between them. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 50) {
    clock.advance(Math.min(50, left));
    for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  }
}

beforeEach(() => {
  clock = new ManualClock();
  machine = new Machine();
  used = [];
  secrets = [];
  const log = pino({ level: 'silent' });
  supervisor = new HubSupervisor({
    clock,
    log,
    world: machine.world,
    use: (url, machine) => {
      used.push(url);
      secrets.push(machine);
    },
  });
});

describe('the supervisor of the hub', () => {
  it('hands on the machine’s secret with the hub, and again when it is another at the same place', async () => {
    supervisor.start();
    await pass(1_000);
    expect(secrets).toEqual(['aa']);
    machine.endpoint = machine.endpoint && { ...machine.endpoint, machine: 'bb' };
    await pass(2_000);
    expect(used).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:1']);
    expect(secrets).toEqual(['aa', 'bb']);
    // A hub of an older version writes none.
    machine.endpoint = machine.endpoint && { ...machine.endpoint, machine: '' };
    await pass(2_000);
    expect(secrets).toEqual(['aa', 'bb']);
  });

  it('starts a hub, says where it is, and starts it again when it is killed', async () => {
    supervisor.start();
    await pass(1_000);
    expect(used).toEqual(['http://127.0.0.1:1']);
    expect(supervisor.ownsHub).toBe(true);
    machine.end(9);
    await pass(2_000);
    expect(machine.started).toBe(2);
    expect(used).toEqual(['http://127.0.0.1:1', 'http://127.0.0.1:2']);
  });

  it('ends a frozen hub of its own after 30 s and has another', async () => {
    supervisor.start();
    await pass(1_000);
    machine.frozen = true;
    await pass(29_000);
    expect(machine.killed).toBe(0);
    await pass(5_000);
    expect(machine.killed).toBe(1);
    expect(machine.started).toBe(2);
    expect(used.at(-1)).toBe('http://127.0.0.1:2');
  });

  it('attaches to a hub that is there, owns none, and leaves it alone at the end', async () => {
    machine.endpoint = { pid: 77, url: 'http://127.0.0.1:77', origin: 'o', machine: 'aa' };
    supervisor.start();
    await pass(3_000);
    expect(machine.started).toBe(0);
    expect(used).toEqual(['http://127.0.0.1:77']);
    expect(supervisor.ownsHub).toBe(false);
    await supervisor.stop();
    expect(machine.endpoint).not.toBeNull();
  });

  it('asks its hub to end, and does not start it again', async () => {
    supervisor.start();
    await pass(1_000);
    await supervisor.stop();
    expect(machine).toMatchObject({ asked: 1, killed: 0 });
    await pass(20_000);
    expect(machine.started).toBe(1);
  });

  it('ends a hub by force that does not end in 3 s', async () => {
    supervisor.start();
    await pass(1_000);
    machine.obedient = false;
    let stopped = false;
    void supervisor.stop().then(() => {
      stopped = true;
    });
    await pass(2_900);
    expect(machine.killed).toBe(0);
    expect(stopped).toBe(false);
    await pass(200);
    expect(machine.killed).toBe(1);
    expect(stopped).toBe(true);
  });
});
