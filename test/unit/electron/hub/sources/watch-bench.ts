import type { PushedRun } from '../../../../../electron/hub/checks/scheduler';
import {
  type ForeignSource,
  type Picture,
  type RawAlert,
  SourceSilent,
} from '../../../../../electron/hub/sources/foreign-source';
import { SourceWatch } from '../../../../../electron/hub/sources/source-watch';
import type { MappingRule } from '../../../../../shared/contract/source-mapping';
import type { LogEvent } from '../../../../../shared/model/events';
import type { ForeignAlert, ForeignSilence, SourceStatus } from '../../../../../shared/model/sources';
import { Projection } from '../../../../../shared/rules/projection';
import { ManualClock } from '../../../../../shared/time/clock';
import { eventWriter } from '../../../../fixtures/room';
import { sourceTarget } from '../../../../integration/sources/targets';

export const RULES: readonly MappingRule[] = [
  { match: ['service="a"'], service: 'a' },
  { match: ['service=~"b|c"'], service: '{service}' },
  { match: ['also="b"'], service: 'b' },
];
const NODES = ['a', 'b', 'c'];

export function rawAlert(
  id: string,
  labels: Record<string, string> = {},
  change: Partial<RawAlert> = {},
): RawAlert {
  return {
    id,
    name: labels.alertname ?? 'X',
    summary: '',
    labels,
    startsAt: 1_000,
    silencedBy: [],
    inhibited: false,
    link: null,
    ...change,
  };
}

export function picture(change: Partial<Picture> = {}): Picture {
  return { version: '1', skewMs: 0, alerts: [], silences: [], unread: [], starved: null, ...change };
}

/** A watch on a source that says what a test wants, with time in the test's hand. */
export class WatchBench {
  readonly clock = new ManualClock();
  readonly state = new Projection();
  readonly events: LogEvent[] = [];
  readonly runs = new Map<string, PushedRun>();
  /** What a look finds: a picture, an error, or nothing until it is told to end. */
  next: Picture | Error | null = picture();
  looks = 0;
  watch: SourceWatch;
  readonly #write = eventWriter();

  constructor() {
    this.watch = this.#open();
  }

  /** As after a restart of the hub: the state is what the log says. */
  async restart(): Promise<void> {
    await this.watch.stop();
    this.runs.clear();
    this.watch = this.#open();
  }

  #open(): SourceWatch {
    const source: ForeignSource = {
      look: async (signal) => {
        this.looks += 1;
        const { next } = this;
        if (next instanceof Error) throw next;
        if (next) return next;
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new SourceSilent('svarer ikke i tide')));
        });
      },
      readPush: (body) => JSON.parse(body) as ReturnType<ForeignSource['readPush']>,
      setSilence: async () => {},
      endSilence: async () => {},
    };
    return new SourceWatch({
      target: sourceTarget({ vouchesFor: NODES, rules: RULES, pollMs: 10_000, timeoutMs: 5_000 }),
      source,
      clock: this.clock,
      state: this.state,
      pipeline: {
        submit: (decide) => {
          const body = decide(this.state);
          if (!body) return null;
          const event = this.#write(body, this.clock.now());
          this.events.push(event);
          this.state.apply(event);
          return event;
        },
        whenDurable: () => Promise.resolve(),
      },
      room: {
        nodes: (service) => (NODES.includes(service) ? [service] : []),
        vouches: (node) => NODES.includes(node),
      },
      push: (check, run) => this.runs.set(check, run),
      log: () => {},
    });
  }

  /** Lets time pass, and everything that waits for the event loop's turn come to its end. */
  async pass(ms = 0): Promise<void> {
    const steps = Math.max(1, Math.ceil(ms / 500));
    for (let step = 0; step < steps; step++) {
      this.clock.advance(ms / steps);
      for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  get status(): SourceStatus | undefined {
    const entity = this.state.sources.get('source:am');
    return entity?.kind === 'source' ? entity.value : undefined;
  }

  get alerts(): readonly ForeignAlert[] {
    return [...this.state.sources.values()].flatMap((one) => (one.kind === 'alert' ? [one.value] : []));
  }

  get silences(): readonly ForeignSilence[] {
    return [...this.state.sources.values()].flatMap((one) => (one.kind === 'silence' ? [one.value] : []));
  }

  results(): Record<string, string | undefined> {
    return Object.fromEntries(NODES.map((node) => [node, this.runs.get(`${node}/am`)?.result]));
  }
}
