import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningConsole, startConsole } from '../../../electron/main/board/console';
import type { CheckStatus, NodeStatus } from '../../../shared/model/room';
import type { ForeignAlert, ForeignSilence, SourceStatus } from '../../../shared/model/sources';
import { systemClock } from '../../../shared/time/clock';
import { type HubProcess, startHubProcess } from '../../fixtures/hub-process';
import { signedIn } from '../../fixtures/signed-in';
import { tempFolder } from '../../fixtures/temp-folder';
import { until } from '../../fixtures/until';

/** A small room with one foreign source, the real hub, and a desk to look at it with. */
export class SourceRoom {
  readonly folder = tempFolder('sources');
  readonly data = join(this.folder.path, 'hub');
  readonly file = join(this.folder.path, 'catalogue.yaml');
  #hub: HubProcess | null = null;
  #desk: RunningConsole | null = null;
  readonly #ends: (() => Promise<unknown> | unknown)[] = [];
  #consoles = 0;

  get hub(): HubProcess {
    if (!this.#hub) throw new Error('the hub does not run');
    return this.#hub;
  }

  get desk(): RunningConsole {
    if (!this.#desk) throw new Error('there is no desk');
    return this.#desk;
  }

  /** Runs when the room closes, last first. */
  atEnd(end: () => Promise<unknown> | unknown): void {
    this.#ends.push(end);
  }

  /** Writes the catalogue: EKG at two sites, PACS and a lab, and the source `am`. */
  write(url: string, more = '', poll = '1s'): void {
    writeFileSync(this.file, catalogue(url, more, poll));
  }

  /** Starts the hub and a desk, and waits until the desk sees the source. */
  async open(...args: string[]): Promise<void> {
    this.#hub = await startHubProcess(['--data', this.data, '--config', this.file, ...args]);
    this.#consoles += 1;
    this.#desk = startConsole({
      clock: systemClock(),
      dataFolder: join(this.folder.path, `desk-${this.#consoles}`),
      hubUrl: null,
      log: () => {},
    });
    await signedIn(this.#desk, this.data);
  }

  async shut(signal?: NodeJS.Signals): Promise<void> {
    await this.#desk?.stop();
    this.#desk = null;
    if (signal && this.#hub) {
      this.#hub.signal(signal);
      await this.#hub.exited;
    } else await this.#hub?.stop();
    this.#hub = null;
  }

  async close(): Promise<void> {
    await this.shut();
    for (const end of this.#ends.reverse()) await end();
    this.folder.remove();
  }

  node(id: string): NodeStatus | undefined {
    const entity = this.desk.snapshot().patch.status.put.find(([key]) => key === `node:${id}`)?.[1];
    return entity?.kind === 'node' ? entity.value : undefined;
  }

  check(id: string): CheckStatus | undefined {
    const entity = this.desk.snapshot().patch.status.put.find(([key]) => key === `check:${id}`)?.[1];
    return entity?.kind === 'check' ? entity.value : undefined;
  }

  source(): SourceStatus | undefined {
    const entity = this.desk.snapshot().patch.sources.put.find(([key]) => key === 'source:am')?.[1];
    return entity?.kind === 'source' ? entity.value : undefined;
  }

  alerts(): readonly ForeignAlert[] {
    return this.desk
      .snapshot()
      .patch.sources.put.flatMap(([, entity]) => (entity.kind === 'alert' ? [entity.value] : []));
  }

  silences(): readonly ForeignSilence[] {
    return this.desk
      .snapshot()
      .patch.sources.put.flatMap(([, entity]) => (entity.kind === 'silence' ? [entity.value] : []));
  }

  state(id: string, wanted: string, within = 15_000): Promise<NodeStatus> {
    return until(
      `${id} is ${wanted}`,
      () => {
        const node = this.node(id);
        if (node?.state === wanted) return node;
        throw new Error(`${node?.state}: ${JSON.stringify(this.source())}`);
      },
      within,
    );
  }

  phase(wanted: SourceStatus['phase'], within = 15_000): Promise<SourceStatus> {
    return until(`the source is ${wanted}`, () => this.source()?.phase === wanted && this.source(), within);
  }
}

/** Sources with fast looks, so that a test need not wait. */
function catalogue(url: string, more: string, poll: string): string {
  return `
version: 1
name: Kilder
trusts: [{ id: unn, name: UNN }]
sites:
  - { id: tromsø, name: Tromsø, trust: unn }
  - { id: mo, name: Mo, trust: unn }
sources:
  - id: am
    name: Alertmanager
    kind: alertmanager
    url: ${url}
    poll: ${poll}
    timeout: 1s
${more}
    vouchesFor: ["ekg"]
    rules:
      - { match: ['service="ekg"'], service: ekg, site: "{site}" }
      - { match: ['service=~"pacs.*"', 'severity!="info"'], service: pacs }
      - { match: ['team="lab"'], service: lab, severity: { page: critical } }
      - { match: ['service="pacs-lab"'], service: lab }
services:
  - { id: ekg, name: EKG, criticality: 1, sites: all }
  - { id: pacs, name: PACS, criticality: 1 }
  - { id: lab, name: Lab, criticality: 2 }
  - id: fremmed
    name: Fremmed
    criticality: 3
    checks: [{ id: puls, kind: heartbeat, interval: 1h }]
`;
}
