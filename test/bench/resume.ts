import { join } from 'node:path';
import { startConsole } from '../../electron/main/board/console';
import { systemClock } from '../../shared/time/clock';
import { countingProxy } from '../fixtures/counting-proxy';
import { tempFolder } from '../fixtures/temp-folder';
import { until } from '../fixtures/until';
import { startLargeRoom } from './large-room';
import { benchOptions, quantile, report, rounded } from './report';

/**
 * resume: a console that knows the room is away while `--missed` checks change, and comes back. Measured from the
 * moment it dials to the heartbeat whose digests prove its state equal to the hub's; the bytes are counted on the
 * way. The hub and the console's link, board and cache are the real ones, over a real socket.
 */
const options = benchOptions();
const folder = tempFolder('bench-resume');
const room = await startLargeRoom(folder.path, options.checks);
const times: number[] = [];
const bytes: number[] = [];
try {
  await room.pushAll();
  const proxy = await countingProxy(Number(new URL(room.hub.url).port));
  const url = `http://127.0.0.1:${proxy.port}`;
  const console = startConsole({
    clock: systemClock(),
    dataFolder: join(folder.path, 'console'),
    hubUrl: null,
    log: () => {},
  });
  const live = (): Promise<unknown> =>
    new Promise((resolve) => {
      const stop = console.onLink((link) => {
        if (link.phase !== 'live') return;
        stop();
        resolve(undefined);
      });
      console.setHub(url);
    });
  await live();
  for (let run = 0; run < options.runs; run++) {
    console.setHub(null);
    await until('the silence is noticed', () => console.snapshot().link.phase === 'lost', 10_000);
    const result = run % 2 === 0 ? 'critical' : 'ok';
    // Other checks every second time: what changes back and forth at each run would be held as flapping.
    const first = (Math.floor(run / 2) * options.missed) % room.checks.length;
    const changed = room.checks.slice(first, first + options.missed);
    for (let i = 0; i < changed.length; i += 200) {
      await Promise.all(changed.slice(i, i + 200).map((check) => room.push(check, result)));
    }
    proxy.reset();
    const began = performance.now();
    await live();
    times.push(performance.now() - began);
    bytes.push(proxy.bytes() / changed.length);
  }
  await console.stop();
  await proxy.close();
} finally {
  await room.close();
  folder.remove();
}
report(options, {
  bench: 'resume',
  checks: options.checks,
  missed: options.missed,
  runs: options.runs,
  median_ms: rounded(quantile(times, 0.5)),
  max_ms: rounded(Math.max(...times)),
  bytes_per_change: rounded(quantile(bytes, 0.5)),
});
