import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DraftLine } from '../../shared/model/handover';
import { SEVERITY_KEY } from '../../shared/rules/handover/compose';
import { draftHandover } from '../../shared/rules/handover/draft';
import { ShiftLedger } from '../../shared/rules/handover/ledger';
import { openHandover } from '../../shared/rules/handover/read-handovers';
import { gatherTrends } from '../../shared/rules/handover/trend';
import { readPlan } from '../../shared/rules/watch/plan';
import { shiftAt, staffOf } from '../../shared/rules/watch/turns';
import { tempFolder } from '../fixtures/temp-folder';
import * as morning from './handover/chapters-morning';
import * as past from './handover/chapters-past';
import { type Judgement, judge } from './handover/facts';
import { NightHub } from './handover/night-hub';
import { NightScript, SHIFT_BEGINS, wall } from './handover/night-script';
import { benchOptions, report } from './report';
import { loadRegion, type Region } from './upset/region';

/**
 * handover: a whole night from the script, 22:00 to 06:58, through the hub's own scheduler, observer, pipeline and keepers
 * in virtual time; then the draft that has written itself is held against what the script did, line by line. `--runs`
 * nights, each with other places, times and turns.
 */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MORNING = wall('06:58');
/** What san1's disk was used by then, per cent, and what it grows in a day. */
const USED = 85;
const GROWTH = 3;

const PEOPLE = [
  ...['natt', 'natt2', 'natt3'].map((id) => [id, 'nattoperatør'] as const),
  ...['dag1', 'dag2', 'dag3'].map((id, place) => [id, `dagoperatør ${place + 1}`] as const),
  ...['leder', 'stotte', 'stotte2', 'kveld1', 'kveld2'].map((id) => [id, id] as const),
];

interface Night {
  readonly seed: number;
  /** Of the draft as the hub's rules draw it from the room and the ledger. */
  readonly drawn: Judgement;
  /** Of the lines in the document that people write in. */
  readonly kept: Judgement;
  readonly severity: string;
  readonly lines: readonly DraftLine[];
}

const options = benchOptions({ runs: 5 });
const folder = tempFolder('bench-handover');
try {
  const region = await loadRegion(folder.path);
  const nights: Night[] = [];
  for (let seed = 1; seed <= options.runs; seed++) {
    const night = await playNight(region, seed);
    nights.push(night);
    if (!options.json) tell(night);
  }
  const of = (pick: (night: Night) => number): number[] => nights.map(pick);
  report(options, {
    bench: 'handover',
    nights: nights.length,
    facts: Math.min(...of(({ drawn }) => drawn.facts.length)),
    found: Math.min(...of(({ drawn }) => drawn.facts.length - drawn.missing.length)),
    wrong: Math.max(...of(({ drawn }) => drawn.wrong.length)),
    found_in_document: Math.min(...of(({ kept }) => kept.facts.length - kept.missing.length)),
    wrong_in_document: Math.max(...of(({ kept }) => kept.wrong.length)),
    severity_right: nights.filter(({ severity }) => severity === `${SEVERITY_KEY}yellow`).length,
    lines: Math.max(...of(({ lines }) => lines.length)),
  });
} finally {
  folder.remove();
}

async function playNight(region: Region, seed: number): Promise<Night> {
  mkdirSync(join(folder.path, `data-${seed}`), { recursive: true });
  const hub = await NightHub.start({
    region,
    folder: folder.path,
    seed,
    from: wall('20:50'),
    maintenance: region.maintenance.filter(({ id }) => id === 'citrix-natt'),
    usage: (node, at) => (node === 'san1' ? [disk('/san', usedAt(at))] : []),
  });
  fillSamples(hub);
  const script = new NightScript(hub, nightOperator(hub), seed);
  begin(script);
  for (const chapter of [...Object.values(past), ...Object.values(morning)]) chapter(script);
  await script.play(MORNING);
  if (hub.faults.length > 0) throw new Error(`the hub went wrong: ${hub.faults[0]}`);
  const ledger = await ledgerOf(hub);
  const ask = hub.samples.chart.bind(hub.samples);
  const trends = await gatherTrends(hub.state, ask, hub.clock.now());
  const lines = draftHandover(hub.state, ledger, trends, hub.clock.now());
  const present = openHandover(hub.state.watch);
  const kept = present ? (hub.documents.read(present.id)?.auto ?? []) : [];
  const night: Night = {
    seed,
    drawn: judge(script.facts, note(lines)),
    kept: judge(script.facts, note(kept)),
    severity: lines.find(({ key }) => key.startsWith(SEVERITY_KEY))?.key ?? '',
    lines,
  };
  await hub.stop();
  return night;
}

/** The watch changes hands at ten. */
function begin(script: NightScript): void {
  const { hub, night } = script;
  for (const [id, name] of PEOPLE) {
    const person = {
      id,
      name,
      initials: id.slice(0, 2).toUpperCase(),
      roles: [],
      active: true,
      machine: false,
    };
    hub.say({ type: 'person.set', person: { ...person, roles: ['operator'] }, actor: 'maskinen' });
  }
  script.at(SHIFT_BEGINS, () =>
    hub.give(
      'duty.take',
      'duty/room',
      { position: 'nattoperatør', alone: true, reason: 'vaktskifte på papir' },
      night,
    ),
  );
}

/** Whose turn it is by the plan. */
function nightOperator({ state }: NightHub): string {
  const plan = readPlan(state.catalogue);
  const shift = plan ? shiftAt(plan, SHIFT_BEGINS + HOUR).now[0] : undefined;
  const person = plan && shift ? staffOf(plan, state.watch, shift)[0]?.person : null;
  if (!person) throw new Error('the plan has nobody for this night');
  return person;
}

/** The ledger as a hub that has just started reads it out of its log. */
async function ledgerOf({ log }: NightHub): Promise<ShiftLedger> {
  const ledger = new ShiftLedger(SHIFT_BEGINS);
  const { epoch, seq } = log.head().position;
  const events = await log.history(null, { epoch, seq: seq + 1 }, Number.MAX_SAFE_INTEGER);
  for (const event of [...events].reverse()) ledger.apply(event);
  return ledger;
}

function disk(label: string, value: number): { label: string; value: number; unit: string } {
  return { label, value, unit: '%' };
}

function usedAt(at: number): number {
  return USED - (GROWTH * (MORNING - at)) / DAY;
}

/** Three days of san1, every five minutes. */
function fillSamples(hub: NightHub): void {
  const check = [...hub.state.graph.checks.values()].find(
    ({ node, kind }) => node === 'san1' && kind === 'host',
  );
  if (!check) throw new Error('san1 has no check of its machine');
  const now = hub.clock.now();
  for (let at = now - 3 * DAY; at < now; at += HOUR / 12)
    hub.samples.add(check.id, at, 20, 0, { metrics: [disk('/san', usedAt(at))] });
}

function note(lines: readonly DraftLine[]): readonly DraftLine[] {
  return lines.filter(({ key }) => !key.startsWith(SEVERITY_KEY));
}

function tell({ seed, drawn, kept, severity, lines }: Night): void {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  say(
    `# night ${seed}: ${severity}, ${drawn.facts.length} facts, ${drawn.missing.length} missing, ${drawn.wrong.length} wrong`,
  );
  for (const one of drawn.missing) say(`  MISSING ${one.section}: ${one.what}`);
  for (const one of drawn.wrong) say(`  WRONG ${one.key}: ${one.text}`);
  for (const one of kept.missing) if (!drawn.missing.includes(one)) say(`  NOT IN THE DOCUMENT ${one.what}`);
  for (const one of kept.wrong) say(`  DOCUMENT ONLY ${one.key}: ${one.text}`);
  if (seed === 1)
    for (const line of lines)
      say(
        `  ${line.section} ${line.text} [${line.sources.map(({ label }) => label).join(', ')}]${line.critical ? ' !' : ''}`,
      );
}
