import { type ReactNode, useMemo } from 'react';
import type { LinkState } from '../../../shared/contract/ipc';
import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import type { RoomStatus } from '../../../shared/model/room';
import { dayKey, formatAge, formatSeconds, formatSince } from '../../../shared/time/format';
import { type Speech, useT } from '../../i18n/react';
import type { MarkName } from '../../parts/mark';
import { MarkIcon } from '../../parts/mark-icon';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import type { LinkView } from '../../stores/link-view';

/** That the hub was put back from a backup is told for a watch, ms: until everybody has had the chance to redo. */
const RESTORED_SHOWN_MS = 8 * 3_600_000;

/** One thing that holds for everything on the screen. */
export interface Banner {
  readonly id: string;
  readonly tone: 'unknown' | 'warning';
  readonly title: string;
  readonly text: string;
  /** Stands in place of the tone's shape. */
  readonly mark?: MarkName;
}

/** What must be read before anything else is believed; nothing when all is as it should be. */
export function Banners(): ReactNode {
  const speech = useT();
  const link = useBoard((state) => state.link);
  const room = useBoard((state) => state.room);
  const view = useLinkView();
  const store = useBoardStore();
  const version = useBoard((state) => state.maintenanceVersion);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const overruns = useMemo(
    () => [...store.getState().maintenance.values()].filter(({ run }) => run?.phase === 'overrun'),
    [store, version],
  );
  const banners = bannersFor(view, link, room, speech, overruns);
  return (
    <div className="banners">
      {banners.map((banner) => (
        <section key={banner.id} className="banner" data-tone={banner.tone} role="alert" aria-atomic="false">
          {banner.mark ? (
            <MarkIcon mark={banner.mark} size={24} />
          ) : (
            <StateShape state={banner.tone} size={24} />
          )}
          <div>
            <h2>{banner.title}</h2>
            <p>{banner.text}</p>
          </div>
        </section>
      ))}
    </div>
  );
}

/** The banners that hold now, the one that changes most of what may be believed first. */
export function bannersFor(
  view: LinkView,
  link: LinkState | null,
  room: RoomStatus | null,
  speech: Speech,
  overruns: readonly MaintenanceStatus[] = [],
): readonly Banner[] {
  const { t } = speech;
  const list: Banner[] = [];
  const broken = linkBanner(view, link, speech);
  if (broken) list.push(broken);
  if (room?.vantageLostSince != null) {
    list.push({
      id: 'vantage',
      tone: 'unknown',
      title: t('desk:banner.vantage', { time: formatSince(room.vantageLostSince, view.hubNow) }),
      text: t('desk:banner.vantageText'),
    });
  }
  const [overrun, ...others] = overruns;
  if (overrun?.run) {
    const time = formatSince(overrun.run.end, view.hubNow);
    list.push({
      id: `overrun-${overrun.window.id}`,
      tone: 'warning',
      mark: 'overrun',
      title: t('desk:banner.overrun', { title: overrun.window.title, time }),
      text: [
        ...(others.length > 0 ? [t('desk:banner.overrunMore', { count: others.length })] : []),
        t('desk:banner.overrunText'),
      ].join(' '),
    });
  }
  if (room?.rejected) {
    const [first, ...more] = room.rejected.issues;
    const place = first ? `${first.file}:${first.line}:${first.col} ${first.reason}` : '';
    list.push({
      id: 'rejected',
      tone: 'warning',
      title: t('desk:banner.rejected', { time: formatSince(room.rejected.at, view.hubNow) }),
      text: [place, more.length > 0 ? t('desk:banner.rejectedMore', { count: more.length }) : '']
        .filter((part) => part !== '')
        .concat(t('desk:banner.rejectedText'))
        .join('. '),
    });
  }
  const restored = room?.restored ?? null;
  if (restored !== null && view.hubNow - restored.at < RESTORED_SHOWN_MS) {
    list.push({
      id: 'restored',
      tone: 'warning',
      title: t('desk:banner.restored', { time: formatSince(restored.backupAt, view.hubNow) }),
      text: t('desk:banner.restoredText', { time: formatSince(restored.at, view.hubNow) }),
    });
  }
  for (const fault of link?.degraded ?? []) {
    list.push({
      id: fault.code,
      tone: 'warning',
      title: t(`desk:degraded.${fault.code}`),
      text: fault.detail,
    });
  }
  return list;
}

/** To the second today; with its date on any other day. */
function formatMoment(at: number, now: number): string {
  return dayKey(at) === dayKey(now) ? formatSeconds(at) : formatSince(at, now);
}

function linkBanner(view: LinkView, link: LinkState | null, { t, lang }: Speech): Banner | null {
  if (view.trouble === null || view.knownAt === null) {
    if (view.trouble !== 'refused' && view.trouble !== 'diverged') return null;
  }
  const values = {
    time: view.knownAt === null ? '' : formatMoment(view.knownAt, view.hubNow),
    age: formatAge(view.silentForMs, lang),
    reason: link?.reason ?? '',
    hub: link?.hub ?? '',
  };
  const stale = view.phase === 'stale';
  const shown = view.knownAt === null ? '' : t(stale ? 'desk:banner.stale' : 'desk:banner.lastKnown', values);
  const say = (title: string, text: string): Banner => ({
    id: 'link',
    tone: 'unknown',
    title,
    text: [text, shown].filter((part) => part !== '').join(' '),
  });
  switch (view.trouble) {
    case 'connecting':
      return say(t('desk:banner.connecting', values), t('desk:banner.connectingText'));
    case 'refused':
      return say(t('desk:banner.refused', values), t('desk:banner.refusedText'));
    case 'diverged':
      return say(t('desk:banner.diverged', values), t('desk:banner.divergedText'));
    case 'silent':
      return say(t('desk:banner.silent', values), t('desk:banner.silentText'));
    default:
      return say(t('desk:banner.lost', values), t('desk:banner.lostText'));
  }
}
