import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openSqliteLog } from '../../electron/hub/log/sqlite-log';
import { EventIndex } from '../../electron/hub/search/event-index';
import type { QuestionOf } from '../../shared/contract/wire';
import type { EventBody } from '../../shared/model/events';
import { systemClock } from '../../shared/time/clock';
import { benchOptions, quantile, report, rounded } from './report';

/**
 * Full-text search over a log of `--missed` events (default 300,000): how long it takes to make the index anew from the
 * log and its archived segments, how long that holds the hub up, and how long an answer takes.
 */

const BATCH = 1_000;
const SITES = ['tromsø', 'harstad', 'narvik', 'bodø', 'lofoten', 'mo', 'hammerfest', 'kirkenes', 'alta'];
const SERVICES = ['dips-arena', 'ek', 'pacs', 'lab', 'wan', 'lan', 'wifi', 'print', 'telefoni', 'e-resept'];
const WORDS =
  'linje svarer treg pakketap montør sak nødrutine vakthavende reservelinje kjernen strøm skriver bilder prøvesvar blod kurve'.split(
    ' ',
  );
const START = Date.UTC(2026, 0, 1);

/** What happens in a room, most of it checks; every hundredth event is something that a person wrote. */
function eventAt(n: number): EventBody {
  const pick = <T>(list: readonly T[], salt: number): T => list[(n * salt) % list.length] as T;
  const node = `${pick(SERVICES, 7)}@${pick(SITES, 13)}`;
  if (n % 100 === 0) {
    return {
      type: 'alarm.acted',
      node,
      alarm: `A-${n}`,
      act: {
        kind: 'note',
        text: `${pick(WORDS, 3)} ${pick(WORDS, 11)} ${pick(WORDS, 17)} ref${n}`,
        late: false,
      },
      actor: 'dagoperatør1',
      actedAt: START + n * 1_000,
    };
  }
  const bad = n % 3 === 0;
  return {
    type: 'check.changed',
    check: `${node}/http`,
    result: bad ? 'critical' : 'ok',
    hard: true,
    attempt: 1,
    output: bad ? `tilkoblingen til ${node} ble avvist etter ${n % 977} ms` : `HTTP 200, ${n % 211} byte`,
    ms: n % 900,
    observedAt: START + n * 1_000,
    beforeAt: null,
    silenced: false,
  };
}

const options = benchOptions({ missed: 300_000, runs: 200 });
const folder = mkdtempSync(join(tmpdir(), 'vaktrom-search-'));
const clock = systemClock();
try {
  const log = await openSqliteLog({ file: join(folder, 'log.db'), origin: 'bench', clock });
  for (let seq = 0; seq < options.missed; seq += BATCH) {
    const size = Math.min(BATCH, options.missed - seq);
    await log.append(
      Array.from({ length: size }, (_, n) => ({ at: START + (seq + n) * 1_000, body: eventAt(seq + n) })),
      seq,
    );
  }
  // As a hub does: the newest 200,000 stay, what is older goes into segments. A snapshot is what allows it.
  const { position } = log.head();
  for (const at of [position.seq - 1, position.seq])
    await log.saveSnapshot({ position: { ...position, seq: at }, reducer: 0, patch: {} as never });
  let archived = 0;
  for (let n = -1; n !== 0; archived += n)
    n = await log.archive({ since: Number.MAX_SAFE_INTEGER, events: 200_000 });

  const delay = monitorEventLoopDelay({ resolution: 1 });
  const file = join(folder, 'search.db');
  const index = new EventIndex({
    file,
    log,
    clock,
    state: { catalogue: new Map(), people: new Map() },
    onFault: (reason) => {
      if (reason !== null) throw new Error(reason);
    },
  });
  const search = (text: string, more: Partial<QuestionOf<'search'>> = {}) =>
    index.search({
      ask: 'search',
      text,
      kinds: null,
      from: null,
      to: null,
      before: null,
      limit: 100,
      ...more,
    });
  delay.enable();
  const from = clock.mono();
  index.start();
  while ((await search('huben')).indexedFrom !== null)
    await new Promise((done) => clock.after(250, () => done(null)));
  const rebuilt = clock.mono() - from;
  delay.disable();

  const asks: readonly [string, Partial<QuestionOf<'search'>>][] = [
    ['dips', {}],
    ['tilkob avvist', {}],
    ['montør pakketap', {}],
    [`ref${Math.floor(options.missed / 200) * 100}`, {}],
    ['A-', { kinds: ['note'] }],
    ['tromsø', { kinds: ['note'] }],
    ['http', { kinds: ['call'] }],
    ['wan mo', { from: START + options.missed * 900, to: START + options.missed * 950 }],
    ['http', { from: START, to: START + 60_000 }],
    ['finnesikke', {}],
    ['http', { before: { epoch: 1, seq: Math.floor(options.missed / 4) } }],
  ];
  const times = new Map<string, number[]>();
  for (let run = 0; run < options.runs; run++) {
    const [text, more] = asks[run % asks.length] as (typeof asks)[number];
    const begun = clock.mono();
    const answer = await search(text, more);
    const name = `${text} ${JSON.stringify(more)}: ${answer.hits.length}`;
    times.set(name, [...(times.get(name) ?? []), clock.mono() - begun]);
  }
  const all = [...times.values()].flat();
  if (!options.json)
    for (const [name, list] of times) process.stdout.write(`${rounded(quantile(list, 0.5))} ms  ${name}\n`);
  report(options, {
    events: options.missed,
    archived,
    rebuild_s: rounded(rebuilt / 1_000),
    rebuild_loop_p99_ms: rounded(delay.percentile(99) / 1e6),
    rebuild_loop_max_ms: rounded(delay.max / 1e6),
    index_mb: rounded(statSync(file).size / 1e6),
    log_mb: rounded(statSync(join(folder, 'log.db')).size / 1e6),
    median_ms: rounded(quantile(all, 0.5)),
    p95_ms: rounded(quantile(all, 0.95)),
    max_ms: rounded(Math.max(...all)),
  });
  index.stop();
  await log.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
