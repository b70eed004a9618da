import { expect, test } from 'vitest';
import { exporterText } from '../../../estate/talks/exporter-talk';

test('the exporter tells a disk that is used so far, in the text format', () => {
  const text = exporterText('/san', 85, 1_000_000);
  const value = (name: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
        ?.split(' ')
        .at(-1),
    );
  expect(value('node_filesystem_avail_bytes') / value('node_filesystem_size_bytes')).toBeCloseTo(0.15, 5);
  expect(text).toContain('mountpoint="/san"');
  expect(value('node_memory_MemAvailable_bytes')).toBeLessThan(value('node_memory_MemTotal_bytes'));
  expect(text.match(/node_cpu_seconds_total\{/g)).toHaveLength(8);
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(/^(#|[a-z_A-Z0-9]+(\{[^}]*\})? -?[\d.]+$)/);
});
