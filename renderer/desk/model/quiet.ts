import type { CatalogueEntity } from '../../../shared/model/catalogue';
import { type MaintenanceStatus, maintenanceKey } from '../../../shared/model/maintenance';
import type { NodeStatus, Quiet, RoomStatus } from '../../../shared/model/room';
import type { ForeignSilence, SourceEntity } from '../../../shared/model/sources';
import type { Graph } from '../../../shared/rules/graph';
import { formatUntil } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import type { MarkName } from '../../parts/mark';

/** What stands beside a state: a mark, and what it says. */
export interface MarkWords {
  /** What people did to an alarm is told on the alarm, not here. */
  readonly mark: Exclude<MarkName, 'shelved' | 'out-of-service' | 'major'>;
  readonly text: string;
  /** Until when, where that is known; said last, and never cut. */
  readonly until?: string;
}

/** What marks are named from. */
export interface QuietView {
  readonly graph: Graph;
  readonly catalogue: ReadonlyMap<string, CatalogueEntity>;
  readonly maintenance: ReadonlyMap<string, MaintenanceStatus>;
  readonly sources: ReadonlyMap<string, SourceEntity>;
  readonly room: Pick<RoomStatus, 'hours'> | null;
  /** The hub's time, ms UTC. */
  readonly now: number;
}

/** The marks of a node: why its fault makes no sound, whose late work it is, and that it flaps. Most have none. */
export function marksOf(
  status: NodeStatus | undefined,
  view: QuietView,
  speech: Speech,
): readonly MarkWords[] {
  if (!status) return NO_MARKS;
  const marks: MarkWords[] = [];
  if (status.quiet) marks.push(quietWords(status.id, status.quiet, view, speech));
  else if (status.state !== 'normal') {
    const title = overrunOf(status.id, view.maintenance);
    if (title !== null) marks.push({ mark: 'overrun', text: speech.t('desk:quiet.overrun', { title }) });
  }
  if (status.flapping) marks.push({ mark: 'flapping', text: speech.t('states:mark.flapping') });
  return marks.length === 0 ? NO_MARKS : marks;
}

const NO_MARKS: readonly MarkWords[] = [];

/** The title of the planned work that covers a node and has gone over its time; null where there is none. */
function overrunOf(node: string, maintenance: QuietView['maintenance']): string | null {
  for (const { window, run } of maintenance.values()) {
    if (run?.phase === 'overrun' && run.covers.some((cover) => cover.node === node)) return window.title;
  }
  return null;
}

/** Why a node's fault makes no sound, and until when. */
export function quietWords(node: string, quiet: Quiet, view: QuietView, { t, lang }: Speech): MarkWords {
  switch (quiet.kind) {
    case 'maintenance': {
      const status = view.maintenance.get(maintenanceKey(quiet.id));
      const title = status?.window.title ?? quiet.id;
      if (!status?.run) return { mark: 'maintenance', text: t('desk:quiet.maintenance', { title }) };
      const time = formatUntil(status.run.end, view.now, lang);
      return {
        mark: 'maintenance',
        text: t('desk:quiet.maintenance', { title }),
        until: t('desk:quiet.until', { time }),
      };
    }
    case 'hours': {
      const nextAt = view.room?.hours.find(({ id }) => id === quiet.id)?.nextAt ?? null;
      if (nextAt === null) return { mark: 'hours', text: t('desk:quiet.hours') };
      return {
        mark: 'hours',
        text: t('desk:quiet.hoursUntil', { time: formatUntil(nextAt, view.now, lang) }),
      };
    }
    case 'silence': {
      const source = view.graph.checks.get(quiet.id)?.source ?? null;
      const entity = source === null ? undefined : view.catalogue.get(`source:${source}`);
      const name = entity?.kind === 'source' ? entity.value.name : (source ?? quiet.id);
      const silence = silenceOf(node, source, view.sources);
      if (!silence) return { mark: 'silence', text: t('desk:quiet.silence', { source: name }) };
      const time = formatUntil(silence.endsAt, view.now, lang);
      return {
        mark: 'silence',
        text: t('desk:quiet.silenceBy', { source: name, author: silence.author }),
        until: t('desk:quiet.until', { time }),
      };
    }
  }
}

/** The silence that holds a node's alerts; of several, the one that lasts longest. */
function silenceOf(
  node: string,
  source: string | null,
  sources: ReadonlyMap<string, SourceEntity>,
): ForeignSilence | null {
  let longest: ForeignSilence | null = null;
  for (const entity of sources.values()) {
    if (entity.kind !== 'alert' || entity.value.source !== source) continue;
    if (entity.value.silencedBy.length === 0 || !entity.value.nodes.includes(node)) continue;
    for (const id of entity.value.silencedBy) {
      const silence = sources.get(`silence:${id}`);
      if (silence?.kind !== 'silence') continue;
      if (longest === null || silence.value.endsAt > longest.endsAt) longest = silence.value;
    }
  }
  return longest;
}
