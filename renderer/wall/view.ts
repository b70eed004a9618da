import type { LinkState } from '../../shared/contract/ipc';
import type { RoomStatus } from '../../shared/model/room';
import {
  dayKey,
  formatAge,
  formatClock,
  formatSeconds,
  formatSince,
  type Language,
} from '../../shared/time/format';
import type { Failure } from '../../shared/util/result';
import type { Translate } from '../i18n';
import type { LinkView } from '../stores/link-view';
import type { Aside, Watch } from './model/aside';
import type { Callout } from './model/callouts';
import type { WallHandover } from './model/handover';
import type { Mosaic } from './model/mosaic';
import type { Totals, WallModel } from './model/wall-model';
import type { TypeScale } from './type-scale';

/** What every display of the wall depends on. */
export interface DisplayView {
  readonly model: WallModel;
  /** The shift change that is being made, taken with the callouts; null: none is. */
  readonly handover: WallHandover | null;
  /** In this second the outline of what nobody has acknowledged stands out. */
  readonly beat: boolean;
  readonly room: RoomStatus | null;
  readonly link: LinkView;
  readonly linkState: LinkState | null;
  /** Why this window has no picture from the console; null: it has. */
  readonly failure: Failure | null;
  readonly scale: TypeScale;
  /** Size of the picture, device pixels. */
  readonly width: number;
  readonly height: number;
  readonly lang: Language;
  readonly t: Translate;
}

/** All that a mosaic's picture depends on. Its layout reads nothing else. */
export interface WallView extends DisplayView {
  readonly mosaic: Mosaic;
  /** Those of its criticalities. */
  readonly callouts: readonly Callout[];
  /** Callouts that are none of its criticalities': they are counted. */
  readonly outside: number;
  /** Its services by the worst that is to be heard of them, taken with the callouts. */
  readonly totals: Totals;
  /** Services of the room that it leaves out, and how many of them are not normal. */
  readonly leftOut: { readonly services: number; readonly abnormal: number };
  /** What makes no sound or is put aside, taken with the callouts. */
  readonly aside: readonly Aside[];
  /** Who is on watch; null: the hub knows no people. */
  readonly watch: Watch | null;
  /** Alarms that no cause explains; null: there is no upset that they could be hidden in. Taken with the callouts. */
  readonly unexplained: number | null;
  /** The node that somebody put in the spotlight; null: none. */
  readonly spotlight: string | null;
}

/** What link and room demand that everybody sees first. */
export interface Banner {
  readonly kind: 'lost' | 'connecting' | 'refused' | 'diverged' | 'vantage';
  readonly title: string;
  /** What to do; null: the title says it. */
  readonly detail: string | null;
}

/** What should be known but need not be read from afar. */
export interface Note {
  readonly key: string;
  readonly text: string;
}

/** Why there is no mosaic to show. */
export interface EmptyScene {
  readonly kind: 'connecting' | 'no-data' | 'no-services' | 'failed';
  readonly title: string;
  readonly detail: string;
}

/** A console clock that differs by more than this from the hub's is mentioned, ms. */
const OFFSET_SHOWN_MS = 2_000;
/** A time in which nobody watched, or a restore from a backup, is mentioned for so long afterwards, ms. */
const BLIND_SHOWN_MS = 8 * 3_600_000;

/** True when what is shown may have changed since: nothing may look fresh. */
export function isLastKnown(view: Pick<DisplayView, 'link'>): boolean {
  return view.link.phase !== 'live';
}

/** `04:44:12`, with the day when it is another than today. */
export function sinceSeconds(at: number, now: number): string {
  const seconds = formatSeconds(at);
  return dayKey(at) === dayKey(now) ? seconds : formatSince(at, now).replace(formatClock(at), seconds);
}

/** The banner, if there is cause for one: the hub's absence before its own blindness. */
export function bannerOf(view: DisplayView): Banner | null {
  const { t, link, room } = view;
  if (emptyOf(view)) return null;
  const at = sinceSeconds(link.since, link.hubNow);
  switch (link.trouble) {
    case 'lost':
    case 'silent':
      return {
        kind: 'lost',
        title: link.phase === 'stale' ? t('wall:banner.stale', { at }) : t('wall:banner.lost', { at }),
        detail: null,
      };
    case 'connecting':
      return { kind: 'connecting', title: t('wall:banner.connecting', { at }), detail: null };
    case 'refused':
      return {
        kind: 'refused',
        title: t('wall:banner.refused'),
        detail: joined(view.linkState?.reason, t('wall:banner.refusedDo')),
      };
    case 'diverged':
      return { kind: 'diverged', title: t('wall:banner.diverged'), detail: t('wall:banner.divergedDo') };
    case null:
      break;
  }
  if (room?.vantageLostSince == null) return null;
  return {
    kind: 'vantage',
    title: t('wall:banner.vantage', { at: formatSince(room.vantageLostSince, link.hubNow) }),
    detail: t('wall:banner.vantageDo'),
  };
}

/** Notes for the foot line, most pressing first. */
export function notesOf(view: DisplayView): readonly Note[] {
  const { t, room, linkState, link } = view;
  const notes: Note[] = [];
  const { handover } = view;
  if (handover && (handover.lateSince !== null || handover.state !== 'preparing')) {
    const { from, to, items } = handover;
    const said = items.filter((item) => item.said).length;
    const values = { from, to, said, all: items.length, at: formatClock(handover.dueAt) };
    const key =
      handover.state === 'signed'
        ? (['wall:note.handoverSigned', 'wall:note.handoverSignedLate'] as const)
        : (['wall:note.handover', 'wall:note.handoverLate'] as const);
    notes.push({ key: 'handover', text: t(key[handover.lateSince === null ? 0 : 1], values) });
  }
  for (const { code } of linkState?.degraded ?? []) {
    notes.push({ key: `degraded/${code}`, text: t(`wall:degraded.${code}`) });
  }
  const issue = room?.rejected?.issues[0];
  if (issue) {
    const more = (room?.rejected?.issues.length ?? 1) - 1;
    const place = `${issue.file}:${issue.line}:${issue.col} ${issue.reason}`;
    const text = t('wall:note.rejected', { place });
    notes.push({ key: 'rejected', text: more > 0 ? `${text} (+ ${more})` : text });
  }
  const offset = Math.abs(linkState?.offsetMs ?? 0);
  if (offset > OFFSET_SHOWN_MS) {
    notes.push({ key: 'offset', text: t('wall:note.offset', { age: formatAge(offset, view.lang) }) });
  }
  if (linkState && linkState.rejectedMessages > 0) {
    notes.push({ key: 'messages', text: t('wall:note.messages', { count: linkState.rejectedMessages }) });
  }
  if (room?.flood) {
    const at = formatSince(room.flood.since, link.hubNow);
    notes.push({ key: 'flood', text: t('wall:note.flood', { at, count: room.flood.annunciated }) });
  }
  const blind = room?.blind;
  if (blind && link.hubNow - blind.to < BLIND_SHOWN_MS) {
    const from = formatSince(blind.from, link.hubNow);
    notes.push({
      key: 'blind',
      text: t('wall:note.blind', { from, to: formatSince(blind.to, link.hubNow) }),
    });
  }
  const restored = room?.restored;
  if (restored && link.hubNow - restored.at < BLIND_SHOWN_MS) {
    notes.push({
      key: 'restored',
      text: t('wall:note.restored', { at: formatSince(restored.backupAt, link.hubNow) }),
    });
  }
  return notes;
}

/** What to show instead of a mosaic, when there is nothing to make one of. */
export function emptyOf(view: DisplayView): EmptyScene | null {
  const { t, link, failure, model } = view;
  if (model.cells.length > 0) return null;
  if (failure) {
    return { kind: 'failed', title: t('wall:empty.failed'), detail: `${failure.message} (${failure.code})` };
  }
  if (link.phase === 'connecting') {
    return {
      kind: 'connecting',
      title: t('wall:empty.connecting'),
      detail: t('wall:empty.connectingDetail'),
    };
  }
  if (link.phase === 'empty') {
    const at = sinceSeconds(link.since, link.hubNow);
    const why = link.trouble === 'refused' ? t('wall:banner.refused') : t('wall:empty.noData');
    const detail = joined(
      link.trouble === 'refused' ? view.linkState?.reason : null,
      t('wall:empty.noDataDetail', { at }),
    );
    return { kind: 'no-data', title: why, detail };
  }
  return {
    kind: 'no-services',
    title: t('wall:empty.noServices'),
    detail: t('wall:empty.noServicesDetail'),
  };
}

/** The state of the link in words, and of the age of what is shown. */
export function linkWords(view: DisplayView): {
  readonly state: string;
  readonly age: string;
  readonly old: boolean;
} {
  const { t, link, linkState, lang } = view;
  if (link.phase === 'live') {
    const oldest = linkState?.oldestObservedAt ?? null;
    const age = oldest === null ? 0 : Math.max(0, link.hubNow - oldest);
    const words = [
      ...(oldest === null ? [] : [t('wall:link.oldest', { age: formatAge(age, lang) })]),
      ...(linkState && linkState.unobserved > 0
        ? [t('wall:link.unobserved', { count: linkState.unobserved })]
        : []),
    ];
    return { state: t('wall:link.live'), age: words.join(' · '), old: age > OLD_MS };
  }
  const state = t(link.trouble === null ? 'wall:link.none' : `wall:link.${link.trouble}`);
  const known = link.knownAt;
  const age = known === null ? '' : t('wall:link.known', { at: sinceSeconds(known, link.hubNow) });
  return { state, age, old: true };
}
/** From this age on, the oldest data is written in full text. */
const OLD_MS = 120_000;

function joined(...parts: readonly (string | null | undefined)[]): string {
  return parts
    .filter((part) => part != null && part !== '')
    .map((part) => (part as string).replace(/[.\s]+$/u, ''))
    .join('. ')
    .concat('.');
}
