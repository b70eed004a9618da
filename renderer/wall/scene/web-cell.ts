import { PANEL_SETTINGS } from '../../../shared/model/panels';
import type { WebState } from '../../../shared/model/wall-health';
import { formatAge, formatClock, formatSince } from '../../../shared/time/format';
import type { DisplayView } from '../view';
import type { Notice } from './notice-cell';

/** A page of the web on the wall: what its title bar says, and what is drawn in its place; null: the page itself is there. */
export interface WebCell {
  readonly title: string;
  readonly loaded: string | null;
  readonly stale: string | null;
  readonly notice: Notice | null;
}

/** What a page of the web shows of itself, in the wall's own words. `here`: this window shows pages; a desk's miniature does not. */
export function webCell(
  settings: unknown,
  page: WebState | null,
  here: boolean,
  { t, lang, link, linkState }: Pick<DisplayView, 't' | 'lang' | 'link' | 'linkState'>,
): WebCell {
  const parsed = PANEL_SETTINGS.web.safeParse(settings);
  const url = parsed.success ? parsed.data.url : '';
  const title = parsed.success && parsed.data.title !== '' ? parsed.data.title : hostOf(url);
  const address = page?.address || url;
  const bare: WebCell = { title, loaded: null, stale: null, notice: null };
  if (!here) return { ...bare, notice: { title, lines: [address, t('wall:web.onWall')], state: null } };
  if (page === null || (page.phase === 'loading' && page.loadedAt === null))
    return {
      ...bare,
      notice: { title: t('wall:web.loading', { title }), lines: [address], state: null },
    };
  // Main speaks of this machine's clock; all times on the wall are the hub's.
  const offset = linkState?.offsetMs ?? 0;
  const loaded =
    page.loadedAt === null
      ? null
      : t('wall:web.loaded', {
          at: formatSince(page.loadedAt + offset, link.hubNow),
          took: page.loadMs === null ? '' : seconds(page.loadMs, lang),
        });
  if (page.phase === 'shown' || page.phase === 'loading') return { ...bare, loaded };
  const refused = page.phase === 'refused';
  const what = t(refused ? 'wall:web.refused' : 'wall:web.failed', { title });
  const since = page.since + offset;
  const again = page.nextAt === null ? null : formatClock(page.nextAt + offset);
  const lines = [
    address,
    refused ? t('wall:web.outside', { origin: page.fault ?? '' }) : faultWords(page.fault, t),
    refused ? t('wall:web.askDesk') : '',
    t('wall:web.since', {
      at: formatSince(since, link.hubNow),
      age: formatAge(link.hubNow - since, lang),
    }),
    // It is always tried again: between two times it is said when, and meanwhile that it is.
    again === null ? t('wall:web.trying') : t('wall:web.again', { at: again }),
  ].filter((line) => line !== '');
  return { ...bare, loaded, stale: what, notice: { title: what, lines, state: 'unknown' } };
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** Why a page is not there, in words where the name of the fault is well known; else its name. */
function faultWords(fault: string | null, t: DisplayView['t']): string {
  if (fault === null) return '';
  const known = FAULTS.find(([pattern]) => pattern.test(fault));
  const status = /^HTTP (\d{3})/u.exec(fault)?.[1];
  if (status !== undefined) return t('wall:web.fault.status', { status });
  return known ? `${t(known[1])} (${fault})` : fault;
}

const FAULTS = [
  [/NAME_NOT_RESOLVED|DNS/u, 'wall:web.fault.name'],
  [/CERT|SSL/u, 'wall:web.fault.certificate'],
  [/TIMED_OUT|TIMEOUT/u, 'wall:web.fault.time'],
  [/HUNG/u, 'wall:web.fault.hung'],
  [/MEMORY|OOM/u, 'wall:web.fault.memory'],
  [/^FLOOD$/u, 'wall:web.fault.flood'],
  [/CRASH|KILLED/u, 'wall:web.fault.crashed'],
  [/CONNECTION|ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED|NETWORK/u, 'wall:web.fault.connection'],
] as const;

/** `1,3 s`. */
function seconds(ms: number, lang: DisplayView['lang']): string {
  const value = (ms / 1000).toFixed(1);
  return `${lang === 'nb' ? value.replace('.', ',') : value} s`;
}
