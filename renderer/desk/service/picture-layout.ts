import { type GraphReader, worstFirst } from '../model/neighbours';

export type ColumnName = 'far' | 'needs' | 'self' | 'dependants';

/** A box of the picture, in rows from the top of its column. */
export interface Box {
  readonly id: string;
  readonly column: ColumnName;
  readonly row: number;
}

/** A dependency drawn: from all of `from` (alternatives, when there are several) to `to`. */
export interface Edge {
  readonly from: readonly string[];
  readonly to: string;
  readonly soft: boolean;
  /** How many alternatives there are, drawn or not. */
  readonly of: number;
}

export interface Picture {
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  /** How many a column left out. */
  readonly hidden: Readonly<Record<ColumnName, number>>;
  /** Rows of the tallest column. */
  readonly rows: number;
}

/**
 * The neighbourhood of a node: two steps of what it depends on, itself, and what depends on it. A column holds no
 * more than `max` boxes: the worst are drawn, the rest are counted.
 */
export function layoutPicture(board: GraphReader, id: string, max: number): Picture {
  const { graph } = board.getState();
  const self = graph.nodes.get(id);
  if (!self) return { boxes: [], edges: [], hidden: { far: 0, needs: 0, self: 0, dependants: 0 }, rows: 0 };
  const needIds = distinct(self.needs.flatMap((need) => need.of)).filter((other) => other !== id);
  const needs = cut(board, needIds, max);
  const farIds = distinct(
    needs.kept.flatMap((need) => graph.nodes.get(need)?.needs.flatMap((next) => next.of) ?? []),
  ).filter((other) => other !== id && !needIds.includes(other));
  const far = cut(board, farIds, max);
  const below = distinct([...self.dependants, ...self.softDependants]).filter(
    (other) => other !== id && !needIds.includes(other),
  );
  const dependants = cut(board, below, max);

  const columns: Readonly<Record<ColumnName, readonly string[]>> = {
    far: far.kept,
    needs: needs.kept,
    self: [id],
    dependants: dependants.kept,
  };
  const rows = Math.max(1, ...Object.values(columns).map((ids) => ids.length));
  const boxes = (Object.keys(columns) as ColumnName[]).flatMap((column) => {
    const ids = columns[column];
    // Shorter columns stand in the middle, so that lines run level.
    const first = (rows - ids.length) / 2;
    return ids.map((box, index) => ({ id: box, column, row: first + index }));
  });
  const drawn = new Map(boxes.map((box) => [box.id, box.column] as const));
  const edges: Edge[] = [];
  for (const to of [...needs.kept, id, ...dependants.kept]) {
    for (const need of graph.nodes.get(to)?.needs ?? []) {
      const from = need.of.filter((other) => leads(drawn.get(other), drawn.get(to)));
      if (from.length > 0) edges.push({ from, to, soft: need.soft, of: need.of.length });
    }
  }
  return {
    boxes,
    edges,
    hidden: { far: far.hidden, needs: needs.hidden, self: 0, dependants: dependants.hidden },
    rows,
  };
}

const ORDER: readonly ColumnName[] = ['far', 'needs', 'self', 'dependants'];

/** Only lines from one column to the next: others would run behind boxes and say nothing that can be read. */
function leads(from: ColumnName | undefined, to: ColumnName | undefined): boolean {
  return from !== undefined && to !== undefined && ORDER.indexOf(to) - ORDER.indexOf(from) === 1;
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}

/** The worst that fit, in the order in which they came. */
function cut(
  board: GraphReader,
  ids: readonly string[],
  max: number,
): { readonly kept: readonly string[]; readonly hidden: number } {
  if (ids.length <= max) return { kept: ids, hidden: 0 };
  const chosen = new Set(worstFirst(board, ids).slice(0, max));
  return { kept: ids.filter((id) => chosen.has(id)), hidden: ids.length - chosen.size };
}
