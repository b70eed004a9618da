import type { MappingRule } from '../../../shared/contract/source-mapping';
import type { MappingPreview } from '../../../shared/contract/wire';
import type { ForeignAlert } from '../../../shared/model/sources';
import type { Projection } from '../../../shared/rules/projection';
import { compileMapping, placeAlert } from '../../../shared/rules/source-mapping';
import type { Clock } from '../../../shared/time/clock';
import type { SourceTarget } from '../catalogue/loaded';
import { roomOf } from './mapping-room';
import { Pace } from './pace';

/** Alerts that a preview shows: those that need a person's eye come first. */
const SHOWN = 1_000;
const ORDER = { twice: 0, unmatched: 1, matched: 2 } as const;

/**
 * What mapping rules (null: those in force) make of the alerts that a source has now. Rules with a fault are told,
 * and left out. Changes nothing. A draft may name services that the source does not vouch for yet: naming one in a
 * rule is vouching for it, as in the file.
 */
export async function previewMapping(
  target: SourceTarget,
  rules: readonly MappingRule[] | null,
  state: Pick<Projection, 'sources' | 'graph'>,
  clock: Clock,
): Promise<MappingPreview> {
  const tried = rules ?? target.rules;
  const { mapping, faults } = compileMapping(tried);
  const plain = roomOf(target, state);
  const named = tried.flatMap(({ service, site = null }) => {
    if (service.includes('{')) return [];
    return plain.nodes(service, site?.includes('{') ? null : site);
  });
  const room = roomOf(target, state, new Set(named));
  const hits = tried.map(() => 0);
  const found: { readonly alert: ForeignAlert; readonly verdict: 'matched' | 'unmatched' | 'twice' }[] = [];
  const pace = new Pace(clock);
  for (const entity of [...state.sources.values()]) {
    if (entity.kind !== 'alert' || entity.value.source !== target.id) continue;
    const { verdict, nodes, rules: matched, severity } = placeAlert(mapping, entity.value.labels, room);
    for (const rule of matched) hits[rule] = (hits[rule] ?? 0) + 1;
    found.push({ alert: { ...entity.value, nodes: [...nodes], rules: [...matched], severity }, verdict });
    if (pace.due()) await pace.rest();
  }
  found.sort(
    (a, b) =>
      ORDER[a.verdict] - ORDER[b.verdict] ||
      (a.alert.name === b.alert.name
        ? a.alert.id < b.alert.id
          ? -1
          : 1
        : a.alert.name < b.alert.name
          ? -1
          : 1),
  );
  return {
    rules: [...tried],
    issues: [...faults],
    hits,
    alerts: found.slice(0, SHOWN),
    more: Math.max(0, found.length - SHOWN),
  };
}
