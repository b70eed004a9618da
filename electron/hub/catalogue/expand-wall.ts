import type { WallSpec } from '../../../shared/contract/catalogue-wall';
import type { Service } from '../../../shared/model/catalogue';
import type { SceneTurn, TakeOverRule, WallDisplay, WallPlan } from '../../../shared/model/wall';
import { INCIDENT, NORMAL } from '../../../shared/rules/wall/built-in-scenes';
import { PRESET_PLAN } from '../../../shared/rules/wall/read-wall';
import { type Bounds, bounded } from './expand-incidents';
import type { Notes } from './notes';
import type { Path } from './yaml-source';

const HOLD: Bounds = { least: 0, most: 3_600_000, words: 'hold is at most 1h' };
const TURN: Bounds = { least: 5_000, most: 24 * 3_600_000, words: 'a scene in turn lasts from 5s to 24h' };
const SIZE = '1920x1080';
/** A 55-inch display of 1920 pixels, mm. */
const PITCH_MM = 0.634;

/**
 * The wall as the room knows it. Two displays in one place and what is named in vain are faults at their places. Scenes are
 * no part of the file: one that nobody has made yet gives way to what came with the program.
 */
export function expandWall(spec: WallSpec, services: readonly Service[], notes: Notes): WallPlan {
  const rules = spec.takeOver;
  checkOnce(rules ?? [], ['wall', 'takeOver'], notes);
  return {
    id: 'room',
    displays: expandDisplays(spec, notes),
    distanceM: spec.distance ?? PRESET_PLAN.distanceM,
    rest: spec.rest ?? NORMAL,
    rotation: (spec.rotation ?? []).map(
      ({ scene, for: stay }, index): SceneTurn => ({
        scene,
        forMs: bounded(stay, TURN, ['wall', 'rotation', index, 'for'], notes),
      }),
    ),
    stopAt: spec.stopAt ?? PRESET_PLAN.stopAt,
    takeOver:
      rules === undefined
        ? PRESET_PLAN.takeOver
        : rules.map((rule, index) => expandRule(rule, ['wall', 'takeOver', index], services, notes)),
  };
}

function expandDisplays(spec: WallSpec, notes: Notes): WallDisplay[] {
  checkOnce(spec.displays, ['wall', 'displays'], notes);
  const places = new Map<string, string>();
  return spec.displays.map((display, index) => {
    const { id, col, row = 1 } = display;
    const other = places.get(`${col}/${row}`);
    if (other !== undefined)
      notes.fault(['wall', 'displays', index, 'col'], `display "${other}" hangs there already`);
    else places.set(`${col}/${row}`, id);
    const [width = 0, height = 0] = (display.size ?? spec.size ?? SIZE).split('x').map(Number);
    if (width < 320 || height < 240 || width > 16_384 || height > 16_384) {
      const at: Path = display.size === undefined ? ['wall', 'size'] : ['wall', 'displays', index, 'size'];
      notes.fault(at, 'a display is from 320x240 to 16384x16384');
    }
    return {
      id,
      name: display.name ?? id,
      col: col - 1,
      row: row - 1,
      computer: display.computer ?? null,
      width,
      height,
      pitchMm: display.pitch ?? spec.pitch ?? PITCH_MM,
      bezelMm: display.bezel ?? spec.bezel ?? 0,
    };
  });
}

function expandRule(
  rule: NonNullable<WallSpec['takeOver']>[number],
  path: Path,
  services: readonly Service[],
  notes: Notes,
): TakeOverRule {
  const incidents = rule.incidents ?? [];
  for (const [place, service] of (rule.services ?? []).entries()) {
    const known = services.some(({ id }) => id === service) || notes.isLeftOut('services', service);
    if (!known) notes.fault([...path, 'services', place], `unknown service "${service}"`);
  }
  for (const [place, site] of (rule.sites ?? []).entries())
    notes.refer('sites', site, [...path, 'sites', place], 'site');
  if (rule.priorities === undefined && rule.incidents?.length === 0)
    notes.fault([...path, 'incidents'], 'nothing brings it up: name priorities or incidents');
  return {
    id: rule.id,
    name: rule.name ?? '',
    priorities: rule.priorities ?? (incidents.length > 0 ? [] : [1]),
    services: rule.services ?? ['*'],
    sites: rule.sites ?? [],
    incidents,
    scene: rule.scene ?? INCIDENT,
    holdMs: bounded(rule.hold ?? '2m', HOLD, [...path, 'hold'], notes),
  };
}

function checkOnce(list: readonly { readonly id: string }[], path: Path, notes: Notes): void {
  const seen = new Set<string>();
  for (const [index, { id }] of list.entries()) {
    if (seen.has(id)) notes.fault([...path, index, 'id'], `duplicate id "${id}" in ${path.join('.')}`);
    seen.add(id);
  }
}
