import { formatAge, formatSince } from '../../../shared/time/format';
import { box, type Group, group, type Item, type Rect } from '../layout/display-list';
import type { Holder } from '../model/attention';
import { countdown, countdownItems } from './cause-countdown';
import { personOf } from './cause-entries';
import { type Focus, focusOf, noneWords } from './cause-focus';
import { drawServices } from './cause-services';
import { handWords, headOf } from './causes';
import { alone, dotted, holderItems, isThen, lineHeight, put, rule, shape } from './drawing';
import { definePanel, type PanelDrawing, type PanelFacts, type PanelView } from './panel';

/** One cause, as large as the display allows: what, where, since when, who has it, and when the next word is due. */
export interface CauseFacts extends PanelFacts {
  readonly focus: Focus | null;
  readonly commander: Holder | null;
  /** What stands there where there is none. */
  readonly none: string;
}

/** Sizes of the cause and its state, read across the room, and the smallest they may be; design pixels. */
const HERO = 152;
const LEAST_HERO = 72;
/** The countdown has a column of its own from this width on, design pixels. */
const WIDE = 1_150;

export const causePanel = definePanel<'cause', CauseFacts>({
  kind: 'cause',
  facts: ({ about }, context) => {
    const node = about ?? context.about;
    const focus = focusOf(context, node);
    const commander = personOf(context.state, focus?.entry.incident?.commander ?? null);
    return { head: headOf(context), focus, commander, none: noneWords(context, node) };
  },
  draw: (facts, body, view) => {
    const { focus, none: words } = facts;
    if (focus === null) {
      return {
        groups: [group(`${view.key}/none`, body, [alone(words, body, view)])],
        said: [words],
        leftOut: 0,
      };
    }
    const sections = sectionsFor(facts, focus, body, view);
    let { y } = body;
    const groups: Group[] = [];
    const said: string[] = [];
    let leftOut = 0;
    for (const section of sections) {
      const rect = { ...body, y, h: section.h };
      const drawn = section.draw(rect);
      groups.push(...drawn.groups);
      said.push(...drawn.said);
      leftOut += drawn.leftOut;
      y += section.h;
    }
    return { groups, said, leftOut };
  },
});

interface Section {
  readonly h: number;
  draw(rect: Rect): PanelDrawing;
}

/** The cause itself always; recovery and what is below it where there is room. */
function sectionsFor(facts: CauseFacts, focus: Focus, body: Rect, view: PanelView): readonly Section[] {
  const { scale } = view;
  const first = lineOf(view);
  const pad = Math.round(20 * scale.unit);
  const lines = linesOf(facts, focus, view);
  // Beside the cause where there is room for a column; else the next word is a line below it.
  const owed = isWide(body, view) || focus.entry.next.at === null ? 0 : 1;
  // A small panel says the same in a smaller name, before it leaves anything out.
  const wanted = (lines.length + owed) * first;
  const fitted = (HERO * (body.h - wanted)) / heroHeight(HERO, view);
  const hero = heroOf(focus, Math.max(LEAST_HERO, Math.min(HERO, fitted)), body, view);
  const room = Math.max(0, Math.floor((body.h - hero.h) / first));
  const below = room > 2 ? owed : 0;
  const shown = kept(lines, room - below);
  const top: Section = {
    h: hero.h + (shown.length + below) * first,
    draw: (rect) => drawTop(facts, focus, shown, hero, below > 0, rect, view),
  };
  const sections = [top];
  let left = body.h - top.h;
  const { recovery, services } = focus;
  const bar = first + Math.round(30 * scale.unit) + 2 * pad;
  if (recovery !== null && left >= bar) {
    sections.push({ h: bar, draw: (rect) => drawRecovery(recovery, rect, view) });
    left -= bar;
  }
  const least = lineHeight(scale.fifth) + lineHeight(scale.third) + pad;
  if (services.length > 0 && left >= least)
    sections.push({ h: left, draw: (rect) => drawServices(services, rect, view) });
  return sections;
}

const isWide = ({ w }: Rect, { scale }: PanelView): boolean => w >= WIDE * scale.unit;

const heroHeight = (hero: number, { scale }: PanelView): number => Math.round(hero * scale.unit * 1.22);

/** The name's size, px; beside the state, or above it where both together would be smaller than what is read from afar. */
interface Hero {
  readonly size: number;
  readonly stacked: boolean;
  readonly h: number;
}

function heroOf({ entry }: Focus, design: number, body: Rect, view: PanelView): Hero {
  const { scale, measure } = view;
  const size = Math.round(design * scale.unit);
  const room = roomOf(body, view) - markWidth(entry, size) - gapOf(size);
  const natural = measure(entry.what, size, 600) + measure(entry.word, size, 600) + 2;
  const fitted = Math.floor(size * Math.min(1, room / natural));
  if (fitted >= Math.min(size, scale.first))
    return { size: fitted, stacked: false, h: heroHeight(design, view) };
  const stacked = 2 * lineOf(view) <= body.h;
  return stacked
    ? { size: scale.first, stacked, h: 2 * lineOf(view) }
    : { size: fitted, stacked, h: Math.min(body.h, heroHeight(design, view)) };
}

/** The lines below the name stand closer than those of a list: they are one thing. */
const lineOf = ({ scale }: PanelView): number => Math.round(scale.first * 1.2);

const gapOf = (size: number): number => Math.round(size * 0.2);

/** The outline that stands out reaches beyond the shape: it must not leave the group, px. */
const inset = (size: number): number => Math.round(size * 0.13);

/** Room for shape and priority before the name; an incident without a cause has neither. */
function markWidth({ callout }: Focus['entry'], size: number): number {
  return callout ? inset(size) + Math.round(size * 0.74) + Math.round(size * 0.32) + 2 * gapOf(size) : 0;
}

/** Room beside the column of the countdown, px. */
function roomOf(body: Rect, view: PanelView): number {
  const column = columnOf(body, view);
  return body.w - column - (column > 0 ? Math.round(40 * view.scale.unit) : 0);
}

function columnOf(body: Rect, view: PanelView): number {
  return isWide(body, view) ? Math.round(Math.max(600 * view.scale.unit, body.w * 0.31)) : 0;
}

/** As many lines as there is room for, in their order: since when and who has it before how far it reaches. */
function kept(lines: readonly Line[], most: number): readonly Line[] {
  if (lines.length <= most) return lines;
  if (most <= 0) return [];
  const rank = (line: Line, index: number): number => (index === 0 ? 0 : line === 'hands' ? 1 : index + 1);
  const ranks = lines.map(rank).sort((a, b) => a - b);
  const last = ranks[most - 1] ?? 0;
  return lines.filter((line, index) => rank(line, index) <= last);
}

/** What is said below the name, line by line; the holder's line is drawn, not written. */
type Line = { readonly words: string; readonly age: string } | 'hands';

function linesOf(
  { commander }: CauseFacts,
  { entry, services, sites, allSites, via }: Focus,
  view: PanelView,
): readonly Line[] {
  const { t, link, lang } = view;
  const { since, where, incident } = entry;
  const plain = (words: string): Line => ({ words, age: '' });
  const from = since === null ? '' : t('panels:since', { at: formatSince(since, link.hubNow) });
  const age = isThen(view) ? t('wall:then') : since === null ? '' : formatAge(link.hubNow - since, lang);
  const reach = [
    ...(services.length > 0 ? [t('panels:cause.services', { count: services.length })] : []),
    ...(sites.length > 1 || (sites.length === 1 && services.length > 0)
      ? [t('panels:cause.sites', { count: sites.length, all: allSites })]
      : []),
  ];
  return [
    { words: [where, from].filter((one) => one !== '').join(', '), age },
    ...(reach.length > 0 ? [plain(reach.join(', '))] : []),
    ...(entry.holder || handWords(entry, view) !== '' ? ['hands' as const] : []),
    ...(incident
      ? [
          plain(
            dotted([
              t('panels:incident', { number: incident.number }),
              commander ? t('panels:cause.commander', { name: commander.name }) : t('panels:noCommander'),
            ]),
          ),
        ]
      : []),
    ...(via === null ? [] : [plain(t('panels:cause.via', { name: via }))]),
    ...(entry.details.length > 0 && services.length === 0 ? [plain(dotted(entry.details))] : []),
  ];
}

function drawTop(
  _facts: CauseFacts,
  focus: Focus,
  lines: readonly Line[],
  hero: Hero,
  owed: boolean,
  rect: Rect,
  view: PanelView,
): PanelDrawing {
  const { scale } = view;
  const { entry } = focus;
  const column = columnOf(rect, view);
  const left = { ...rect, w: rect.w - column };
  const room = roomOf(rect, view);
  const name = heroItems(focus, hero, { ...left, w: room }, view);
  const items: Item[] = [...name.items];
  const h = lineOf(view);
  let top = rect.y + hero.h;
  const strong = { size: scale.first, weight: 500, colour: '--text-1', least: 0.5 } as const;
  const said = [name.said];
  for (const line of lines) {
    if (line === 'hands') {
      const words = entry.holder?.name ?? handWords(entry, view);
      if (entry.holder) {
        const style = { size: scale.first, frame: entry.callout ? entry.colour : ('--text-1' as const) };
        items.push(...holderItems(entry.holder, { x: rect.x, top, h, width: room }, style, view).items);
      } else
        items.push(
          put(words, { x: rect.x, top, h, width: room }, { ...strong, colour: '--text-2' }, view).item,
        );
      said.push(words);
    } else {
      const sign = line.age === '' ? '' : line.words === '' ? line.age : ` · ${line.age}`;
      const quiet = { ...strong, least: 0.4, weight: 400, colour: '--text-2' } as const;
      const kept = Math.min(view.measure(sign, strong.size, quiet.weight) + 1, room * 0.4);
      const words = put(line.words, { x: rect.x, top, h, width: room - kept }, strong, view);
      items.push(words.item);
      if (sign !== '')
        items.push(put(sign, { x: rect.x + words.width, top, h, width: kept }, quiet, view).item);
      said.push(line.words);
    }
    top += h;
  }
  const count = countdown(focus.entry.next, view);
  if (column === 0) {
    const at = { x: rect.x, top, h, width: room };
    if (owed) items.push(put(count.line, at, { ...strong, weight: 600 }, view).item);
    const groups = [group(`${view.key}/cause`, rect, items)];
    return { groups, said: owed ? [...said, count.line] : said, leftOut: 0 };
  }
  const aside = { ...rect, x: rect.x + left.w, w: column };
  return {
    groups: [
      group(`${view.key}/cause`, left, items),
      group(`${view.key}/next`, aside, countdownItems(count, aside, view)),
    ],
    said: [...said, count.line],
    leftOut: 0,
  };
}

/** Shape, priority, name and state. */
function heroItems(
  { entry }: Focus,
  { size, stacked, h }: Hero,
  rect: Rect,
  view: PanelView,
): { readonly items: readonly Item[]; readonly said: string } {
  const mark = Math.round(size * 0.74);
  const gap = gapOf(size);
  const row = stacked ? Math.round(h / 2) : h;
  const items: Item[] = [];
  if (entry.callout) {
    const at = { x: rect.x + inset(size), y: Math.round(rect.y + (row - mark) / 2), size: mark };
    const style = { size: Math.round(size * 0.5), weight: 500, colour: '--text-2' } as const;
    const place = { x: rect.x + inset(size) + mark + gap, top: rect.y, h: row, width: size };
    items.push(
      ...shape(entry.state, entry.look, at, view),
      put(String(entry.priority), place, style, view).item,
    );
  }
  const x = rect.x + markWidth(entry, size);
  const right = rect.x + rect.w;
  const style = { size, weight: 600, colour: '--text-1' } as const;
  const state = { ...style, colour: entry.colour };
  if (stacked) {
    const place = { x, top: rect.y, h: row, width: right - x };
    items.push(
      put(entry.what, place, { ...style, least: 0.5 }, view).item,
      put(entry.word, { ...place, top: rect.y + row }, { ...state, least: 0.5 }, view).item,
    );
    return { items, said: `${entry.what} ${entry.word}` };
  }
  const wordWidth = view.measure(entry.word, size, 600) + 1;
  const name = put(entry.what, { x, top: rect.y, h, width: right - x - wordWidth - gap }, style, view);
  const after = x + name.width + gap;
  const word = put(entry.word, { x: after, top: rect.y, h, width: right - after }, state, view);
  return { items: [...items, name.item, word.item], said: `${entry.what} ${entry.word}` };
}

function drawRecovery(
  { back, all, unit }: NonNullable<Focus['recovery']>,
  rect: Rect,
  view: PanelView,
): PanelDrawing {
  const { scale, t } = view;
  const pad = Math.round(20 * scale.unit);
  const h = lineOf(view);
  const top = rect.y + pad;
  const words = t(`panels:cause.back.${unit}`, { back, all });
  const left = t('panels:cause.left', { count: all - back });
  const rest = put(
    left,
    { x: rect.x + rect.w, top, h, width: rect.w / 3 },
    { size: scale.first, weight: 400, colour: '--text-2', align: 'right', least: 0.5 },
    view,
  );
  const done = put(
    words,
    { x: rect.x, top, h, width: rect.w - rest.width - scale.first },
    { size: scale.first, weight: 500, colour: '--text-1', least: 0.5 },
    view,
  );
  const bar = {
    x: rect.x,
    y: top + h + Math.round(4 * scale.unit),
    w: rect.w,
    h: Math.round(22 * scale.unit),
  };
  const edge = Math.max(2, Math.round(3 * scale.unit));
  const width = all === 0 ? 0 : Math.round(((rect.w - 2 * edge) * back) / all);
  const items: Item[] = [
    rule(rect.x, rect.y, rect.w, view),
    done.item,
    rest.item,
    {
      kind: 'rect',
      ...bar,
      fill: null,
      stroke: back < all ? '--down' : '--text-3',
      line: edge,
      dashed: isThen(view),
      radius: 0,
    },
    box({ x: bar.x + edge, y: bar.y + edge, w: width, h: bar.h - 2 * edge }, '--text-3'),
  ];
  return { groups: [group(`${view.key}/recovery`, rect, items)], said: [`${words}, ${left}`], leftOut: 0 };
}
