import { createServer } from 'node:http';
import type { Talk } from '../endpoint';
import { quietly, send } from './http-talk';

const GIB = 1024 ** 3;
const DISK_BYTES = 2_048 * GIB;
const MEMORY_BYTES = 128 * GIB;
const CORES = 8;

/** A machine that tells of itself as Prometheus' node exporter does. */
export interface Machine {
  readonly path: string;
  /** Used space, per cent, when all is well. */
  readonly used: number;
}

/** Talks as a node exporter: `full` fills the disk to its level, `slow` answers late. */
export function exporterTalk(machine: Machine): Talk {
  return {
    server: (line) =>
      createServer(
        quietly((request, response) => {
          line.later(() => {
            if (request.url !== '/metrics') return send(response, { status: 404, body: 'not here\n' });
            const { mode, level } = line.behaviour();
            const used = mode === 'full' ? level : machine.used;
            const headers = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };
            send(response, {
              status: 200,
              headers,
              body: exporterText(machine.path, used, line.clock.now()),
            });
          });
        }),
      ),
  };
}

/** The metrics of a machine in the text format. `used`: per cent; `now`: ms UTC. */
export function exporterText(path: string, used: number, now: number): string {
  const disk = `{device="/dev/sda1",fstype="ext4",mountpoint="${path}"}`;
  const free = Math.round(DISK_BYTES * (1 - used / 100));
  const load = 0.8 + Math.random() * 0.4;
  const gauge = (name: string, help: string, lines: readonly string[]): string[] => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...lines.map((text) => `${name}${text}`),
  ];
  return `${[
    ...gauge('node_filesystem_size_bytes', 'Filesystem size in bytes.', [`${disk} ${DISK_BYTES}`]),
    ...gauge('node_filesystem_free_bytes', 'Filesystem free space in bytes.', [`${disk} ${free}`]),
    ...gauge('node_filesystem_avail_bytes', 'Filesystem space available to non-root users in bytes.', [
      `${disk} ${free}`,
    ]),
    ...gauge('node_memory_MemTotal_bytes', 'Memory information field MemTotal_bytes.', [` ${MEMORY_BYTES}`]),
    ...gauge('node_memory_MemAvailable_bytes', 'Memory information field MemAvailable_bytes.', [
      ` ${Math.round(MEMORY_BYTES * 0.46)}`,
    ]),
    ...gauge('node_load1', '1m load average.', [` ${load.toFixed(2)}`]),
    ...gauge('node_load5', '5m load average.', [` ${load.toFixed(2)}`]),
    ...gauge('node_load15', '15m load average.', [` ${load.toFixed(2)}`]),
    ...gauge('node_time_seconds', 'System time in seconds since epoch (1970).', [` ${now / 1_000}`]),
    '# HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.',
    '# TYPE node_cpu_seconds_total counter',
    ...Array.from(
      { length: CORES },
      (_, core) => `node_cpu_seconds_total{cpu="${core}",mode="idle"} ${(now / 1_000).toFixed(2)}`,
    ),
  ].join('\n')}\n`;
}
