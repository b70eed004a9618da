import { type ReactNode, useMemo } from 'react';
import type { IdentityState, LinkState } from '../../../shared/contract/ipc';
import type { ActionRun, Notice } from '../../../shared/model/alarms';
import type { MaintenanceStatus } from '../../../shared/model/maintenance';
import type { RoomStatus } from '../../../shared/model/room';
import { incidentsIn, isOf } from '../../../shared/rules/incidents/read-incidents';
import { dayKey, formatAge, formatSeconds, formatSince } from '../../../shared/time/format';
import { type Speech, useT } from '../../i18n/react';
import type { MarkName } from '../../parts/mark';
import { MarkIcon } from '../../parts/mark-icon';
import { StateShape } from '../../parts/state-shape-icon';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import type { LinkView } from '../../stores/link-view';
import { useReportBanners } from '../callers/report-banners';
import { useActions, useDesk, useDeskStore } from '../desk-context';
import { type Dialog, type Page, pageOf, presentPage, type Tab } from '../desk-store';
import { actionName, commandName, type EventNames, personName, subjectName } from '../events/command-words';
import { useEventNames } from '../events/use-event-names';
import { majorBanners } from '../incidents/major-banners';
import { useIncidents } from '../incidents/use-incidents';
import { deskKey } from '../keys/key-table';
import { useWatchNow } from '../model/watch-now';
import { useMe, useNotices } from '../people/use-people';
import { lateBanners } from '../roster/late-banners';
import { usePlan } from '../roster/use-roster';
import { runsOf } from '../runs/run-model';

/** That the hub was put back from a backup is told for a watch, ms: until everybody has had the chance to redo. */
const RESTORED_SHOWN_MS = 8 * 3_600_000;

/** One thing that holds for everything on the screen. */
export interface Banner {
  readonly id: string;
  /** `calm`: nothing is wrong; it is said all the same. `major`: people lead it as a major incident. */
  readonly tone: 'unknown' | 'warning' | 'calm' | 'major';
  readonly title: string;
  readonly text: string;
  /** Stands in place of the tone's shape. */
  readonly mark?: MarkName;
  /** Something in it is owed now. */
  readonly loud?: boolean;
  /** What can be done about it. */
  readonly act?: { readonly label: string; readonly to: BannerGoal };
}

/** Where a banner leads. */
export type BannerGoal =
  | { readonly tab: Tab }
  | { readonly dialog: Dialog }
  | { readonly page: Page }
  /** A handover's own window, by its id. */
  | { readonly handover: string };

/** What banners tell of people: who acts here, what was refused, what waits for a second person. */
export interface BannerPeople {
  readonly identity: IdentityState | null;
  readonly notices: readonly Notice[];
  readonly runs: readonly ActionRun[];
  readonly names: EventNames;
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
  const people = useBannerPeople();
  const { incidents } = useIncidents();
  const desk = useDeskStore();
  const page = useDesk(presentPage);
  const reports = useReportBanners(view.hubNow);
  const late = useLateBanners(people.names, view.hubNow);
  const actions = useActions();
  const banners = [
    ...bannersFor(view, link, room, speech, overruns),
    ...majorBanners(
      // On its own page it stands larger already.
      incidentsIn(incidents).filter((one) => page.view !== 'incident' || !isOf(one, page.incident)),
      people.names,
      Math.floor(view.hubNow),
      speech,
    ),
    ...late,
    ...peopleBanners(people, view.hubNow, speech),
    ...reports,
  ];
  const go = (to: BannerGoal): void => {
    if ('tab' in to) desk.open(pageOf(to.tab));
    else if ('page' in to) desk.open(to.page);
    else if ('handover' in to) actions.openWindow('handover', to.handover);
    else desk.show(to.dialog);
  };
  return (
    <div className="banners">
      {banners.map((banner) => (
        <section
          key={banner.id}
          className="banner"
          data-tone={banner.tone}
          data-loud={banner.loud ? '' : undefined}
          role={banner.tone === 'calm' || banner.tone === 'major' ? 'status' : 'alert'}
          aria-atomic="false"
        >
          {banner.mark ? (
            <MarkIcon mark={banner.mark} size={24} />
          ) : banner.tone === 'calm' || banner.tone === 'major' ? null : (
            <StateShape state={banner.tone} size={24} />
          )}
          <div className="banner-words">
            <h2>{banner.title}</h2>
            <p className="banner-text">{banner.text}</p>
          </div>
          {banner.act && (
            <button
              type="button"
              className="quiet-button banner-act"
              onClick={() => banner.act && go(banner.act.to)}
            >
              {banner.act.label}
            </button>
          )}
        </section>
      ))}
    </div>
  );
}

/** Handovers that are late, from the board. */
function useLateBanners(names: EventNames, now: number): readonly Banner[] {
  const speech = useT();
  const plan = usePlan();
  const { watch } = useWatchNow();
  const me = useMe();
  const reader = { person: me?.id ?? null, leader: me?.person?.roles.includes('shift-leader') ?? false };
  return lateBanners(watch, plan, reader, names, Math.floor(now), speech);
}

/** What banners tell of people, from the board. */
function useBannerPeople(): BannerPeople {
  const identity = useBoard((state) => state.identity);
  const alarms = useBoard((state) => state.alarms);
  const version = useBoard((state) => state.alarmsVersion);
  const notices = useNotices();
  const names = useEventNames();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map changes in place; its version says when
  const runs = useMemo(() => runsOf(alarms, ({ state }) => state === 'waiting'), [alarms, version]);
  return { identity, notices, runs, names };
}

/** What must be known of people here: a desk that is not enrolled, refused acts, what waits for a second person. */
export function peopleBanners(
  { identity, notices, runs, names }: BannerPeople,
  now: number,
  speech: Speech,
): readonly Banner[] {
  const { t } = speech;
  const list: Banner[] = [];
  const toPeople = { label: t('people:banner.people'), to: { tab: 'people' } } as const;
  if (identity?.console.enrolled === false) {
    list.push({
      id: 'enrol',
      tone: 'warning',
      title: t('people:banner.notEnrolled'),
      text: t('people:banner.notEnrolledText'),
      act: toPeople,
    });
  }
  const [first] = notices;
  if (first) {
    const told = {
      actor: personName(names.people, first.actor),
      what: commandName(first.command, t),
      name: subjectName(names, first.subject, speech),
      time: formatSince(first.actedAt, now),
      reason: first.reason,
    };
    list.push({
      id: 'notices',
      tone: 'warning',
      title: t('people:banner.notices', { count: notices.length }),
      text: t('people:banner.noticesText', told),
      act: { label: t('people:banner.read'), to: { dialog: { kind: 'notices' } } },
    });
  }
  // Whoever asked knows; it is another who is waited for.
  const run = runs.find(({ requestedBy }) => requestedBy !== identity?.signedIn?.person);
  if (run) {
    list.push({
      id: `run-${run.id}`,
      tone: 'calm',
      title: t('people:banner.run', { name: actionName(names.catalogue, run.action) }),
      text: t('people:banner.runText', {
        actor: personName(names.people, run.requestedBy),
        time: formatSince(run.requestedAt, now),
      }),
      act: {
        label: t('people:banner.look'),
        to: { dialog: { kind: 'run', node: run.node, action: run.action } },
      },
    });
  }
  if (identity?.locked) {
    list.push({
      id: 'locked',
      tone: 'calm',
      title: t('people:banner.locked'),
      text: t('people:banner.lockedText'),
      act: { label: t('people:banner.unlock'), to: { dialog: { kind: 'person' } } },
    });
  }
  if (identity?.invites) {
    list.push({
      id: 'invite',
      tone: 'calm',
      title: t('people:banner.invite'),
      text: t('people:banner.inviteText'),
      act: toPeople,
    });
  }
  return list;
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
        t('desk:banner.overrunText', { key: deskKey('maintenance').cap }),
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
