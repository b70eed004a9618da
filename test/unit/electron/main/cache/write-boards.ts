import { openBoardCache } from '../../../../../electron/main/cache/board-cache';
import type { StatusEntity } from '../../../../../shared/model/room';
import { REDUCER_VERSION } from '../../../../../shared/rules/reduce';
import { systemClock } from '../../../../../shared/time/clock';
import { at, checkStatus } from './board-fixture';

/** Writes one whole board after another, and says so on stdout *after* each is written, until it is killed. */
function main(file: string): void {
  const cache = openBoardCache({ file, clock: systemClock(), onFault: (fault) => console.error(fault) });
  for (let seq = (cache.load()?.position.seq ?? 0) + 1; ; seq++) {
    const put = [...Array(3_000).keys()].map((n): [string, StatusEntity] => [
      `check:${n}`,
      checkStatus(`${n}`, { ms: seq }),
    ]);
    const patch = { status: { put, drop: [] } };
    if (seq % 2 === 0) cache.replace(patch, at(seq), REDUCER_VERSION);
    else cache.write(patch, at(seq));
    cache.flush();
    process.stdout.write(`${seq}\n`);
  }
}

main(process.argv[2] ?? '');
