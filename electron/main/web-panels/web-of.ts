import type { WallPlace } from '../../../shared/contract/ipc';
import { PANEL_SETTINGS, type PanelContent, type PanelSettings } from '../../../shared/model/panels';
import type { RoomView } from '../../../shared/rules/reduce';
import { layoutOf } from '../../../shared/rules/wall/layout-of';
import { readWall, sceneOf } from '../../../shared/rules/wall/read-wall';

/** What main knows that a page of the web is looked up in. */
export type WebView = Pick<RoomView, 'wall' | 'catalogue' | 'graph'>;

/**
 * Settings of a web panel that a wall window says it shows, from what the room has written: a window names panels, and
 * never gives an address. Null: there is no such panel, or it cannot be read.
 */
export function webOf(
  view: WebView,
  place: WallPlace,
  scene: string | null,
  panel: string,
): PanelSettings<'web'> | null {
  const sent = readWall(view).sent.find(({ id }) => id === panel);
  if (sent) return settingsOf(sent.panel);
  const shown = scene === null ? null : sceneOf(view.wall, scene);
  if (!shown) return null;
  const isIt = (one: { readonly kind: string }): boolean => one.kind === 'web';
  const placed = layoutOf(shown, place.displays, view, [], place.display).panels.find(
    (one) => isIt(one) && one.panel === panel && one.display === place.display,
  );
  if (placed) return settingsOf(placed);
  // The window may be a moment ahead of what is known here of the displays.
  const anywhere = shown.arrangements
    .flatMap(({ panels }) => panels)
    .find((one) => isIt(one) && one.id === panel);
  return anywhere ? settingsOf(anywhere) : null;
}

function settingsOf({ kind, settings }: PanelContent): PanelSettings<'web'> | null {
  if (kind !== 'web') return null;
  const parsed = PANEL_SETTINGS.web.safeParse(settings);
  return parsed.success ? parsed.data : null;
}
