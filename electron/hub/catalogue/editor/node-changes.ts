import { isDeepStrictEqual } from 'node:util';
import type { CataloguePreview } from '../../../../shared/contract/wire';
import { nodeId } from '../../../../shared/model/catalogue';
import type { LoadedCatalogue } from '../loaded';

/** Node ids named for each kind of change: more is a number that nobody reads. */
const MAX_NAMED = 2_000;

/**
 * Which services at sites a catalogue gains, loses and changes against another: by what the room knows of each, and
 * by what only the hub knows of its checks. The place in the list is no change.
 */
export function nodeChanges(
  before: LoadedCatalogue | null,
  after: LoadedCatalogue,
): CataloguePreview['nodes'] {
  const old = before ? nodesOf(before) : new Map<string, unknown>();
  const now = nodesOf(after);
  const added = [...now.keys()].filter((id) => !old.has(id));
  const removed = [...old.keys()].filter((id) => !now.has(id));
  const changed = [...now].flatMap(([id, node]) =>
    old.has(id) && !isDeepStrictEqual(old.get(id), node) ? [id] : [],
  );
  return {
    added: added.slice(0, MAX_NAMED),
    removed: removed.slice(0, MAX_NAMED),
    changed: changed.slice(0, MAX_NAMED),
  };
}

function nodesOf(
  catalogue: LoadedCatalogue,
): Map<string, { readonly service: unknown; readonly checks: unknown[] }> {
  const nodes = new Map<string, { readonly service: unknown; readonly checks: unknown[] }>();
  const classes = new Map(
    catalogue.entities.flatMap((entity) =>
      entity.kind === 'alarm-class' ? [[entity.value.id, entity.value] as const] : [],
    ),
  );
  for (const entity of catalogue.entities) {
    if (entity.kind !== 'service') continue;
    const { order: _order, sites, ...service } = entity.value;
    for (const site of sites.length > 0 ? sites : [null]) {
      const id = nodeId(entity.value.id, site);
      const alarm = classes.get(entity.value.id);
      nodes.set(id, { service: { ...service, alarm, history: catalogue.history.get(id) }, checks: [] });
    }
  }
  for (const entity of catalogue.entities) {
    if (entity.kind !== 'check' || entity.value.node === null) continue;
    const target = catalogue.targets.get(entity.value.id);
    nodes.get(entity.value.node)?.checks.push([entity.value, target]);
  }
  return nodes;
}
