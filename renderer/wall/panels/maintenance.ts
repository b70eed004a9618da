import { parseNodeId } from '../../../shared/model/catalogue';
import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import { formatAge, formatUntil, type Language } from '../../../shared/time/format';
import type { Translate } from '../../i18n';
import type { BoardState } from '../../stores/board-store';
import { nodeWords, siteWords } from './board-words';
import { definePanel, type PanelFacts, type PanelView } from './panel';
import { type Line, Sheet } from './sheet';

/** Planned work: what is over its time, what runs, and what begins soon. */
interface MaintenanceFacts extends PanelFacts {
  readonly hours: number;
  readonly running: readonly Work[];
  readonly coming: readonly Work[];
}

interface Work {
  readonly title: string;
  /** ms UTC. */
  readonly start: number;
  readonly end: number;
  readonly overrun: boolean;
  /** What it is expected to break, by name; empty: the title says the same. */
  readonly where: string;
}

const HOUR_MS = 3_600_000;
/** So many things that it covers are named; the rest is counted. */
const NAMED = 3;

export const maintenancePanel = definePanel<'maintenance', MaintenanceFacts>({
  kind: 'maintenance',

  facts({ hours }, { state, hubNow, t }) {
    const running: Work[] = [];
    const coming: Work[] = [];
    for (const status of state.maintenance.values()) {
      const { window, run, next } = status;
      const known = { title: window.title, where: whereOf(status, state, t) };
      if (run) running.push({ ...known, start: run.start, end: run.end, overrun: run.phase === 'overrun' });
      if (next && next.start < hubNow + hours * HOUR_MS)
        coming.push({ ...known, start: next.start, end: next.end, overrun: false });
    }
    return {
      head: { title: null, oldest: null, stale: null },
      hours,
      running: running.sort((a, b) => Number(b.overrun) - Number(a.overrun) || a.end - b.end),
      coming: coming.sort((a, b) => a.start - b.start),
    };
  },

  draw({ hours, running, coming }, body, view) {
    const { t, scale } = view;
    const sheet = new Sheet(body, view);
    const next = coming.map((work) => comingLine(work, view));
    if (running.length === 0) {
      const none: Line = { words: t('panels:maintenance.noneNow'), colour: '--text-2' };
      sheet.line(none, sheet.leadSize([none], sheet.heightOf(next.slice(0, 2), scale.third)));
      if (next.length > 0) sheet.list(next);
      else
        sheet.maybe(
          { words: t('panels:maintenance.nonePlanned', { count: hours }), colour: '--text-2' },
          scale.third,
        );
    } else {
      const lines = running.map((work) => runningLine(work, view));
      const where = running.map((work): Line => ({ words: work.where }));
      const below =
        next.length === 0 ? 0 : sheet.headHeight(true) + sheet.heightOf(next.slice(0, 1), scale.third);
      const size = sheet.leadSize(lines, sheet.heightOf(where, scale.third) + below);
      running.forEach((work, index) => {
        const line = lines[index];
        if (!line || !sheet.line(line, size)) return;
        const indent = sheet.indentOf(line.marks ?? [], size);
        sheet.maybe(
          { words: work.where, colour: '--text-2', marks: [{ kind: 'space', w: indent }] },
          scale.third,
        );
      });
      if (next.length > 0) sheet.section(t('panels:maintenance.coming'), next);
      else
        sheet.maybe(
          { words: t('panels:maintenance.nonePlanned', { count: hours }), colour: '--text-2' },
          scale.third,
        );
    }
    return { groups: [sheet.group('work')], said: sheet.said, leftOut: sheet.leftOut };
  },
});

function runningLine({ title, end, overrun }: Work, { t, link, lang }: PanelView): Line {
  const at = formatUntil(end, link.hubNow, lang);
  const age = formatAge(link.hubNow - end, lang);
  return {
    words: title,
    marks: [{ kind: 'mark', mark: overrun ? 'overrun' : 'maintenance' }],
    strong: true,
    end: overrun ? t('panels:maintenance.overrun', { at, age }) : t('panels:maintenance.until', { at }),
    endStrong: overrun,
    endColour: overrun ? '--text-1' : '--maint',
  };
}

function comingLine({ title, where, start, end }: Work, { link, lang }: PanelView): Line {
  return { words: title, more: where, end: spanWords(start, end, link.hubNow, lang) };
}

/** `22:00–02:00`, with the days where they are others than today. */
function spanWords(start: number, end: number, now: number, lang: Language): string {
  const until = (at: number, from: number): string => formatUntil(at, from, lang);
  return `${until(start, now)}–${end - start > 20 * HOUR_MS ? until(end, now) : until(end, end)}`;
}

function whereOf(
  { window }: MaintenanceStatus,
  { catalogue }: Pick<BoardState, 'catalogue'>,
  t: Translate,
): string {
  const names = window.effects.map(({ match }) => {
    const { service, site } = parseNodeId(match);
    if (service === '*' && site !== null)
      return t('panels:maintenance.wholeSite', { site: siteWords(catalogue, site) });
    return nodeWords(catalogue, match);
  });
  const more = names.length - NAMED;
  const named = names.slice(0, NAMED).join(' · ');
  return more > 0 ? `${named} + ${more}` : named;
}
