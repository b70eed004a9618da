import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CommandKind } from '../../shared/contract/commands';
import type { EntryLink } from '../../shared/model/shift-log';
import type { WallCell } from '../../shared/model/wall';

/** What the desk shows. A service page stands at a service and, where it has sites, at one of its nodes. */
export type Page =
  | { readonly view: 'alarms' }
  | { readonly view: 'services' }
  | { readonly view: 'service'; readonly node: string }
  | { readonly view: 'incidents' }
  /** `incident`: its id, or one that it has been known by. */
  | { readonly view: 'incident'; readonly incident: string }
  /** Who has called, and what to tell the next one: `service`: about this one, null: all. */
  | { readonly view: 'callers'; readonly service: string | null }
  /** Messages out of the room; `message`: the one that is written or read, null: the list. */
  | { readonly view: 'messages'; readonly message: string | null }
  /** The shift log; `entry`: the one that is stood at, null: from the newest. */
  | { readonly view: 'shift-log'; readonly entry: string | null }
  /** The handovers, present and past; `handover`: the one that is read, null: the list. They are done in their own window. */
  | { readonly view: 'handovers'; readonly handover: string | null }
  /** Routines and what is carried on; `item`: the turn or the follow-up in focus, by its id. */
  | { readonly view: 'routines'; readonly item: string | null }
  /** Who keeps the watch when; `form`: the plan itself is being edited. */
  | { readonly view: 'roster'; readonly form: boolean }
  /** The figures of the alarm system. It has no tab of its own: it is opened from the alarms. */
  | { readonly view: 'figures' }
  | { readonly view: 'events' }
  | { readonly view: 'maintenance' }
  | { readonly view: 'sources' }
  /** What the wall shows, the command of it, and how its computers fare. */
  | { readonly view: 'walls' }
  /** Scenes of the wall; `scene`: the one that is being edited, null: the list. */
  | { readonly view: 'scenes'; readonly scene: string | null }
  /** The form beside the catalogue file; `service`: the one that is being edited, null: the list. */
  | { readonly view: 'catalogue'; readonly service: string | null }
  | { readonly view: 'people' };

/** The views that have a tab, in its order: the first is where a watch lives. Each has a digit, from 1. */
export const TABS = [
  'alarms',
  'services',
  'incidents',
  'callers',
  'messages',
  'shift-log',
  'handovers',
  'routines',
  'maintenance',
] as const;
/** The views under the last tab, 0: what a watch opens now and then. */
export const MORE = ['events', 'roster', 'walls', 'sources', 'catalogue', 'people'] as const;
/** A view that has a place of its own in the menu. */
export type Tab = (typeof TABS)[number] | (typeof MORE)[number];

/** The page that a tab, or a line of the menu under the last one, opens. */
export function pageOf(tab: Tab): Page {
  switch (tab) {
    case 'catalogue':
    case 'callers':
      return { view: tab, service: null };
    case 'messages':
      return { view: tab, message: null };
    case 'shift-log':
      return { view: tab, entry: null };
    case 'handovers':
      return { view: tab, handover: null };
    case 'routines':
      return { view: tab, item: null };
    case 'roster':
      return { view: tab, form: false };
    default:
      return { view: tab };
  }
}

/** The tab, or the line of the menu, that a page belongs to. */
export function tabOf({ view }: Page): Tab {
  if (view === 'service') return 'services';
  if (view === 'incident') return 'incidents';
  if (view === 'scenes') return 'walls';
  return view === 'figures' ? 'alarms' : view;
}

/** Whether a tab stands under the last one, 0. */
export function isUnderMore(tab: Tab): tab is (typeof MORE)[number] {
  return MORE.some((one) => one === tab);
}

/** A way back longer than this is no longer remembered. */
const MAX_TRAIL = 50;

/** What stands over the page. */
export type Dialog =
  | { readonly kind: 'keys' | 'outbox' | 'palette' | 'person' | 'notices' }
  /** What stands under the last tab, and the papers on this console's disk. */
  | { readonly kind: 'more' | 'papers' }
  /** Who takes the watch, joins it, or leaves it. */
  | { readonly kind: 'duty' }
  /** A new entry of the shift log, about these. */
  | { readonly kind: 'log-entry'; readonly links: readonly EntryLink[] }
  /** Nobody is signed in, or the desk is locked: `pending` is the act that waits for it. */
  | { readonly kind: 'sign-in' | 'pin' }
  /** Whom to call now, about a node; `team`: the one to begin with. */
  | { readonly kind: 'on-call'; readonly node: string | null; readonly team: string | null }
  /** A runbook action, started from a node's alarm. */
  | { readonly kind: 'run'; readonly node: string | null; readonly action: string }
  /** A new incident: about a cause by its node, or by hand (null). */
  | { readonly kind: 'open-incident'; readonly node: string | null }
  /** Users report a node down, or still do. */
  | { readonly kind: 'user-report'; readonly node: string }
  /** A known error by its id, or a new one (null) about a service. */
  | { readonly kind: 'known-error'; readonly error: string | null; readonly service: string | null }
  /** To the wall with what is in focus: about this node; null: nothing is. */
  | { readonly kind: 'to-wall'; readonly node: string | null }
  /** An act on the wall, with what is chosen already. */
  | ({ readonly kind: 'wall-act' } & WallIntent);

/** What somebody is about to do with the wall. */
export type WallIntent =
  /** `scene`: the one that is proposed; null: the first. */
  | { readonly act: 'scene'; readonly scene: string | null }
  | { readonly act: 'rotate' | 'spotlight' | 'message' }
  /** `cell`: where to; null: where it is least in the way. */
  | { readonly act: 'send'; readonly cell: WallCell | null };

/** An act that was refused because nobody is known to be here, and waits for who that is. */
export interface PendingAct {
  readonly kind: CommandKind;
  readonly subject: string;
  /** What main said: `wrong-pin` after a PIN that was not right. */
  readonly why: 'signed-out' | 'locked' | 'wrong-pin';
  readonly message: string;
  /** Gives it once more; `pin` where the desk stays locked. */
  readonly go: (pin?: string) => void;
  /** The person thought better of it. */
  readonly drop: () => void;
}

export interface DeskState {
  /** Pages on the way here, the present one last. Never empty. */
  readonly trail: readonly [Page, ...Page[]];
  readonly filter: string;
  /** The focused line of the list, by the node's id or the group's: it follows the item, never the place. */
  readonly focused: string | null;
  readonly normalOpen: boolean;
  /** The alarm in focus, by its node: it follows the alarm, never the row. */
  readonly alarm: string | null;
  readonly alarmFilter: string;
  /** The incident in focus in the list, by its id. */
  readonly incident: string | null;
  /** Alarms chosen together, by node; empty: an act takes the one in focus. */
  readonly chosen: ReadonlySet<string>;
  /** Refused and expired acts that somebody here has read, by command id. */
  readonly seenFates: ReadonlySet<string>;
  readonly dialog: Dialog | null;
  readonly pending: PendingAct | null;
  /** Something that a person asked for and did not get, in words. */
  readonly notice: string | null;
  /** How far back response times go. */
  readonly range: SampleRange;
  /** Single letters act as keys (WCAG 2.1.4 wants them to be possible to turn off). */
  readonly characterKeys: boolean;
}

const RANGES = ['1h', '24h', '31d', '13m'] as const;
export type SampleRange = (typeof RANGES)[number];
export const RANGE_MS: Readonly<Record<SampleRange, number>> = {
  '1h': 3_600_000,
  '24h': 86_400_000,
  '31d': 31 * 86_400_000,
  '13m': 396 * 86_400_000,
};

/** The range after this one: an hour, a day, a month, thirteen months, and an hour again. */
export function nextRange(range: SampleRange): SampleRange {
  return RANGES[(RANGES.indexOf(range) + 1) % RANGES.length] ?? '1h';
}

/** The desk's own state: where the person is. None of it is truth about the room. */
export interface DeskStore extends StoreApi<DeskState> {
  /** Goes to a page, so that `back` returns here. A tab begins a new trail. */
  open(page: Page): void;
  /** Another page in place of this one, such as the same service at another site. */
  replace(page: Page): void;
  /**
   * One step back. A service's page that the window began with goes back to the list that it is in. Returns false where
   * there is nothing to go back to.
   */
  back(): boolean;
  /** Opens a dialog over the page, in place of any other. */
  show(dialog: Dialog): void;
  /** Closes what stands over the page; an act that waited for it is dropped. */
  close(): void;
}

export function createDeskStore(first: Page = { view: 'alarms' }): DeskStore {
  const store = createStore<DeskState>(() => ({
    trail: [first],
    filter: '',
    focused: null,
    normalOpen: false,
    alarm: null,
    alarmFilter: '',
    incident: null,
    chosen: new Set<string>(),
    seenFates: new Set<string>(),
    dialog: null,
    pending: null,
    notice: null,
    range: '1h',
    characterKeys: true,
  }));
  return Object.assign(store, {
    open(page: Page): void {
      const { trail } = store.getState();
      const now = presentPage(store.getState());
      if (samePage(now, page)) return;
      const next: [Page, ...Page[]] = isDeeper(page) ? [...trail, page] : [page];
      if (next.length > MAX_TRAIL) next.splice(1, 1);
      store.setState({ trail: next, notice: null });
    },
    replace(page: Page): void {
      const [first, ...rest] = store.getState().trail;
      store.setState({ trail: rest.length === 0 ? [page] : [first, ...rest.slice(0, -1), page] });
    },
    back(): boolean {
      const { trail } = store.getState();
      const [first, ...rest] = trail;
      if (rest.length > 0) {
        store.setState({ trail: [first, ...rest.slice(0, -1)], notice: null });
        return true;
      }
      const list = pageOf(tabOf(first));
      if (samePage(first, list)) return false;
      store.setState({ trail: [list], notice: null });
      return true;
    },
    show(dialog: Dialog): void {
      store.setState({ dialog, notice: null });
    },
    close(): void {
      const { pending } = store.getState();
      store.setState({ dialog: null });
      pending?.drop();
    },
  });
}

/** The page that is on the screen. */
export function presentPage(state: Pick<DeskState, 'trail'>): Page {
  return state.trail[state.trail.length - 1] ?? state.trail[0];
}

/** Whether a page is come to from another one, and has a way back to it. */
function isDeeper(page: Page): boolean {
  return page.view === 'figures' || page.view === 'scenes' || itemOf(page) !== null;
}

/** Which one thing a page stands at; null: it is a whole list. */
function itemOf(page: Page): string | null {
  switch (page.view) {
    case 'service':
      return page.node;
    case 'incident':
      return page.incident;
    case 'callers':
    case 'catalogue':
      return page.service;
    case 'scenes':
      return page.scene;
    case 'messages':
      return page.message;
    case 'shift-log':
      return page.entry;
    case 'handovers':
      return page.handover;
    case 'routines':
      return page.item;
    case 'roster':
      return page.form ? 'form' : null;
    default:
      return null;
  }
}

function samePage(a: Page, b: Page): boolean {
  return a.view === b.view && itemOf(a) === itemOf(b);
}
