import type { NodeState } from '../../../shared/model/states';
import { readAlarm } from '../../../shared/rules/alarms/reduce-alarms';
import { formatUntil } from '../../../shared/time/format';
import { nodeWords, personWords } from './board-words';
import { definePanel, type PanelFacts, type PanelView } from './panel';
import { columns, type Line, Sheet } from './sheet';

/** What people have put aside, and when that is over: what ends first comes first. */
interface PutAsideFacts extends PanelFacts {
  readonly rows: readonly Aside[];
}

interface Aside {
  readonly kind: 'shelved' | 'out-of-service';
  readonly name: string;
  /** Putting it aside never dims its state. */
  readonly state: NodeState;
  /** When it ends, or is reviewed, ms UTC. */
  readonly until: number;
  /** Its time is up. */
  readonly due: boolean;
  /** Who did it, or sees to it. */
  readonly by: string;
}

export const putAsidePanel = definePanel<'put-aside', PutAsideFacts>({
  kind: 'put-aside',

  facts(_settings, { state, hubNow, t, model }) {
    const rows: Aside[] = [];
    for (const entity of state.alarms.values()) {
      if (entity.kind !== 'alarm') continue;
      const alarm = readAlarm(state.alarms, entity.value.node) ?? entity.value;
      const { node, shelf, outOfService } = alarm;
      const known = {
        name: nodeWords(state.catalogue, node),
        state: model.slot(node)?.status?.state ?? alarm.condition,
      };
      if (alarm.state === 'shelved' && shelf)
        rows.push({
          ...known,
          kind: 'shelved',
          until: shelf.until,
          due: shelf.until <= hubNow,
          by: personWords(state.people, shelf.by).initials,
        });
      if (alarm.state === 'out-of-service' && outOfService)
        rows.push({
          ...known,
          kind: 'out-of-service',
          until: outOfService.reviewAt,
          due: outOfService.due || outOfService.reviewAt <= hubNow,
          by: outOfService.responsible,
        });
    }
    rows.sort((a, b) => Number(b.due) - Number(a.due) || a.until - b.until || (a.name < b.name ? -1 : 1));
    const count = rows.length;
    return {
      head: { title: count > 0 ? t('panels:put-aside.title', { count }) : null, oldest: null, stale: null },
      rows,
    };
  },

  draw({ rows }, body, view) {
    const { t, scale } = view;
    const lines = rows.map((row) => lineOf(row, view));
    // The largest size at which all of it is seen; two columns before a line is lost.
    const probe = new Sheet(body, view);
    const size =
      [scale.first, scale.second].find(
        (one) => probe.heightOf(lines, one) <= body.h && body.w >= one * WIDE,
      ) ?? scale.third;
    const two = probe.heightOf(lines, size) > body.h ? columns(body, view) : null;
    if (rows.length === 0) {
      probe.line({ words: t('panels:put-aside.none'), colour: '--text-2' }, size);
      return { groups: [probe.group('rows')], said: probe.said, leftOut: 0 };
    }
    if (two === null) {
      probe.lines(lines, size);
      return { groups: [probe.group('rows')], said: probe.said, leftOut: probe.leftOut };
    }
    const left = new Sheet(two[0], view);
    const right = new Sheet(two[1], view);
    const rest = lines.slice(fitting(left, lines, size));
    left.lines(lines.slice(0, lines.length - rest.length), size);
    right.lines(rest, size);
    return {
      groups: [left.group('left'), right.group('right')],
      said: [...left.said, ...right.said],
      leftOut: right.leftOut,
    };
  },
});

/** A line wants so many times its type size of width. */
const WIDE = 17;

function lineOf({ kind, name, state, until, due, by }: Aside, { t, link, lang }: PanelView): Line {
  const at = formatUntil(until, link.hubNow, lang);
  const end =
    kind === 'shelved'
      ? t('panels:put-aside.shelved', { at })
      : t(due ? 'panels:put-aside.reviewDue' : 'panels:put-aside.review', { at });
  return {
    words: name,
    more: by,
    marks: [
      { kind: 'mark', mark: kind },
      { kind: 'shape', state, quiet: true },
    ],
    end,
    strong: due,
    endStrong: due,
    ...(due && { endColour: '--text-1' as const }),
    said: [name, t(`states:${state}`), end, by].join(' · '),
  };
}

/** How many lines stand one below the other in a column. */
function fitting(sheet: Sheet, lines: readonly Line[], size: number): number {
  let count = 0;
  while (count < lines.length && sheet.heightOf(lines.slice(0, count + 1), size) <= sheet.area.h) count += 1;
  return count;
}
