import { formatUntil } from '../../../shared/time/format';
import type { Item, Rect } from '../layout/display-list';
import { divider, lineHeight, put } from './drawing';
import type { NextWord } from './next-word';
import type { PanelView } from './panel';

/** Design pixels. */
const COUNTDOWN = 176;

/** When the next word is due, as it is drawn and said. */
export interface Countdown {
  readonly due: boolean;
  /** `12:43`; past its time: how long ago it should have come. */
  readonly clock: string;
  readonly label: string;
  readonly detail: string;
  readonly line: string;
}

/** The countdown to the next word; past its time it counts on. */
export function countdown({ at }: Pick<NextWord, 'at'>, { t, link, lang }: PanelView): Countdown {
  const title = t('panels:cause.next');
  if (at === null) {
    const detail = t('panels:cause.noNext');
    return { due: false, clock: '', label: title, detail, line: detail };
  }
  const until = formatUntil(at, link.hubNow, lang);
  const left = at - link.hubNow;
  const late = left <= 0;
  const detail = t(late ? 'panels:cause.late' : 'panels:cause.at', { at: until });
  return {
    due: true,
    clock: `${late ? '+' : ''}${runningTime(Math.abs(left))}`,
    label: late ? t('panels:cause.overdue') : title,
    detail,
    line: `${title}: ${detail}`,
  };
}

/** `12:43`, `1:02:43`: minutes and seconds that are left, with hours where there are any. */
export function runningTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** Its column: what it is, how long is left in figures that are read across the room, and when that is. */
export function countdownItems(count: Countdown, rect: Rect, view: PanelView): Item[] {
  const { scale } = view;
  const pad = Math.round(40 * scale.unit);
  const x = rect.x + pad;
  const width = rect.w - pad;
  const small = lineHeight(scale.third);
  const size = Math.min(Math.round(COUNTDOWN * scale.unit), Math.round(rect.h * 0.4));
  const h = Math.round(size * 1.2);
  const top = rect.y + Math.round(16 * scale.unit);
  const quiet = { size: scale.third, weight: 500, colour: '--text-2', least: 0.7 } as const;
  const clock = { size, weight: 600, colour: '--text-1', least: 0.3 } as const;
  const second = { size: scale.second, weight: 500, colour: '--text-2', least: 0.6 } as const;
  return [
    divider(rect.x, rect.y, rect.h - Math.round(20 * scale.unit), view),
    put(count.label, { x, top, h: small, width }, quiet, view).item,
    ...(count.due ? [put(count.clock, { x, top: top + small, h, width }, clock, view).item] : []),
    put(
      count.detail,
      { x, top: top + small + (count.due ? h : 0), h: lineHeight(scale.second), width },
      second,
      view,
    ).item,
  ];
}
