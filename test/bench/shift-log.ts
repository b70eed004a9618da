import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlacedEntry, ShiftLogFile } from '../../electron/main/cache/shift-log-file';
import type { Args } from '../../shared/contract/ipc';
import { eventText } from '../../shared/rules/event-text';
import { bodyOf } from '../../shared/rules/watch/bodies';
import { systemClock } from '../../shared/time/clock';
import { benchOptions, quantile, report, rounded } from './report';

/**
 * The shift log of years on a console's own disk: `--missed` entries (default 100,000, five years of some fifty a day), and
 * how long a search of them takes. Main answers nobody else meanwhile.
 */

const PAGE = 100;
const WORDS =
  'ringte nettvakt montør sak DIPS Arena treg Mo Bodø Tromsø pakketap reservelinje prøvesvar skriver AMK lydlogg svarte'.split(
    ' ',
  );
const START = Date.UTC(2021, 10, 23);
const EVERY_MS = 26 * 60_000;

function entryAt(n: number): PlacedEntry {
  const words = Array.from({ length: 14 }, (_, k) => WORDS[(n * 7 + k * ((n % 11) + 1)) % WORDS.length]);
  const at = START + n * EVERY_MS;
  return {
    place: { epoch: 1, seq: n + 1 },
    entry: {
      id: `entry-${n}-of-years`,
      number: `L-${n}`,
      at,
      by: 'nattoperatør',
      writtenAt: at,
      body: bodyOf(`Vakt: ${words.join(' ')} ref${n}`, `salt-of-sixteen-${n}`),
      links: [],
      attachments: [],
      handover: n % 20 === 0,
      corrections: [],
      erasures: [],
    },
  };
}

const options = benchOptions({ missed: 100_000, runs: 100 });
const folder = mkdtempSync(join(tmpdir(), 'vaktrom-shift-log-'));
const clock = systemClock();
const names = { node: () => [], person: () => 'nattoperatør' };
try {
  const path = join(folder, 'shift-log.db');
  const file = new ShiftLogFile(
    path,
    (entry) => eventText({ type: 'log.written', entry }, names)?.text ?? '',
  );
  const filling = clock.mono();
  for (let n = options.missed; n > 0; n -= PAGE) {
    // As a console reads it: the newest first.
    const page = Array.from({ length: Math.min(PAGE, n) }, (_, k) => entryAt(n - 1 - k));
    file.put(page, { origin: 'hub', epoch: 1, to: null, cursor: null, whole: false, pass: 1 });
  }
  const filled = clock.mono() - filling;
  const years = (share: number): number => START + options.missed * share * EVERY_MS;
  const asks: readonly (readonly [string, Partial<Args<'shift-log:search'>>])[] = [
    ['vakt', {}],
    ['dips mo', {}],
    ['n', {}],
    [`ref${Math.floor(options.missed / 3)}`, {}],
    ['finnesikke', {}],
    ['', {}],
    ['nettvakt', { from: years(0.1), to: years(0.12) }],
    ['', { from: years(0.1), to: years(0.12) }],
    ['nettvakt', { before: `entry-${Math.floor(options.missed / 2)}-of-years` }],
  ];
  const times = new Map<string, number[]>();
  for (let run = 0; run < options.runs; run++) {
    const [text, more] = asks[run % asks.length] as (typeof asks)[number];
    const begun = clock.mono();
    const found = file.search({ text, from: null, to: null, before: null, limit: 101, ...more });
    const name = `"${text}" ${JSON.stringify(more)}: ${found.length}`;
    times.set(name, [...(times.get(name) ?? []), clock.mono() - begun]);
  }
  file.close();
  if (!options.json)
    for (const [name, list] of times) process.stdout.write(`${rounded(quantile(list, 0.5))} ms  ${name}\n`);
  const all = [...times.values()].flat();
  report(options, {
    entries: options.missed,
    fill_s: rounded(filled / 1_000),
    file_mb: rounded(statSync(path).size / 1e6),
    search_p50_ms: rounded(quantile(all, 0.5)),
    search_p95_ms: rounded(quantile(all, 0.95)),
    search_max_ms: rounded(Math.max(...all)),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
