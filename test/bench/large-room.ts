import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { loadCatalogue } from '../../electron/hub/catalogue/load-catalogue';
import { buildGraph } from '../../shared/rules/graph';
import { largeCatalogue } from '../estate/large-catalogue';
import { type HubProcess, startHubProcess } from '../fixtures/hub-process';

/** A hub with many heartbeat checks, and a hand to push them. */
export interface LargeRoom {
  readonly hub: HubProcess;
  readonly checks: readonly string[];
  /** Checks of services that nothing depends on: one observation of these is one change, not an upset. */
  readonly leaves: readonly string[];
  /** Pushes one observation; resolves when the hub has taken it. */
  push(check: string, result: 'ok' | 'warning' | 'critical', ms?: number): Promise<void>;
  /** Every check observed once, as ok. */
  pushAll(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it in `folder`, with `checks` checks that are judged at the first word and never time out meanwhile. */
export async function startLargeRoom(folder: string, checks: number): Promise<LargeRoom> {
  const file = join(folder, 'large.yaml');
  writeFileSync(file, largeCatalogue({ checks, interval: '1h', attempts: 1 }));
  const loaded = await loadCatalogue(file);
  if (!loaded.ok) throw new Error(`the large catalogue is faulty: ${loaded.issues[0]?.reason}`);
  const ids = [...loaded.catalogue.targets.keys()];
  const { graph } = buildGraph(loaded.catalogue.entities);
  const hub = await startHubProcess(['--data', join(folder, 'hub'), '--config', file]);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const url = new URL(hub.url);
  const push = (check: string, result: string, ms = 20): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ result, ms, output: `${result}: measured in ${ms} ms` });
      const sent = request(
        {
          agent,
          host: url.hostname,
          port: url.port,
          method: 'POST',
          path: `/heartbeat/${encodeURIComponent(check)}`,
          headers: { 'content-length': Buffer.byteLength(body) },
        },
        (response) => {
          response.resume();
          response.on('end', () =>
            response.statusCode === 202
              ? resolve()
              : reject(new Error(`${check}: HTTP ${response.statusCode}`)),
          );
        },
      );
      // The server may close an idle connection just as it is used again (Node's documentation of `reusedSocket`).
      sent.on('error', (error: NodeJS.ErrnoException) => {
        if (sent.reusedSocket && error.code === 'ECONNRESET') push(check, result, ms).then(resolve, reject);
        else reject(error);
      });
      sent.end(body);
    });
  return {
    hub,
    checks: ids,
    leaves: ids.filter((id) => {
      const node = graph.nodes.get(graph.checks.get(id)?.node ?? '');
      return node && node.dependants.length + node.softDependants.length === 0;
    }),
    push,
    pushAll: async () => {
      for (let i = 0; i < ids.length; i += 200) {
        await Promise.all(ids.slice(i, i + 200).map((id) => push(id, 'ok')));
      }
    },
    close: async () => {
      agent.destroy();
      await hub.stop();
    },
  };
}
