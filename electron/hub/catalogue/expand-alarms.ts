import type { AlarmClassSpec, AlarmSpec } from '../../../shared/contract/catalogue-alarms';
import { type CatalogueFile, durationMs } from '../../../shared/contract/catalogue-file';
import type { AlarmClass, Service } from '../../../shared/model/catalogue';
import { VANTAGE_NODE } from '../../../shared/rules/alarms/decide';
import type { Notes } from './notes';
import type { Path } from './yaml-source';

/** An acknowledgement breaks when nothing has moved for so long, ms, where nobody says otherwise. */
const DEFAULT_STALLED_MS = 20 * 60_000;
const MINUTE_MS = 60_000;

/** All that one place of the file can say of alarms. */
type Words = Omit<AlarmSpec, 'class'>;

/**
 * The alarm class of every service, the hub's own and the sources' included, and (under `vaktrom/nett`) of the hub's
 * view of the network where the file has reference points. Notes every reference that leads nowhere and every circle.
 */
export function expandAlarms(
  file: CatalogueFile,
  services: readonly Service[],
  notes: Notes,
): readonly AlarmClass[] {
  const classes = classChains(file.alarmClasses ?? []);
  checkBlocks(file, notes);
  const placesOf = alarmPlaces(file);
  const list = services.map((service) => {
    const [own, ...around] = placesOf(service);
    return resolveAlarm(service.id, [withOwnLinks(own, service), ...around], classes);
  });
  if (file.referencePoints !== undefined && file.referencePoints.length > 0)
    list.push(resolveAlarm(VANTAGE_NODE, [file.hub?.blind, file.alarm], classes));
  return list;
}

/** What the file says of a service's alarms, the nearest place first: itself, its template, its family, the room. */
function alarmPlaces(file: CatalogueFile): (service: Service) => readonly (AlarmSpec | undefined)[] {
  const written = new Map(file.services.map((spec) => [spec.id, spec]));
  const sources = new Map(file.sources?.map((spec) => [spec.id, spec]));
  const families = new Map(file.families?.map((family) => [family.id, family.alarm]));
  const templates = file.templates ?? {};
  return ({ id, family }) => {
    const spec = written.get(id);
    const template =
      spec?.template !== undefined && Object.hasOwn(templates, spec.template)
        ? templates[spec.template]?.alarm
        : undefined;
    const own = spec ?? sources.get(id) ?? file.hub?.service;
    return [own?.alarm, template, families.get(family), file.alarm];
  };
}

/** The classes that each service's alarms are of: the one that is named nearest, and what it is under. */
export function classesOfServices(
  file: CatalogueFile,
  services: readonly Service[],
): ReadonlyMap<string, readonly string[]> {
  const chains = classChains(file.alarmClasses ?? []);
  const placesOf = alarmPlaces(file);
  return new Map(
    services.map((service) => {
      const named = placesOf(service).find((place) => place?.class !== undefined)?.class;
      return [service.id, (chains.get(named ?? '') ?? []).map(({ id }) => id)];
    }),
  );
}

/** The links that a service has had all along are its own word, where its block says nothing of them. */
function withOwnLinks(
  block: AlarmSpec | undefined,
  { runbook, emergencyRoutine }: Pick<Service, 'runbook' | 'emergencyRoutine'>,
): AlarmSpec {
  return {
    ...(runbook !== null && { runbook }),
    ...(emergencyRoutine !== null && { emergencyRoutine }),
    ...block,
  };
}

/**
 * One class out of what is said of it, the nearest place first. The class that is named nearest stands right behind
 * the place that names it. Pure; `classes` as classChains gives it.
 */
export function resolveAlarm(
  id: string,
  places: readonly (AlarmSpec | undefined)[],
  classes: ReadonlyMap<string, readonly Words[]>,
): AlarmClass {
  const said: Words[] = [];
  let named = false;
  for (const place of places) {
    if (!place) continue;
    said.push(place);
    if (place.class === undefined || named) continue;
    named = true;
    said.push(...(classes.get(place.class) ?? []));
  }
  const nearest = <K extends keyof Words>(field: K): Words[K] | undefined =>
    said.find((words) => words[field] !== undefined)?.[field];
  const available = nearest('timeAvailable');
  const stalled = nearest('stalledAfter');
  return {
    id,
    priority: nearest('priority') ?? null,
    meaning: nearest('meaning') ?? null,
    consequence: nearest('consequence') ?? null,
    steps: nearest('do') ?? [],
    timeAvailableMin: available === undefined ? null : durationMs(available) / MINUTE_MS,
    runbook: nearest('runbook') ?? null,
    emergencyRoutine: nearest('emergencyRoutine') ?? null,
    call: [...new Set(nearest('call') ?? [])],
    latching: nearest('latching') ?? false,
    stalledAfterMs: stalled === undefined ? DEFAULT_STALLED_MS : durationMs(stalled),
    actions: [...new Set(nearest('actions') ?? [])],
  };
}

/** Each class with what it is under, the nearest first. A circle, and what does not exist, end the chain. */
export function classChains(
  specs: readonly AlarmClassSpec[],
): ReadonlyMap<string, readonly AlarmClassSpec[]> {
  const byId = new Map(specs.map((spec) => [spec.id, spec]));
  return new Map(
    specs.map(({ id }) => {
      const chain: AlarmClassSpec[] = [];
      for (let at = byId.get(id); at && !chain.includes(at); at = byId.get(at.under ?? '')) chain.push(at);
      return [id, chain];
    }),
  );
}

function checkBlocks(file: CatalogueFile, notes: Notes): void {
  if (file.alarm) checkBlock(file.alarm, ['alarm'], notes);
  for (const [index, spec] of (file.alarmClasses ?? []).entries()) {
    const path: Path = ['alarmClasses', index];
    checkWords(spec, path, notes);
    if (spec.under !== undefined) notes.refer('alarmClasses', spec.under, [...path, 'under'], 'alarm class');
  }
  checkCircles(file.alarmClasses ?? [], notes);
  const lists = [
    ['families', file.families],
    ['services', file.services],
    ['sources', file.sources],
  ] as const;
  for (const [list, entries] of lists) {
    for (const [index, { alarm }] of (entries ?? []).entries())
      if (alarm) checkBlock(alarm, [list, index, 'alarm'], notes);
  }
  for (const [name, { alarm }] of Object.entries(file.templates ?? {}))
    if (alarm) checkBlock(alarm, ['templates', name, 'alarm'], notes);
  if (file.hub?.service?.alarm) checkBlock(file.hub.service.alarm, ['hub', 'service', 'alarm'], notes);
  if (file.hub?.blind) checkBlock(file.hub.blind, ['hub', 'blind'], notes);
}

function checkBlock(block: AlarmSpec, path: Path, notes: Notes): void {
  if (block.class !== undefined) notes.refer('alarmClasses', block.class, [...path, 'class'], 'alarm class');
  checkWords(block, path, notes);
}

function checkWords(words: Words, path: Path, notes: Notes): void {
  for (const [index, team] of (words.call ?? []).entries())
    notes.refer('onCall', team, [...path, 'call', index], 'team on call');
  for (const [index, action] of (words.actions ?? []).entries())
    notes.refer('actions', action, [...path, 'actions', index], 'action');
  const within = (field: 'timeAvailable' | 'stalledAfter', most: number, limit: string): void => {
    const text = words[field];
    if (text === undefined) return;
    const ms = durationMs(text);
    if (ms < MINUTE_MS || ms > most) notes.fault([...path, field], `${field} is from 1m to ${limit}`);
  };
  within('timeAvailable', 7 * 24 * 60 * MINUTE_MS, '7d');
  within('stalledAfter', 24 * 60 * MINUTE_MS, '24h');
}

/** Notes each circle of `under` once, at the class of it that stands first in the file. */
function checkCircles(specs: readonly AlarmClassSpec[], notes: Notes): void {
  const byId = new Map(specs.map((spec) => [spec.id, spec]));
  const noted = new Set<string>();
  for (const [index, { id }] of specs.entries()) {
    if (noted.has(id)) continue;
    const way: string[] = [];
    let at: string | undefined = id;
    while (at !== undefined && byId.has(at) && !way.includes(at)) {
      way.push(at);
      at = byId.get(at)?.under;
    }
    // One that only leads into a circle is not in it.
    if (at !== id) continue;
    for (const member of way) noted.add(member);
    const circle = [...way, id].join(' → ');
    notes.fault(['alarmClasses', index, 'under'], `alarm classes stand under each other: ${circle}`);
  }
}
