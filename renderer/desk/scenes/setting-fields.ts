import type { PanelKind } from '../../../shared/model/panels';

/** What ids of the room a setting names. */
export type IdSource = 'service' | 'family' | 'site' | 'team';

/** How a setting is written: one line for each that a kind of panel has (`shared/model/panels.ts` says what they mean). */
export type SettingField =
  | { readonly as: 'criticalities'; readonly name: 'criticalities' }
  | { readonly as: 'layers'; readonly name: 'layers' }
  | {
      readonly as: 'ids';
      readonly name: 'families' | 'sites' | 'services' | 'teams';
      readonly of: IdSource;
      readonly most: number;
    }
  | { readonly as: 'node'; readonly name: 'about' }
  | {
      readonly as: 'number';
      readonly name: 'most' | 'hours' | 'depth' | 'zoom';
      readonly least: number;
      readonly most: number;
      readonly step?: number;
    }
  | { readonly as: 'hours'; readonly name: 'hours'; readonly choices: readonly number[] }
  | { readonly as: 'switch'; readonly name: 'calls' | 'handover' | 'unexplained' }
  | { readonly as: 'text'; readonly name: 'title' | 'url' }
  | { readonly as: 'fit'; readonly name: 'fit' }
  | { readonly as: 'picture'; readonly name: 'hash' }
  | { readonly as: 'origins'; readonly name: 'allow' }
  | { readonly as: 'refresh'; readonly name: 'refreshMs' };

const ABOUT: SettingField = { as: 'node', name: 'about' };
const TITLE: SettingField = { as: 'text', name: 'title' };

/** The settings of each kind, in the order in which they are asked for. Bounds are those of the schema (a test sees to it). */
export const SETTING_FIELDS: Readonly<Record<PanelKind, readonly SettingField[]>> = {
  mosaic: [
    { as: 'criticalities', name: 'criticalities' },
    { as: 'ids', name: 'families', of: 'family', most: 60 },
    { as: 'ids', name: 'sites', of: 'site', most: 200 },
  ],
  causes: [{ as: 'number', name: 'most', least: 1, most: 20 }],
  cause: [ABOUT],
  'response-times': [
    { as: 'ids', name: 'services', of: 'service', most: 24 },
    { as: 'number', name: 'most', least: 1, most: 24 },
    { as: 'number', name: 'hours', least: 1, most: 48 },
  ],
  map: [{ as: 'layers', name: 'layers' }],
  dependencies: [ABOUT, { as: 'number', name: 'depth', least: 1, most: 6 }],
  timeline: [
    { as: 'hours', name: 'hours', choices: [1, 4, 12, 24] },
    { as: 'switch', name: 'calls' },
  ],
  'on-watch': [{ as: 'ids', name: 'teams', of: 'team', most: 50 }],
  maintenance: [{ as: 'number', name: 'hours', least: 1, most: 168 }],
  routines: [{ as: 'switch', name: 'handover' }],
  callers: [{ as: 'switch', name: 'unexplained' }],
  'emergency-routines': [ABOUT],
  'handover-items': [],
  'put-aside': [],
  'alarm-figures': [{ as: 'number', name: 'hours', least: 1, most: 168 }],
  image: [{ as: 'picture', name: 'hash' }, TITLE, { as: 'fit', name: 'fit' }],
  web: [
    { as: 'text', name: 'url' },
    TITLE,
    { as: 'origins', name: 'allow' },
    { as: 'number', name: 'zoom', least: 0.25, most: 5, step: 0.05 },
    { as: 'refresh', name: 'refreshMs' },
  ],
};

/** How often a page is loaded anew, ms; null: it sees to that itself. */
export const REFRESHES = [null, 30_000, 60_000, 5 * 60_000, 15 * 60_000, 3_600_000] as const;
