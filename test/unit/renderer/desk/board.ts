import type { Row } from '../../../../renderer/desk/model/row';
import { rowsOf } from '../../../../renderer/desk/model/row';
import type { CatalogueEntity } from '../../../../shared/model/catalogue';
import type { CheckStatus, NodeStatus } from '../../../../shared/model/room';
import type { NodeState } from '../../../../shared/model/states';
import { buildGraph, type Graph } from '../../../../shared/rules/graph';
import { smallEstate } from '../../../fixtures/desk-harness/estate';

/** A board that stands still, for what only reads one. */
export interface StillBoard {
  readonly catalogue: ReadonlyMap<string, CatalogueEntity>;
  readonly graph: Graph;
  readonly rows: ReadonlyMap<string, Row>;
}

export function stillBoard(entities: readonly CatalogueEntity[] = smallEstate()): StillBoard {
  const catalogue = new Map(entities.map((entity) => [`${entity.kind}:${entity.value.id}`, entity] as const));
  const { graph } = buildGraph(catalogue.values());
  return { catalogue, graph, rows: rowsOf({ catalogue, graph }) };
}

export function aNodeStatus(id: string, state: NodeState, change: Partial<NodeStatus> = {}): NodeStatus {
  return {
    id,
    state,
    since: 0,
    own: state,
    hard: state,
    because: [],
    quiet: null,
    flapping: false,
    ...change,
  };
}

export function aCheckStatus(id: string, change: Partial<CheckStatus> = {}): CheckStatus {
  return {
    id,
    result: 'ok',
    hard: true,
    attempt: 1,
    confirmed: 'ok',
    since: 0,
    resultSince: 0,
    observedAt: 0,
    beforeAt: null,
    overdue: false,
    output: '',
    ms: null,
    flappingSince: null,
    silenced: false,
    ...change,
  };
}
