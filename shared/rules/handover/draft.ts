import type { DraftLine, HandoverSeverity } from '../../model/handover';
import { openIncidents } from '../incidents/read-incidents';
import { SEVERITY_KEY } from './compose';
import { drawIf, drawWatch } from './draft-ahead';
import { drawAside } from './draft-aside';
import { DraftContext, type DraftView } from './draft-context';
import { drawDone } from './draft-done';
import { drawNow, isCriticalNow, isOpenNow } from './draft-now';
import { drawPassed } from './draft-passed';
import { drawFollowUps, drawMaintenance, drawRoutines } from './draft-plan';
import type { ShiftLedger } from './ledger';
import type { Trend } from './trend';

export type { DraftView } from './draft-context';

/** Lines of a draft, at most: beside them there is room for people's own. What is critical is never left out. */
const LINES_MOST = 250;
const COUNTS = ['ingen', 'én', 'to', 'tre', 'fire', 'fem', 'seks', 'sju', 'åtte', 'ni', 'ti'];

/**
 * The draft of a handover, in the shape of a good note (CONTROL-ROOM.md): what is wrong now and who has it, what was done
 * and promised, what is put aside, what came and went, maintenance, routines, what to watch, and what to do if. Every line
 * with its source; times are absolute, for a note is read later than it is written. Besides, one line with a key that
 * begins with SEVERITY_KEY says how bad it is, and why. Pure: the same room, ledger, trends and time give the same lines.
 *
 * @param trends see `gatherTrends`
 * @param now the hub's time, ms UTC
 */
export function draftHandover(
  view: DraftView,
  ledger: ShiftLedger,
  trends: readonly Trend[],
  now: number,
): readonly DraftLine[] {
  const context = new DraftContext(view, ledger, trends, now);
  const lines = [
    ...drawNow(context),
    ...drawDone(context),
    ...drawAside(context),
    ...drawPassed(context),
    ...drawMaintenance(context),
    ...drawRoutines(context),
    ...drawWatch(context),
    ...drawIf(context),
    ...drawFollowUps(context),
  ];
  return [drawSeverity(context), ...withinBounds(lines)];
}

/**
 * How bad it is. Red: a major incident is open, or an alarm of priority 1 waits for somebody. Yellow: something critical
 * is open. Green: nothing is.
 */
function drawSeverity(context: DraftContext): DraftLine {
  const incidents = openIncidents(context.view.incidents);
  const major = incidents.filter(({ severity, state }) => severity === 'major' && state === 'open');
  const open = context.alarms.filter(isOpenNow);
  const loose = open.filter(({ priority, state }) => priority === 1 && state === 'unacknowledged');
  const linked = new Set(
    incidents.flatMap(({ cause, alarms }) => [cause, ...alarms.map(({ node }) => node)]),
  );
  // An incident and the alarm that it is about are one matter.
  const critical =
    incidents.length +
    open.filter((alarm) => isCriticalNow(context, alarm) && !linked.has(alarm.node)).length;
  const counted = critical === 1 ? 'Én åpen kritisk sak' : `${capitalCount(critical)} åpne kritiske saker`;
  const [value, why]: readonly [HandoverSeverity, string] =
    major.length > 0
      ? ['red', `Rødt. Storhendelse pågår: ${major.map(({ number }) => number).join(', ')}. ${counted}.`]
      : loose.length > 0
        ? ['red', `Rødt. Ingen har tatt ${firstOf(loose.map(({ id }) => id))}. ${counted}.`]
        : critical > 0
          ? ['yellow', `Gult. ${counted}.`]
          : ['green', 'Grønt. Ingen åpne kritiske saker.'];
  return {
    key: `${SEVERITY_KEY}${value}`,
    section: 'now',
    order: -1,
    text: why.slice(0, 1_000),
    lead: why.indexOf('.') + 1,
    sources: [{ kind: 'rule', id: 'severity', label: 'regel' }],
    node: null,
    critical: false,
    at: context.now,
  };
}

/** One sentence, also in an upset. */
const NAMED_MOST = 5;

function firstOf(ids: readonly string[]): string {
  const more = ids.length - NAMED_MOST;
  return `${ids.slice(0, NAMED_MOST).join(', ')}${more > 0 ? ` og ${more} til` : ''}`;
}

function capitalCount(count: number): string {
  const word = COUNTS[count] ?? String(count);
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/**
 * Of too many, those that are not critical give way, what came and went first. What is carried on never does; of what is
 * critical, only what is over, and only where a document could not hold it.
 */
function withinBounds(lines: readonly DraftLine[]): readonly DraftLine[] {
  if (lines.length <= LINES_MOST) return lines;
  const isKept = ({ critical, key, section }: DraftLine): number =>
    key.startsWith('follow-up/') ? 3 : critical ? (section === 'passed' ? 1 : 2) : 0;
  const spare = lines
    .filter((line) => isKept(line) < 2)
    .sort(
      (a, b) =>
        isKept(a) - isKept(b) ||
        Number(b.section === 'passed') - Number(a.section === 'passed') ||
        a.order - b.order,
    );
  const gone = new Set(spare.slice(0, lines.length - LINES_MOST).map(({ key }) => key));
  return lines.filter(({ key }) => !gone.has(key));
}
