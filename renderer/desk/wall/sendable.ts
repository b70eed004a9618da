import { PANEL_KINDS, PANEL_SETTINGS, type PanelContent, type PanelKind } from '../../../shared/model/panels';
import type { RoomView } from '../../../shared/rules/reduce';
import { scenesOf } from '../../../shared/rules/wall/read-wall';
import type { Translate } from '../../i18n';
import { panelName } from '../events/wall-words';

/** A panel that can be sent to the wall as it is. */
export interface Sendable {
  /** Its kind; of a picture or a page of the web: with its place among those that scenes have. */
  readonly id: string;
  readonly name: string;
  readonly content: PanelContent;
}

/** Kinds that are nothing without settings: those that scenes have already can be sent. */
const ONLY_FROM_SCENES: readonly PanelKind[] = ['image', 'web'];
/** Kinds that are about a node. */
const ABOUT: readonly PanelKind[] = ['cause', 'dependencies', 'emergency-routines', 'response-times'];

/** All that can be sent: each kind of panel as it is by itself, and the pictures and pages that scenes have. */
export function sendables(wall: RoomView['wall'], t: Translate): readonly Sendable[] {
  const plain = PANEL_KINDS.filter((kind) => !ONLY_FROM_SCENES.includes(kind)).map((kind) => ({
    id: kind,
    name: panelName(kind, t),
    content: { kind, settings: {} },
  }));
  const seen = new Map<string, Sendable>();
  for (const { arrangements } of scenesOf(wall)) {
    for (const { kind, settings } of arrangements.flatMap(({ panels }) => panels)) {
      if (!ONLY_FROM_SCENES.some((one) => one === kind)) continue;
      const key = JSON.stringify([kind, settings]);
      const name = `${panelName(kind, t)}: ${titleOf(kind, settings)}`;
      if (!seen.has(key)) seen.set(key, { id: `${kind}/${seen.size}`, name, content: { kind, settings } });
    }
  }
  return [...plain, ...seen.values()];
}

function titleOf(kind: string, settings: PanelContent['settings']): string {
  const parsed = kind === 'web' ? PANEL_SETTINGS.web.safeParse(settings) : null;
  const title = settings.title;
  if (typeof title === 'string' && title !== '') return title;
  return parsed?.success ? parsed.data.url : '';
}

/** Whether a panel of this kind can be about a node. */
export function isAbout(kind: string): boolean {
  return ABOUT.some((one) => one === kind);
}

/** A panel, about a node (null: as it is). */
export function aboutNode({ kind, settings }: PanelContent, node: string | null): PanelContent {
  if (node === null || !isAbout(kind)) return { kind, settings };
  const what = kind === 'response-times' ? { services: [node] } : { about: node };
  return { kind, settings: { ...settings, ...what } };
}
