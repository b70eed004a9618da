import { nodeId } from '../../../../shared/model/catalogue';
import type { NodeState } from '../../../../shared/model/states';
import { type DependencyPicture, pickDependencies } from '../../../../shared/rules/dependency-picture';
import type { BoardState } from '../../../stores/board-store';
import type { ColourToken } from '../../../theme/state-theme';
import { STATE_THEME } from '../../../theme/state-theme';
import { isQuiet, slotState } from '../../model/wall-model';
import { nodeWords } from '../board-words';
import { entryOf, type Standing, standingsIn } from '../cause-entries';
import { headOf } from '../causes';
import type { PanelContext, PanelFacts } from '../panel';

/** Boxes that are drawn, at most: more cannot be read. */
export const BOXES_MOST = 60;

/** What the picture is about, in words. */
export interface PictureLead {
  readonly what: string;
  readonly state: NodeState;
  readonly quiet: boolean;
  readonly word: string;
  readonly colour: ColourToken;
  /** ms UTC; null: it is normal, or not known. */
  readonly since: number | null;
}

export type DependencyFacts = PanelFacts &
  (
    | { readonly kind: 'nothing' }
    /** What it was about is not in the catalogue. */
    | { readonly kind: 'gone'; readonly about: string }
    | {
        readonly kind: 'picture';
        readonly lead: PictureLead;
        readonly picture: DependencyPicture;
        /** Boxes that make no sound. */
        readonly quiet: ReadonlySet<string>;
      }
  );

/** Finds what depends on what around `about`; null: around what is most pressing. */
export function dependencyFacts(about: string | null, depth: number, context: PanelContext): DependencyFacts {
  const { state, model, t } = context;
  const head = headOf(context);
  const standings = standingsIn(context);
  const first = about === null ? (standings.find(({ callout }) => callout !== null) ?? null) : null;
  const roots = about === null ? (first?.callout?.nodes ?? []) : nodesOf(about, state);
  if (roots.length === 0) return about === null ? { head, kind: 'nothing' } : { head, kind: 'gone', about };
  const picture = pickDependencies({
    graph: state.graph,
    stateOf: (id) => {
      const slot = model.slot(id);
      return slot ? slotState(slot) : 'unknown';
    },
    roots,
    follows: followersOf(roots, context),
    depth,
    most: BOXES_MOST,
  });
  const lead = leadOf(roots, first ?? standingAt(roots, standings), context);
  return {
    head: { ...head, title: t('panels:dependencies.under', { what: lead.what }) },
    kind: 'picture',
    lead,
    picture,
    quiet: quietBoxes(picture, context),
  };
}

/** A node by its id, or all of a service. */
function nodesOf(about: string, { graph, catalogue }: BoardState): readonly string[] {
  if (graph.nodes.has(about)) return [about];
  const entity = catalogue.get(`service:${about}`);
  if (entity?.kind !== 'service') return [];
  return entity.value.sites.map((site) => nodeId(about, site)).filter((id) => graph.nodes.has(id));
}

/** What follows from these, also where they follow from something themselves. */
function followersOf(
  roots: readonly string[],
  { model: { causes }, state: { graph } }: PanelContext,
): ReadonlySet<string> {
  const follows = new Set<string>();
  for (const root of roots) {
    for (const id of causes.following(root)?.nodes ?? []) follows.add(id);
    for (const id of causes.kept(root)) follows.add(id);
  }
  const reached = new Set(roots);
  for (const id of reached) {
    const node = graph.nodes.get(id);
    for (const next of [...(node?.dependants ?? []), ...(node?.softDependants ?? [])])
      if (causes.directly(next).includes(id)) reached.add(next);
  }
  for (const id of reached) if (!roots.includes(id)) follows.add(id);
  return follows;
}

function standingAt(roots: readonly string[], standings: readonly Standing[]): Standing | null {
  return standings.find(({ callout }) => callout?.nodes.some((node) => roots.includes(node))) ?? null;
}

function leadOf(roots: readonly string[], standing: Standing | null, context: PanelContext): PictureLead {
  const entry = standing && entryOf(standing, context);
  const { state, model, t } = context;
  if (entry) {
    const { what, where, word, colour, since } = entry;
    return {
      what: where === '' ? what : `${what}, ${where}`,
      state: entry.state,
      quiet: false,
      word,
      colour,
      since,
    };
  }
  const [root = ''] = roots;
  const slot = model.slot(root);
  const now = slot ? slotState(slot) : 'unknown';
  const what = nodeWords(state.catalogue, roots.length === 1 ? root : (slot?.node.service.id ?? root));
  return {
    what,
    state: now,
    quiet: slot ? isQuiet(slot) : false,
    word: t(`states:${now}`),
    colour: now === 'normal' ? '--text-2' : STATE_THEME[now].colour,
    since: now === 'normal' ? null : (slot?.status?.since ?? null),
  };
}

function quietBoxes({ boxes }: DependencyPicture, { model }: PanelContext): ReadonlySet<string> {
  const isSilent = (id: string): boolean => {
    const slot = model.slot(id);
    return slot === undefined || slotState(slot) === 'normal' || isQuiet(slot);
  };
  const silent = boxes.filter(({ state, nodes }) => state !== 'normal' && nodes.every(isSilent));
  return new Set(silent.map(({ key }) => key));
}
