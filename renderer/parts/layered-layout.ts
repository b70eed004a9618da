import { Graph, layout } from '@dagrejs/dagre';

/** A box to be placed: its size in any unit, all the same. */
export interface LayerBox {
  readonly key: string;
  readonly w: number;
  readonly h: number;
}
export interface LayerEdge {
  readonly from: string;
  readonly to: string;
}
export interface LayerPoint {
  readonly x: number;
  readonly y: number;
}
/** Boxes in layers from left to right, and how lines run between them. */
export interface Layers {
  readonly width: number;
  readonly height: number;
  /** Middles of boxes, by key. */
  readonly boxes: ReadonlyMap<string, LayerPoint & LayerBox>;
  /** In the order in which they were given; from box to box, ends included. */
  readonly edges: readonly (LayerEdge & { readonly points: readonly LayerPoint[] })[];
}

/**
 * Lays a graph out in layers (dagre): what is needed stands left of what needs it. The same graph is laid out the same way
 * each time. `layerGap` and `rowGap`: air between layers, and between boxes of one.
 */
export function layLayers(
  boxes: readonly LayerBox[],
  edges: readonly LayerEdge[],
  { layerGap, rowGap }: { readonly layerGap: number; readonly rowGap: number },
): Layers {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', ranksep: layerGap, nodesep: rowGap, edgesep: rowGap / 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { key, w, h } of boxes) graph.setNode(key, { width: w, height: h });
  const known = edges.filter(({ from, to }) => from !== to && graph.hasNode(from) && graph.hasNode(to));
  for (const { from, to } of known) graph.setEdge(from, to);
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    boxes: new Map(
      boxes.map((box) => {
        const { x = 0, y = 0 } = graph.node(box.key);
        return [box.key, { ...box, x, y }] as const;
      }),
    ),
    edges: known.map(({ from, to }) => ({ from, to, points: graph.edge(from, to)?.points ?? [] })),
  };
}
