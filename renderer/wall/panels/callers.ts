import { parseNodeId } from '../../../shared/model/catalogue';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import { unexplained } from '../../../shared/rules/alarms/unexplained';
import { formatAge, formatSince, formatUntil } from '../../../shared/time/format';
import { nodeName } from '../../desk/model/row';
import { type ColourToken, STATE_THEME } from '../../theme/state-theme';
import { box, type Group, group, type Item, type Rect } from '../layout/display-list';
import type { Holder } from '../model/attention';
import { type CauseEntry, entryOf, personOf, standingsIn } from './cause-entries';
import { focusOf } from './cause-focus';
import { handWords, headOf } from './causes';
import { dotted, holderItems, isThen, label, lineHeight, put, rule, shape } from './drawing';
import { messagesIn, type NextWord, nextWord, roomWord } from './next-word';
import { definePanel, type PanelContext, type PanelDrawing, type PanelFacts, type PanelView } from './panel';

/** People who have called about one thing. */
export interface CalledAbout {
  readonly node: string;
  readonly name: string;
  readonly count: number;
  /** ms UTC. */
  readonly lastAt: number;
}

/** What no cause explains: how many, and the most pressing of them. */
interface Unexplained {
  readonly count: number;
  readonly entries: readonly CauseEntry[];
}

/** Who calls, what they have been told, and what no cause explains. */
export interface CallersFacts extends PanelFacts {
  /** Null: it was not asked for. */
  readonly unexplained: Unexplained | null;
  /** What the scene is about: the cause by name, how many have called about it and what follows from it; null: nothing. */
  readonly about: { readonly name: string; readonly count: number; readonly lastAt: number | null } | null;
  /** The last to be called about first. */
  readonly called: readonly CalledAbout[];
  readonly next: NextWord;
  /** Who has the cause, and who leads the incident; both null: there is neither. */
  readonly hands: { readonly owner: Holder | null; readonly commander: Holder | null } | null;
}

export const callersPanel = definePanel<'callers', CallersFacts>({
  kind: 'callers',
  facts: (settings, context) => factsOf(settings.unexplained, context),
  draw: (facts, body, view) => {
    const drawn: PanelDrawing[] = [];
    let { y } = body;
    const left = (): Rect => ({ ...body, y, h: body.y + body.h - y });
    const take = (one: PanelDrawing): void => {
      drawn.push(one);
      y += one.groups.reduce((sum, { h }) => Math.max(sum, h), 0);
    };
    if (facts.unexplained !== null) take(drawUnexplained(facts.unexplained, left(), view));
    take(drawBelow(facts, left(), view));
    return {
      groups: drawn.flatMap(({ groups }) => groups),
      said: drawn.flatMap(({ said }) => said),
      leftOut: drawn.reduce((sum, { leftOut }) => sum + leftOut, 0),
    };
  },
});

function factsOf(wantsUnexplained: boolean, context: PanelContext): CallersFacts {
  const { state, model } = context;
  const head = headOf(context);
  const focus = focusOf(context, context.about);
  const nodes = focus?.entry.callout?.nodes ?? (context.about === null ? [] : [context.about]);
  const called = calledIn(context);
  const below = new Set(nodes);
  for (const node of nodes) for (const one of model.causes.following(node)?.nodes ?? []) below.add(one);
  for (const node of [...below]) below.add(parseNodeId(node).service);
  const about = called.filter(({ node }) => below.has(node));
  const incident = focus?.entry.incident ?? null;
  const alarms = nodes.flatMap((node) => readAlarm(state.alarms, node) ?? []);
  const messages = messagesIn(state.incidents);
  // What is not about the scene's own cause is still the room's word to users: where nothing is, what is owed first.
  const next = focus ? nextWord(messages, { nodes, incident, alarms }) : roomWord(messages);
  return {
    head,
    // Where the hub sees nothing, nought would not be true.
    unexplained: wantsUnexplained && head.stale === null ? unexplainedIn(context) : null,
    about: focus
      ? {
          name: focus.entry.what,
          count: about.reduce((sum, { count }) => sum + count, 0),
          lastAt: about.length === 0 ? null : Math.max(...about.map(({ lastAt }) => lastAt)),
        }
      : null,
    called,
    next,
    hands: focus
      ? { owner: focus.entry.holder, commander: personOf(state, incident?.commander ?? null) }
      : null,
  };
}

function calledIn({ state }: PanelContext): readonly CalledAbout[] {
  const called: CalledAbout[] = [];
  for (const entity of state.incidents.values()) {
    if (entity.kind !== 'callers') continue;
    const { node, count, lastAt } = entity.value;
    const service = state.catalogue.get(`service:${node}`);
    const name = service?.kind === 'service' ? service.value.name : nodeName(state, node);
    called.push({ node, name, count, lastAt });
  }
  return called.sort((a, b) => b.lastAt - a.lastAt || b.count - a.count || (a.node < b.node ? -1 : 1));
}

/** Alarms that no cause explains, in the middle of an upset, by their lines of the strip. */
function unexplainedIn(context: PanelContext): Unexplained {
  const alone = new Set(unexplained(context.state, context.model.causes));
  const lines = standingsIn(context).filter(({ callout }) => callout?.nodes.some((node) => alone.has(node)));
  const entries = lines.slice(0, NAMED).flatMap((one) => entryOf(one, context) ?? []);
  return { count: lines.length, entries };
}

/** Of what no cause explains so many are named; the rest is counted. */
const NAMED = 3;

function drawUnexplained({ count, entries }: Unexplained, body: Rect, view: PanelView): PanelDrawing {
  const { scale, t } = view;
  const h = lineHeight(scale.first);
  const title = t('wall:unexplained', { count });
  const air = Math.round(24 * scale.unit);
  if (entries.length === 0) {
    const style = { size: scale.first, weight: 400, colour: '--text-2', least: 0.6 } as const;
    const rect = { ...body, h: Math.min(body.h, h + air) };
    const item = put(title, { x: rect.x, top: rect.y, h, width: rect.w }, style, view).item;
    const line = rule(rect.x, rect.y + rect.h - Math.round(air / 2), rect.w, view);
    return { groups: [group(`${view.key}/unexplained`, rect, [item, line])], said: [title], leftOut: 0 };
  }
  // A narrow or low panel must leave room for what else it says: two lines each, no more than half of it.
  const most = Math.max(1, Math.min(NAMED, Math.floor((body.h * 0.5 - h) / (2 * h))));
  const tight = body.h < 7 * h;
  const second = tight ? lineHeight(scale.third) : h;
  const named = entries.slice(0, most);
  const inset = Math.round(32 * scale.unit);
  const asks = named.some(({ hand }) => hand === 'unacknowledged' || hand === null) && !isThen(view);
  const theme = STATE_THEME[named[0]?.state ?? 'down'];
  const rect = { ...body, h: Math.min(body.h, h + named.length * (h + second) + 2 * air) };
  const filled = { ...rect, h: rect.h - air };
  const ink: ColourToken = asks ? theme.on : '--text-1';
  const ground: Item = asks
    ? box(filled, theme.fill, Math.round(6 * scale.unit))
    : {
        kind: 'rect',
        ...filled,
        fill: null,
        stroke: theme.colour,
        line: Math.max(2, Math.round(5 * scale.unit)),
        dashed: isThen(view),
        radius: Math.round(6 * scale.unit),
      };
  const x = rect.x + inset;
  const width = rect.w - 2 * inset;
  const strong = { size: scale.first, weight: 600, colour: ink, least: 0.5 } as const;
  let top = rect.y + Math.round(air / 2);
  const items: Item[] = [ground, put(title, { x, top, h, width }, strong, view).item];
  const said = [title];
  const mark = Math.round(scale.first * 0.72);
  const end = filled.y + filled.h;
  top += h;
  for (const entry of named) {
    if (top + h > end) break;
    const at = { x, y: Math.round(top + (h - mark) / 2), size: mark };
    items.push(
      ...(asks
        ? [box({ x: at.x, y: at.y, w: mark, h: mark }, ink)]
        : shape(entry.state, entry.look, at, view)),
    );
    const indent = mark + Math.round(scale.first * 0.35);
    const name = entry.where === '' ? entry.what : `${entry.what}, ${entry.where}`;
    items.push(put(name, { x: x + indent, top, h, width: width - indent }, strong, view).item);
    top += h;
    said.push(name);
    if (top + second > end) break;
    const words = stateWords(entry, view);
    said[said.length - 1] = `${name}: ${words}`;
    items.push(
      put(
        words,
        { x: x + indent, top, h: second, width: width - indent },
        { ...strong, size: tight ? scale.third : scale.first, weight: 500 },
        view,
      ).item,
    );
    top += second;
  }
  return {
    groups: [group(`${view.key}/unexplained`, rect, items)],
    said,
    leftOut: count - (said.length - 1),
  };
}

function stateWords(entry: CauseEntry, view: PanelView): string {
  const { t, link, lang } = view;
  const since = entry.since === null ? '' : t('panels:since', { at: formatSince(entry.since, link.hubNow) });
  const age = isThen(view)
    ? t('wall:then')
    : entry.since === null
      ? ''
      : formatAge(link.hubNow - entry.since, lang);
  return dotted([`${entry.word} ${since}`.trim(), age, entry.holder?.name ?? handWords(entry, view)]);
}

/** A heading with lines under it: the first large, the rest small. */
interface Block {
  readonly title: string;
  readonly first: string | Holder;
  readonly rest: readonly string[];
}

/** Two columns where there is room: messages and callers, and below them who has it and who leads. */
function drawBelow(facts: CallersFacts, body: Rect, view: PanelView): PanelDrawing {
  const { scale } = view;
  const gap = Math.round(60 * scale.unit);
  const columns = body.w >= 1_000 * scale.unit ? 2 : 1;
  const width = Math.floor((body.w - gap * (columns - 1)) / columns);
  const hands = handsOf(facts, view);
  const called = calledBlock(facts, view);
  const message = messageBlock(facts, view);
  const rows: (readonly Block[])[] =
    columns === 2
      ? [[message, called], ...(hands.length > 0 ? [hands] : [])]
      : [[message], [called], ...hands.map((one) => [one])];
  // Where there is no room for headings, each says the most of itself on a line.
  if (rows.reduce((sum, row) => sum + leastOf(row, view), 0) > body.h)
    return drawShort([message, called, ...hands], body, view);
  const groups: Group[] = [];
  const said: string[] = [];
  let { y } = body;
  let leftOut = 0;
  const end = body.y + body.h;
  rows.forEach((row, index) => {
    const below = rows.slice(index + 1).reduce((sum, later) => sum + leastOf(later, view), 0);
    const room = Math.max(0, end - y - below);
    const h = Math.min(room, Math.max(...row.map((block) => heightOf(block, view))));
    row.forEach((block, column) => {
      const rect = { x: body.x + column * (width + gap), y, w: width, h };
      const drawn = drawBlock(block, rect, view);
      groups.push(group(`${view.key}/${index}-${column}`, rect, drawn.items));
      said.push([block.title, ...drawn.said].join(': '));
      // What is left out of the callers' list is counted; the other blocks have no more than a line or two.
      if (block === called) leftOut += drawn.leftOut;
    });
    y += h;
  });
  return { groups, said, leftOut };
}

function drawShort(blocks: readonly Block[], body: Rect, view: PanelView): PanelDrawing {
  const size = view.scale.third;
  const h = lineHeight(size);
  const shown = blocks.slice(0, Math.max(0, Math.floor(body.h / h)));
  const style = { size, weight: 500, colour: '--text-1', least: 0.7 } as const;
  const lines = shown.map(
    ({ title, first }) => `${title}: ${typeof first === 'string' ? first : first.name}`,
  );
  const items = lines.map(
    (words, index) => put(words, { x: body.x, top: body.y + index * h, h, width: body.w }, style, view).item,
  );
  const rect = { ...body, h: lines.length * h };
  return {
    groups: lines.length === 0 ? [] : [group(`${view.key}/short`, rect, items)],
    said: lines,
    leftOut: 0,
  };
}

const airOf = ({ scale }: PanelView): number => Math.round(24 * scale.unit);

function leastOf(row: readonly Block[], view: PanelView): number {
  return row.length === 0 ? 0 : lineHeight(view.scale.fifth) + lineHeight(view.scale.first) + airOf(view);
}

function heightOf({ rest }: Block, view: PanelView): number {
  const { fifth, first, third } = view.scale;
  return lineHeight(fifth) + lineHeight(first) + rest.length * lineHeight(third) + airOf(view);
}

function drawBlock(
  { title, first, rest }: Block,
  rect: Rect,
  view: PanelView,
): { readonly items: readonly Item[]; readonly said: readonly string[]; readonly leftOut: number } {
  const { scale } = view;
  const top = rect.y + lineHeight(scale.fifth);
  const h = lineHeight(scale.first);
  const small = lineHeight(scale.third);
  if (top + h > rect.y + rect.h) return { items: [], said: [], leftOut: rest.length };
  const items: Item[] = [label(title, rect, view)];
  const said: string[] = [];
  if (typeof first === 'string') {
    const style = { size: scale.first, weight: 500, colour: '--text-1', least: 0.5 } as const;
    items.push(put(first, { x: rect.x, top, h, width: rect.w }, style, view).item);
    said.push(first);
  } else {
    const style = { size: scale.first, frame: '--text-1' } as const;
    items.push(...holderItems(first, { x: rect.x, top, h, width: rect.w }, style, view).items);
    said.push(first.name);
  }
  const room = Math.max(0, Math.floor((rect.y + rect.h - top - h) / small));
  rest.slice(0, room).forEach((line, index) => {
    const style = { size: scale.third, weight: 400, colour: '--text-2', least: 0.7 } as const;
    items.push(
      put(line, { x: rect.x, top: top + h + index * small, h: small, width: rect.w }, style, view).item,
    );
    said.push(line);
  });
  return { items, said, leftOut: Math.max(0, rest.length - room) };
}

function messageBlock({ next }: CallersFacts, { t, link, lang }: PanelView): Block {
  const { at, part, last, drafted } = next;
  const until = at === null ? '' : formatUntil(at, link.hubNow, lang);
  const late = at !== null && at <= link.hubNow;
  const first =
    at === null
      ? t(last === null ? 'panels:callers.noMessage' : 'panels:cause.noNext')
      : part === null
        ? t(late ? 'panels:callers.firstLate' : 'panels:callers.firstWithin', { at: until })
        : t(late ? 'panels:callers.partLate' : 'panels:callers.partWithin', { part, at: until });
  return {
    title: t('panels:callers.message'),
    first,
    rest: [
      ...(drafted ? [t('panels:callers.drafted')] : []),
      ...(last === null
        ? []
        : [t('panels:message.sent', { part: last.part, at: formatSince(last.at, link.hubNow) })]),
    ],
  };
}

function calledBlock({ about, called }: CallersFacts, { t, link }: PanelView): Block {
  const all = called.reduce((sum, { count }) => sum + count, 0);
  const lines = called.map(({ name, count, lastAt }) =>
    t('panels:callers.line', { count, name, at: formatSince(lastAt, link.hubNow) }),
  );
  if (about === null) {
    const first = called.length === 0 ? t('panels:callers.nobody') : t('wall:callers', { count: all });
    return { title: t('panels:callers.title'), first, rest: lines };
  }
  return {
    title: t('panels:callers.title'),
    first: t('panels:callers.about', { count: about.count, name: about.name }),
    rest: lines,
  };
}

function handsOf({ hands }: CallersFacts, { t }: PanelView): readonly Block[] {
  if (hands === null) return [];
  return [
    { title: t('panels:callers.owner'), first: hands.owner ?? t('panels:noOwner'), rest: [] },
    { title: t('panels:callers.commander'), first: hands.commander ?? t('panels:noCommander'), rest: [] },
  ];
}
