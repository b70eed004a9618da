import type { PanelKind } from '../../model/panels';
import { type Arrangement, GRID, type Panel, type Scene } from '../../model/wall';

/**
 * The three scenes of the room, for walls of six displays, and how they fold for one, two, three, four and eight. What stands
 * first in a list is the last to be left out.
 */
export const NORMAL = 'normal';
export const INCIDENT = 'hendelse';
export const SHIFT_CHANGE = 'vaktskifte';

type Settings = Panel['settings'];
/** A panel's kind, its place in displays (x, y, width, height; fractions are parts of one), and its settings. */
type Place = readonly [PanelKind, number, number, number, number, Settings?];

const MOSAIC: PanelKind = 'mosaic';

const NORMAL_PLACES: readonly (readonly [number, number, readonly Place[]])[] = [
  // The mosaic names causes above itself, and who is on watch below.
  [1, 1, [[MOSAIC, 0, 0, 1, 1]]],
  [
    2,
    1,
    [
      [MOSAIC, 0, 0, 1, 1],
      ['causes', 1, 0, 1, 0.5],
      ['response-times', 1, 0.5, 0.5, 0.5],
      ['on-watch', 1.5, 0.5, 0.5, 0.25],
      ['routines', 1.5, 0.75, 0.5, 0.25],
    ],
  ],
  [
    3,
    1,
    [
      [MOSAIC, 0, 0, 1, 1],
      ['causes', 1, 0, 1, 1],
      ['response-times', 2, 0, 1, 0.5],
      ['on-watch', 2, 0.5, 0.5, 0.5],
      ['routines', 2.5, 0.5, 0.5, 0.5],
    ],
  ],
  [
    2,
    2,
    [
      [MOSAIC, 0, 0, 1, 1],
      ['causes', 1, 0, 1, 1],
      ['response-times', 0, 1, 1, 1],
      ['on-watch', 1, 1, 0.5, 0.5],
      ['maintenance', 1.5, 1, 0.5, 0.5],
      ['routines', 1, 1.5, 1, 0.5],
    ],
  ],
  [
    3,
    2,
    [
      [MOSAIC, 0, 0, 2, 1],
      ['causes', 2, 0, 1, 1],
      ['response-times', 0, 1, 1, 1],
      ['map', 1, 1, 1, 1],
      ['on-watch', 2, 1, 0.5, 0.5],
      ['maintenance', 2.5, 1, 0.5, 0.5],
      ['routines', 2, 1.5, 1, 0.5],
    ],
  ],
  [
    4,
    2,
    [
      [MOSAIC, 0, 0, 2, 1],
      ['causes', 2, 0, 1, 1],
      ['response-times', 0, 1, 1, 1],
      ['map', 1, 1, 1, 1],
      ['on-watch', 3, 0, 1, 0.5],
      ['maintenance', 3, 0.5, 1, 0.5],
      ['routines', 3, 1, 1, 1],
      ['timeline', 2, 1, 1, 1],
    ],
  ],
];

const INCIDENT_PLACES: typeof NORMAL_PLACES = [
  [
    1,
    1,
    [
      [MOSAIC, 0, 0.5, 1, 0.5, { criticalities: [1] }],
      ['cause', 0, 0, 1, 0.5],
    ],
  ],
  [
    2,
    1,
    [
      [MOSAIC, 1, 0, 1, 0.5],
      ['cause', 0, 0, 1, 1],
      ['emergency-routines', 1, 0.5, 0.5, 0.5],
      ['callers', 1.5, 0.5, 0.5, 0.5, { unexplained: true }],
    ],
  ],
  [
    3,
    1,
    [
      [MOSAIC, 1, 0, 1, 1],
      ['cause', 0, 0, 1, 1],
      ['emergency-routines', 2, 0, 1, 0.5],
      ['callers', 2, 0.5, 1, 0.5, { unexplained: true }],
    ],
  ],
  [
    2,
    2,
    [
      [MOSAIC, 1, 0, 1, 1],
      ['cause', 0, 0, 1, 1],
      ['emergency-routines', 0, 1, 1, 0.5],
      ['callers', 1, 1, 1, 0.5, { unexplained: true }],
      ['timeline', 0, 1.5, 1, 0.5, { hours: 1, calls: true }],
      ['dependencies', 1, 1.5, 1, 0.5],
    ],
  ],
  [
    3,
    2,
    [
      [MOSAIC, 1, 0, 1, 1],
      ['cause', 0, 0, 1, 1],
      ['emergency-routines', 2, 0, 1, 1],
      ['callers', 2, 1, 1, 1, { unexplained: true }],
      ['timeline', 1, 1, 1, 1, { hours: 1, calls: true }],
      ['dependencies', 0, 1, 1, 1],
    ],
  ],
  [
    4,
    2,
    [
      [MOSAIC, 1, 0, 2, 1],
      ['cause', 0, 0, 1, 1],
      ['emergency-routines', 3, 0, 1, 1],
      ['callers', 3, 1, 1, 1, { unexplained: true }],
      ['timeline', 1, 1, 1, 1, { hours: 1, calls: true }],
      ['dependencies', 0, 1, 1, 1],
      ['causes', 2, 1, 1, 1],
    ],
  ],
];

const SHIFT_CHANGE_PLACES: typeof NORMAL_PLACES = [
  [
    1,
    1,
    [
      [MOSAIC, 0, 0, 1, 0.5, { criticalities: [1] }],
      ['handover-items', 0, 0.5, 0.5, 0.5],
      ['routines', 0.5, 0.5, 0.5, 0.5],
    ],
  ],
  [
    2,
    1,
    [
      [MOSAIC, 0, 0, 1, 1],
      ['handover-items', 1, 0, 1, 0.5],
      ['causes', 1, 0.5, 0.5, 0.5],
      ['routines', 1.5, 0.5, 0.5, 0.5],
    ],
  ],
  [
    3,
    1,
    [
      [MOSAIC, 0, 0, 1, 1],
      ['handover-items', 1, 0, 1, 1],
      ['causes', 2, 0, 1, 0.5],
      ['routines', 2, 0.5, 0.5, 0.5],
      ['put-aside', 2.5, 0.5, 0.5, 0.5],
    ],
  ],
  [
    2,
    2,
    [
      [MOSAIC, 0, 0, 1, 1],
      ['handover-items', 1, 0, 1, 1],
      ['causes', 0, 1, 1, 0.5],
      ['timeline', 0, 1.5, 1, 0.5],
      ['routines', 1, 1, 1, 0.5],
      ['put-aside', 1, 1.5, 0.5, 0.5],
      ['maintenance', 1.5, 1.5, 0.5, 0.5],
    ],
  ],
  [
    3,
    2,
    [
      [MOSAIC, 0, 0, 1, 1],
      ['handover-items', 1, 0, 1, 1],
      ['causes', 2, 0, 1, 1],
      ['routines', 2, 1.5, 1, 0.5],
      ['timeline', 0, 1, 1, 1],
      ['put-aside', 1, 1, 1, 1],
      ['maintenance', 2, 1, 1, 0.5],
    ],
  ],
  [
    4,
    2,
    [
      [MOSAIC, 0, 0, 2, 1],
      ['handover-items', 2, 0, 1, 1],
      ['causes', 3, 0, 1, 1],
      ['routines', 3, 1, 1, 0.5],
      ['timeline', 0, 1, 1, 1],
      ['put-aside', 1, 1, 1, 1],
      ['on-watch', 2, 1, 1, 1],
      ['maintenance', 3, 1.5, 1, 0.5],
    ],
  ],
];

function sceneOf(id: string, name: string, places: typeof NORMAL_PLACES): Scene {
  return { id, name, version: 0, at: 0, by: '', arrangements: places.map(arranged) };
}

function arranged([cols, rows, places]: (typeof NORMAL_PLACES)[number]): Arrangement {
  return {
    cols,
    rows,
    panels: places.map(([kind, x, y, w, h, settings = {}], index) => ({
      id: kind,
      kind,
      settings,
      at: { x: units(x), y: units(y), w: units(w), h: units(h) },
      priority: index + 1,
    })),
  };
}

/** Thirds and twelfths are no binary fractions. */
function units(displays: number): number {
  return Math.round(displays * GRID);
}

/** What comes with the program: a scene of people's own with the same id stands in its place. */
export const BUILT_IN_SCENES: ReadonlyMap<string, Scene> = new Map(
  [
    sceneOf(NORMAL, 'Normal', NORMAL_PLACES),
    sceneOf(INCIDENT, 'Hendelse', INCIDENT_PLACES),
    sceneOf(SHIFT_CHANGE, 'Vaktskifte', SHIFT_CHANGE_PLACES),
  ].map((scene) => [scene.id, scene]),
);
