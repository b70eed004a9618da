import { type CatalogueFile, durationMs } from '../../../shared/contract/catalogue-file';
import type { CatalogueEntity, Service, Source } from '../../../shared/model/catalogue';
import type { Authority } from './check-place';
import { expandAction } from './expand-actions';
import { classesOfServices, expandAlarms } from './expand-alarms';
import { checkFolders, emailsOf, expandChannel, expandNotifyRule, expandPlan } from './expand-incidents';
import { expandMap } from './expand-map';
import { expandTeam } from './expand-on-call';
import { expandRoutine, expandShiftPlan } from './expand-roster';
import { DEFAULT_FAMILY, ServiceExpander } from './expand-services';
import { expandWall } from './expand-wall';
import { expandHours, expandMaintenance, expandSelf, expandSource, WATCH_FAMILY } from './expand-watch';
import { graphFaults } from './graph-faults';
import type { CheckTarget, LoadedCatalogue, SourceTarget } from './loaded';
import { Notes } from './notes';
import type { Fault, Path } from './yaml-source';

/** Names that are filled in by themselves. */
const OWN_VARIABLES = ['service', 'site'];

/** What a file grows to, and what is wrong with it. */
export interface Expansion {
  readonly entities: readonly CatalogueEntity[];
  readonly targets: ReadonlyMap<string, CheckTarget>;
  readonly watch: Pick<
    LoadedCatalogue,
    'sources' | 'maintenance' | 'deadMansSwitch' | 'self' | 'history' | 'actions' | 'channels' | 'emails'
  >;
  readonly faults: readonly Fault[];
}

/**
 * Expands a parsed file: templates, sites, defaults and placeholders, each reference checked. `authorities`:
 * what was read of every certificate file it names. `leftOut`: entries that were faulty already, as `list:id`
 * (or a whole `list`); a reference to one of them is no second fault.
 */
export function expandCatalogue(
  file: CatalogueFile,
  authorities: ReadonlyMap<string, Authority>,
  leftOut: ReadonlySet<string>,
): Expansion {
  const notes = new Notes(file, leftOut);
  const note = (path: Path, reason: string): void => notes.fault(path, reason);
  notes.checkIds();
  checkSites(file, notes);
  const grown = new ServiceExpander(file, authorities, notes);
  for (const [index, service] of file.services.entries()) grown.add(service, index);
  for (const [index, spec] of (file.referencePoints ?? []).entries()) grown.addReference(spec, index);
  const hours = (file.hours ?? []).map((spec, index) => expandHours(spec, index, note));
  const measured = [...grown.services];
  const maintenance = (file.maintenance ?? []).map((spec, index) =>
    expandMaintenance(spec, index, measured, note),
  );
  const sources = expandSources(file, authorities, measured, grown, notes);
  addSelf(file, grown, notes);
  checkGraph(grown, notes);
  const actions = (file.actions ?? []).map((spec, index) => expandAction(spec, index, notes));
  const teams = (file.onCall ?? []).map((spec, index) => expandTeam(spec, index, notes));
  const alarmClasses = expandAlarms(file, grown.services, notes);
  const channels = (file.channels ?? []).map((spec, index) => expandChannel(spec, index, authorities, notes));
  checkFolders(file.channels ?? [], notes);
  const classes = classesOfServices(file, grown.services);
  const rules = (file.notify ?? []).map((spec, index) =>
    expandNotifyRule(spec, index, grown.services, (id) => classes.get(id) ?? [], file, notes),
  );
  const plan = expandPlan(file, notes);
  const roster = file.watch === undefined ? [] : expandShiftPlan(file.watch, notes);
  const routines = (file.routines ?? []).map((spec, index) =>
    expandRoutine(spec, index, grown.services, notes),
  );
  const wall = file.wall === undefined ? null : expandWall(file.wall, grown.services, notes);
  const map = file.map === undefined ? null : expandMap(file.map, grown.services, notes);
  const { deadMansSwitch, service } = file.hub ?? {};
  return {
    entities: [
      ...entitiesOf(file, grown),
      ...hours.map((value) => ({ kind: 'hours' as const, value })),
      ...sources.map(({ entity: value }) => ({ kind: 'source' as const, value })),
      ...alarmClasses.map((value) => ({ kind: 'alarm-class' as const, value })),
      ...teams.map((value) => ({ kind: 'team' as const, value })),
      ...actions.map(({ entity: value }) => ({ kind: 'action' as const, value })),
      ...channels.map(({ entity: value }) => ({ kind: 'channel' as const, value })),
      ...rules.map((value) => ({ kind: 'notify-rule' as const, value })),
      ...(file.incidents === undefined ? [] : [{ kind: 'incident-plan' as const, value: plan }]),
      ...roster,
      ...routines.map((value) => ({ kind: 'routine' as const, value })),
      ...(wall === null ? [] : [{ kind: 'wall-plan' as const, value: wall }]),
      ...(map === null ? [] : [{ kind: 'map-plan' as const, value: map }]),
    ],
    targets: grown.targets,
    watch: {
      sources: sources.map(({ target }) => target),
      maintenance,
      deadMansSwitch: deadMansSwitch
        ? { url: deadMansSwitch.url, intervalMs: durationMs(deadMansSwitch.interval ?? '1m') }
        : null,
      self: service ? (service.id ?? WATCH_FAMILY.id) : null,
      history: grown.history,
      actions: new Map(actions.map(({ target }) => [target.id, target])),
      channels: new Map(channels.map(({ entity, target }) => [entity.id, target])),
      emails: emailsOf(file),
    },
    faults: notes.faults,
  };
}

function checkSites(file: CatalogueFile, notes: Notes): void {
  for (const [index, site] of (file.sites ?? []).entries()) {
    notes.refer('trusts', site.trust, ['sites', index, 'trust'], 'trust');
    for (const name of OWN_VARIABLES) {
      if (!site.vars || !Object.hasOwn(site.vars, name)) continue;
      const reason = `{${name}} is filled in by itself: name the variable otherwise`;
      notes.faultAtKey(['sites', index, 'vars', name], reason);
    }
  }
}

function expandSources(
  file: CatalogueFile,
  authorities: ReadonlyMap<string, Authority>,
  measured: readonly Service[],
  grown: ServiceExpander,
  notes: Notes,
): readonly { readonly entity: Source; readonly target: SourceTarget }[] {
  return (file.sources ?? []).map((spec, index) => {
    const place: Path = ['sources', index];
    if (notes.ids('services').has(spec.id)) {
      notes.fault([...place, 'id'], `"${spec.id}" is a service already: the source is shown as one too`);
    }
    if (spec.family !== undefined) notes.refer('families', spec.family, [...place, 'family'], 'family');
    const expanded = expandSource(spec, index, measured, authorities, (path, reason) =>
      notes.fault(path, reason),
    );
    grown.addWatched(expanded.service, expanded.checks, { kind: 'source', source: spec.id });
    return expanded;
  });
}

/** The hub's own service, where the file asks for it. */
function addSelf(file: CatalogueFile, grown: ServiceExpander, notes: Notes): void {
  const self = expandSelf(file);
  if (!self) return;
  const { id } = self.service;
  if (notes.ids('services').has(id) || notes.ids('sources').has(id)) {
    notes.fault(['hub', 'service', 'id'], `"${id}" is a service already: give the hub's own another id`);
  }
  const { family } = file.hub?.service ?? {};
  if (family !== undefined) notes.refer('families', family, ['hub', 'service', 'family'], 'family');
  grown.addWatched(self.service, self.checks, { kind: 'self' });
}

function checkGraph(grown: ServiceExpander, notes: Notes): void {
  // What grows without bound is refused as it is; its graph would only take time.
  if (grown.full) return;
  const faults = graphFaults(grown.services, grown.needPaths, (id) => notes.isLeftOut('services', id));
  for (const { path, reason } of faults) notes.fault(path, reason);
}

/** Places, services and checks, in the order in which they are shown. */
function entitiesOf(file: CatalogueFile, grown: ServiceExpander): readonly CatalogueEntity[] {
  const order = <T>(item: T, index: number): T & { readonly order: number } => ({ ...item, order: index });
  return [
    ...(file.trusts ?? []).map(order).map((value) => ({ kind: 'trust' as const, value })),
    ...(file.sites ?? [])
      .map(({ id, name, trust, place }) => ({ id, name, trust, ...(place && { place }) }))
      .map(order)
      .map((value) => ({ kind: 'site' as const, value })),
    ...familiesOf(file, grown.services)
      .map(order)
      .map((value) => ({ kind: 'family' as const, value })),
    ...grown.services.map((value) => ({ kind: 'service' as const, value })),
    ...grown.checks.map((value) => ({ kind: 'check' as const, value })),
  ];
}

/** The file's families, and those of ours that a service is in. */
function familiesOf(
  file: CatalogueFile,
  services: readonly Service[],
): readonly { readonly id: string; readonly name: string }[] {
  const list = (file.families ?? []).map(({ id, name }) => ({ id, name }));
  for (const own of [DEFAULT_FAMILY, WATCH_FAMILY]) {
    const used = services.some((service) => service.family === own.id);
    if (used && !list.some(({ id }) => id === own.id)) list.push(own);
  }
  return list.length === 0 ? [DEFAULT_FAMILY] : list;
}
