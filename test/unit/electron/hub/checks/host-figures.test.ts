import { describe, expect, it } from 'vitest';
import { judgeHost } from '../../../../../electron/hub/checks/host-check';
import { readExporter } from '../../../../../electron/hub/checks/host-figures';

const LIMITS = { timeoutMs: 5_000, warnMs: null, criticalMs: null };
const TARGET = {
  disk: [{ path: '/', warn: 80, critical: 90 }],
  memory: { warn: 90, critical: 95 },
  load: { warn: 2, critical: 4 },
};
const metrics = (total: number, available: number, size: number, avail: number, load: number): string =>
  `node_memory_MemTotal_bytes ${total}
node_memory_MemAvailable_bytes ${available}
node_filesystem_size_bytes{mountpoint="/"} ${size}
node_filesystem_free_bytes{mountpoint="/"} ${avail}
node_filesystem_avail_bytes{mountpoint="/"} ${avail}
node_load1 ${load}
node_load5 ${load}
node_load15 ${load}
node_cpu_seconds_total{cpu="0",mode="idle"} 1
`;
const judged = (text: string) => {
  const reading = readExporter(text);
  if (!reading.ok) throw new Error(reading.reason);
  return judgeHost(reading.figures, TARGET, LIMITS, 10);
};

describe('what a host says of itself', () => {
  it('is held against its levels', () => {
    expect(judged(metrics(100, 40, 100, 30, 1))).toMatchObject({
      result: 'ok',
      output: '/ 70 %, minne 60 %, last per kjerne 1',
    });
  });

  it('is unknown where the figures make no sense, and never an empty machine', () => {
    expect(judged(metrics(0, 0, 100, 30, 1))).toMatchObject({ result: 'unknown' });
    expect(judged(metrics(100, 200, 100, 30, 1)).output).toContain('minnet er ikke oppgitt');
    expect(judged(metrics(100, 40, 0, 0, 1)).output).toContain('/ har ingen størrelse');
    expect(judged(metrics(100, 40, 100, 300, 1)).result).toBe('unknown');
    expect(judged(metrics(100, 40, 100, 30, -1)).output).toContain('lasten er ikke oppgitt');
  });
});
