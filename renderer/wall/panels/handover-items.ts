import { formatClock, formatUntil } from '../../../shared/time/format';
import { definePanel, type PanelFacts, type PanelView } from './panel';
import { type Line, Sheet } from './sheet';
import { findShiftChange, type HandedItem, type ShiftChange } from './shift-change';
import { dueWords, shiftWords } from './shift-words';

/** What is handed over: who is responsible, what is open, and whose it becomes. */
interface HandoverItemsFacts extends PanelFacts {
  readonly change: ShiftChange | null;
}

export const handoverItemsPanel = definePanel<'handover-items', HandoverItemsFacts>({
  kind: 'handover-items',

  facts(_settings, { state, hubNow, t }) {
    const change = findShiftChange(state, hubNow);
    const count = change?.items.length ?? 0;
    return {
      head: {
        title: count > 0 ? t('panels:handover-items.title', { count }) : null,
        oldest: null,
        stale: null,
      },
      change,
    };
  },

  draw({ change }, body, view) {
    const { t, scale } = view;
    const sheet = new Sheet(body, view);
    if (change === null) {
      const none: Line = { words: t('panels:handover-items.nonePlanned'), colour: '--text-2' };
      sheet.line(none, sheet.leadSize([none], 0));
      return { groups: [sheet.group('items')], said: sheet.said, leftOut: 0 };
    }
    drawStanding(change, sheet, view);
    const { items } = change;
    if (items.length === 0) {
      if (change.state !== 'coming')
        sheet.maybe({ words: t('panels:handover-items.none'), colour: '--text-2' }, scale.third);
    } else if (sheet.heading(t('panels:handover-items.head'))) drawItems(items, sheet, view);
    else sheet.leftOut += items.length;
    return { groups: [sheet.group('items')], said: sheet.said, leftOut: sheet.leftOut };
  },
});

/** How far it has come, who is responsible until it is done, and by when that is to be. */
function drawStanding(change: ShiftChange, sheet: Sheet, view: PanelView): void {
  const { t, scale, link, lang } = view;
  const { state, items, signedAt, beginsAt, lateSince, responsible } = change;
  const said = items.filter((item) => item.said).length;
  const shifts = shiftWords(change, t);
  const words = {
    coming: t('panels:handover-items.state.coming', { shifts }),
    preparing: t('panels:handover-items.state.preparing', { shifts }),
    exchanging: t('panels:handover-items.state.exchanging', { said, all: items.length }),
    signed: t('panels:handover-items.state.signed', { at: formatClock(signedAt ?? 0) }),
    accepted: shifts,
  }[state];
  const late = lateSince !== null;
  const head: Line = {
    words,
    strong: true,
    ...(late && { marks: [{ kind: 'shape', state: 'warning' }] }),
    end: dueWords(change, view),
    endStrong: late,
    endColour: late ? '--text-1' : '--text-2',
  };
  const rows = Math.min(items.length, 4) + 1;
  sheet.line(head, sheet.leadSize([head], sheet.headHeight(true) + rows * Math.round(scale.third * 1.3)));
  if (state === 'signed' && change.exception)
    sheet.maybe({ words: t('panels:handover-items.exception'), strong: true }, scale.third);
  const names = responsible.map(({ name }) => name).join(', ');
  sheet.maybe(
    {
      words:
        names === '' ? t('panels:handover-items.nobody') : t('panels:handover-items.responsible', { names }),
      strong: names === '',
      ...(beginsAt !== null &&
        beginsAt > link.hubNow && {
          end: t('panels:handover-items.begins', { at: formatUntil(beginsAt, link.hubNow, lang) }),
        }),
    },
    scale.third,
  );
}

function drawItems(items: readonly HandedItem[], sheet: Sheet, view: PanelView): void {
  const { scale } = view;
  const titles = items.map((item) => titleLine(item, view));
  const hands = (size: number): readonly Line[] =>
    items.map((item, index) => handLine(item, sheet.indentOf(titles[index]?.marks ?? [], size), view));
  const whole = (size: number): number =>
    sheet.heightOf(titles, size) + sheet.heightOf(hands(size), scale.third);
  // What is handed over is read from afar where all of it can be.
  const large = [scale.first, scale.second].find((size) => whole(size) <= sheet.left);
  if (large !== undefined) {
    const under = hands(large);
    titles.forEach((title, index) => {
      sheet.line(title, large);
      for (const hand of under.slice(index, index + 1)) sheet.line(hand, scale.third);
    });
    return;
  }
  sheet.lines(
    items.map(
      (item): Line => ({
        ...titleLine(item, view),
        end: handsWords(item, view, sheet.area.w * HANDS_SHARE, scale.third),
        endColour: item.to === null ? '--text-1' : '--text-2',
        said: `${item.title} · ${handsWords(item, view, Number.POSITIVE_INFINITY, scale.third)}`,
      }),
    ),
    scale.third,
  );
}

/** At most so much of a line is for whose it is. */
const HANDS_SHARE = 0.4;

function titleLine({ title, criticality, said }: HandedItem, { t }: PanelView): Line {
  return {
    words: title,
    marks: [
      { kind: 'box', full: said },
      ...(criticality === null ? [] : [{ kind: 'number', words: String(criticality) } as const]),
    ],
    strong: !said,
    said: said ? t('panels:handover-items.said', { title }) : title,
  };
}

function handLine(item: HandedItem, indent: number, view: PanelView): Line {
  const words = handsWords(item, view, Number.POSITIVE_INFINITY, view.scale.third);
  return { words, colour: '--text-2', marks: [{ kind: 'space', w: indent }] };
}

/** Whose it is and whose it becomes: by name where there is room, else by initials. */
function handsWords(
  { owner, to }: HandedItem,
  { t, measure }: PanelView,
  room: number,
  size: number,
): string {
  const from = owner === null ? t('panels:handover-items.noOwner') : null;
  const next = to === null ? t('panels:handover-items.undecided') : null;
  const long = `${from ?? owner?.name} → ${next ?? to?.name}`;
  return measure(long, size, 500) <= room ? long : `${from ?? owner?.initials} → ${next ?? to?.initials}`;
}
