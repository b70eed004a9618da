import { formatAge, formatSince, formatUntil } from '../../../shared/time/format';
import type { ColourToken } from '../../theme/state-theme';
import { group, type Item, middle, type Rect, text } from '../layout/display-list';
import { type CauseEntry, entryOf, standingsIn } from './cause-entries';
import { alone, dotted, holderItems, isThen, lineHeight, put, rule, shape, wrapPieces } from './drawing';
import { definePanel, type PanelContext, type PanelFacts, type PanelHead, type PanelView } from './panel';

/** Active causes and incidents, the most pressing first. */
export interface CausesFacts extends PanelFacts {
  readonly entries: readonly CauseEntry[];
  /** Beyond those that were asked for. */
  readonly more: number;
}

/** How much is said of an entry: one line; what above state and time; who has it, too; all of it. */
type Form = 'line' | 'pair' | 'short' | 'full';
const MORE: readonly Form[] = ['pair', 'short', 'full'];

export const causesPanel = definePanel<'causes', CausesFacts>({
  kind: 'causes',
  facts: ({ most }, context) => {
    const standings = standingsIn(context);
    const entries = standings.slice(0, most).flatMap((one) => entryOf(one, context) ?? []);
    return {
      head: headOf(context),
      entries,
      more: Math.max(0, standings.length - most),
    };
  },
  draw: ({ entries, more, head }, body, view) => {
    if (entries.length === 0) {
      // Where the hub sees nothing, that nothing is wrong would not be true.
      const words = head.stale ?? view.t('panels:causes.none');
      return {
        groups: [group(`${view.key}/none`, body, [alone(words, body, view)])],
        said: [words],
        leftOut: 0,
      };
    }
    const forms = formsFor(entries, body, view);
    const gap = gapOf(view);
    let { y } = body;
    const groups = forms.map((form, index) => {
      const entry = entries[index] as CauseEntry;
      const rect = { x: body.x, y, w: body.w, h: heightOf(entry, form, body.w, view) };
      const last = index === forms.length - 1;
      y += rect.h + gap;
      return group(`${view.key}/${entry.key}`, last ? rect : { ...rect, h: rect.h + gap }, [
        ...drawEntry(entry, form, rect, view),
        ...(last ? [] : [rule(rect.x, rect.y + rect.h + Math.round(gap / 2), rect.w, view)]),
      ]);
    });
    return {
      groups,
      said: entries.slice(0, forms.length).map((entry) => saidOf(entry, view)),
      leftOut: more + entries.length - forms.length,
    };
  },
});

/** What bounds the age of everything that rests on the whole board, and whether the hub sees its own network. */
export function headOf({ state, hubNow, t }: PanelContext): PanelHead {
  const lost = state.room?.vantageLostSince ?? null;
  return {
    title: null,
    oldest: state.link?.oldestObservedAt ?? null,
    stale: lost === null ? null : t('wall:banner.vantage', { at: formatSince(lost, hubNow) }),
  };
}

const gapOf = ({ scale }: PanelView): number => Math.round(28 * scale.unit);

/** As many entries as there is room for, from the top each as fully as what is left allows. */
function formsFor(entries: readonly CauseEntry[], body: Rect, view: PanelView): readonly Form[] {
  const gap = gapOf(view);
  const forms: Form[] = [];
  let used = 0;
  for (const entry of entries) {
    const least = fitsLine(entry, body.w, view) ? 'line' : 'pair';
    const next = heightOf(entry, least, body.w, view) + (forms.length > 0 ? gap : 0);
    // What matters most is there, however little room there is.
    if (used + next > body.h && forms.length > 0) break;
    forms.push(least);
    used += next;
  }
  for (const form of MORE) {
    for (const [index, now] of forms.entries()) {
      if (now === form) continue;
      const entry = entries[index] as CauseEntry;
      const more = heightOf(entry, form, body.w, view) - heightOf(entry, now, body.w, view);
      if (used + more > body.h) break;
      forms[index] = form;
      used += more;
    }
  }
  return forms;
}

function heightOf(entry: CauseEntry, form: Form, width: number, view: PanelView): number {
  const first = lineHeight(view.scale.first);
  if (form === 'line') return first;
  if (form === 'pair') return first * 2;
  if (form === 'short') return first * (fitsBeside(entry, width, view) || !hasHands(entry, view) ? 2 : 3);
  const lines = hasHands(entry, view) ? 3 : 2;
  return first * lines + wrapped(entry, width, view).length * lineHeight(view.scale.third);
}

function hasHands(entry: CauseEntry, view: PanelView): boolean {
  return entry.holder !== null || handWords(entry, view) !== '';
}

/** Whether state, time and holder stand on one line. */
function fitsBeside(entry: CauseEntry, width: number, view: PanelView): boolean {
  const { first } = view.scale;
  const words = `${entry.word} ${sinceWords(entry, view)} ${ageWords(entry, view)}`;
  return columnOf(view) + view.measure(words, first, 600) + first * 4 <= width;
}

/** Whether all that matters stands on one line, in type that is no more than a little smaller. */
function fitsLine(entry: CauseEntry, width: number, view: PanelView): boolean {
  const words = `${nameOf(entry)}  ${entry.word} ${clockOf(entry, view)} ${ageWords(entry, view)}`;
  return columnOf(view) + view.measure(words, view.scale.first, 600) * LINE_SHRINKS <= width;
}
const LINE_SHRINKS = 0.85;

const nameOf = ({ what, where }: CauseEntry): string => (where === '' ? what : `${what}, ${where}`);

function clockOf({ since }: CauseEntry, { link }: PanelView): string {
  return since === null ? '' : formatSince(since, link.hubNow);
}

/** Where words begin: after shape and priority. */
const columnOf = ({ scale }: PanelView): number => Math.round(scale.first * 1.9);

function sinceWords({ since }: CauseEntry, { t, link }: PanelView): string {
  return since === null ? '' : t('panels:since', { at: formatSince(since, link.hubNow) });
}

function ageWords({ since }: CauseEntry, view: PanelView): string {
  if (isThen(view)) return view.t('wall:then');
  return since === null ? '' : formatAge(view.link.hubNow - since, view.lang);
}

/** Besides, in small type: details, and what users have been and will be told. */
function piecesOf(entry: CauseEntry, view: PanelView): readonly string[] {
  return [...entry.details, nextWords(entry, view)].filter((piece) => piece !== '');
}

function wrapped(entry: CauseEntry, width: number, view: PanelView): readonly string[] {
  return wrapPieces(piecesOf(entry, view), width - columnOf(view), view.scale.third, view);
}

function nextWords({ next }: CauseEntry, { t, link, lang }: PanelView): string {
  const { at, last } = next;
  const until = at === null ? '' : formatUntil(at, link.hubNow, lang);
  const left = at === null ? 0 : at - link.hubNow;
  return dotted([
    last === null ? '' : t('panels:message.sent', { part: last.part, at: formatSince(last.at, link.hubNow) }),
    at === null
      ? ''
      : left > 0
        ? t('panels:message.within', { at: until, age: formatAge(left, lang) })
        : t('panels:message.late', { at: until, age: formatAge(-left, lang) }),
  ]);
}

function drawEntry(entry: CauseEntry, form: Form, rect: Rect, view: PanelView): Item[] {
  const { first, third } = view.scale;
  const h = lineHeight(first);
  const x = rect.x + columnOf(view);
  const items = markItems(entry, rect, h, view);
  const strong = { size: first, weight: 600, colour: '--text-1', least: 0.6 } as const;
  const name = nameOf(entry);
  const right = rect.x + rect.w;
  const gap = Math.round(first * 0.3);
  const state = [
    { words: entry.word, weight: 600, colour: entry.colour },
    {
      words: form === 'line' ? clockOf(entry, view) : sinceWords(entry, view),
      weight: 600,
      colour: '--text-1',
    },
    { words: ageWords(entry, view), weight: 400, colour: '--text-2' },
  ].filter(({ words }) => words !== '') as readonly Words[];
  if (form === 'line') {
    const fitted = rowOf(state, first, (right - x) * 0.62, view);
    const start = right - fitted.width;
    items.push(...fitted.items(start, rect.y, h));
    return [...items, put(name, { x, top: rect.y, h, width: start - gap - x }, strong, view).item];
  }
  items.push(put(name, { x, top: rect.y, h, width: right - x }, strong, view).item);
  let top = rect.y + h;
  const fitted = rowOf(state, first, right - x, view);
  items.push(...fitted.items(x, top, h));
  let at = x + fitted.width + gap;
  if (form === 'pair' && !fitsBeside(entry, rect.w, view)) return items;
  const beside = form !== 'full' && fitsBeside(entry, rect.w, view);
  if (!beside && hasHands(entry, view)) {
    top += h;
    at = x;
  }
  if (entry.holder) {
    const style = { size: first, frame: entry.callout ? entry.colour : ('--text-1' as const) };
    items.push(...holderItems(entry.holder, { x: at, top, h, width: right - at }, style, view).items);
  } else if (hasHands(entry, view)) {
    const words = handWords(entry, view);
    const style = { size: first, weight: 500, colour: '--text-2', least: 0.5 } as const;
    items.push(put(words, { x: at, top, h, width: right - at }, style, view).item);
  }
  top += h;
  if (form !== 'full') return items;
  const small = lineHeight(third);
  for (const line of wrapped(entry, rect.w, view)) {
    const style = { size: third, weight: 400, colour: '--text-2', least: 0.8 } as const;
    items.push(put(line, { x, top, h: small, width: right - x }, style, view).item);
    top += small;
  }
  return items;
}

interface Words {
  readonly words: string;
  readonly weight: number;
  readonly colour: ColourToken;
}

/** Words beside each other in one size, smaller where they must be, and the last left out before one is cut. */
function rowOf(
  words: readonly Words[],
  size: number,
  room: number,
  view: PanelView,
): { readonly width: number; items(x: number, top: number, h: number): Item[] } {
  const gap = Math.round(size * 0.3);
  const natural = words.reduce((sum, one) => sum + view.measure(one.words, size, one.weight), 0);
  const space = room - gap * (words.length - 1);
  const fitted = Math.min(size, Math.floor((size * space) / Math.max(1, natural)));
  if (fitted < size * 0.6 && words.length > 1) return rowOf(words.slice(0, -1), size, room, view);
  const widths = words.map((one) => Math.ceil(view.measure(one.words, fitted, one.weight)));
  return {
    width: widths.reduce((sum, width) => sum + width, gap * (words.length - 1)),
    items: (x, top, h) => {
      let at = x;
      return words.map(({ words: said, weight, colour }, index) => {
        const item = text(said, { x: at, y: middle(top, h, fitted) }, { size: fitted, weight, colour });
        at += (widths[index] ?? 0) + gap;
        return item;
      });
    },
  };
}

/** Shape and priority; of an incident without a cause a bar in its colour. */
export function markItems(entry: CauseEntry, rect: Rect, h: number, view: PanelView): Item[] {
  const { first, third, unit } = view.scale;
  const size = Math.round(first * (0.861 - 0.083 * ((entry.priority ?? 1) - 1)));
  const box = Math.round(first * 0.86);
  // The outline that stands out reaches beyond the shape: it must not leave the group.
  const left = rect.x + Math.round(first * 0.16);
  const at = { x: left + Math.round((box - size) / 2), y: Math.round(rect.y + (h - size) / 2), size };
  if (entry.callout === null) {
    const fill = entry.incident?.severity === 'major' ? '--major-fill' : '--text-3';
    const w = Math.max(3, Math.round(20 * unit));
    const bar = { x: rect.x, y: rect.y + Math.round(h * 0.1), w, h: Math.round(h * 0.8) };
    return [
      { kind: 'rect', ...bar, fill, stroke: null, line: 0, dashed: false, radius: Math.round(4 * unit) },
    ];
  }
  if (entry.callout.subject.kind === 'overrun') return [{ kind: 'mark', ...at, mark: 'overrun' }];
  return [
    ...shape(entry.state, entry.look, at, view),
    text(
      String(entry.priority),
      { x: left + box + Math.round(first * 0.18), y: middle(rect.y, h, third) },
      { size: third, weight: 500, colour: '--text-2' },
    ),
  ];
}

/** In whose hands it is, where nobody's name says so. */
export function handWords({ hand, callout }: CauseEntry, { t }: Pick<PanelView, 't'>): string {
  if (hand === 'unacknowledged') return t('panels:noOwner');
  if (hand === 'returned') return t('wall:unseen');
  return callout === null ? t('panels:noCommander') : '';
}

/** The whole of an entry in words. */
export function saidOf(entry: CauseEntry, view: PanelView): string {
  return dotted([
    nameOf(entry),
    [entry.word, sinceWords(entry, view)].filter((one) => one !== '').join(' '),
    entry.holder?.name ?? handWords(entry, view),
    ...piecesOf(entry, view),
  ]);
}
