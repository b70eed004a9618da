import { PANEL_SETTINGS, type PanelContent } from '../../model/panels';
import type { SceneDraft } from '../../model/wall';
import type { RoomView } from '../reduce';

/** The picture that a panel shows, by the SHA-256 of its bytes; null: it shows none. */
export function pictureOf({ kind, settings }: PanelContent): string | null {
  if (kind !== 'image') return null;
  const { hash } = settings;
  return PANEL_SETTINGS.image.shape.hash.safeParse(hash).data ?? null;
}

/** The pictures of a scene, in every form. */
export function picturesOfScene({ arrangements }: SceneDraft): readonly string[] {
  return [
    ...new Set(arrangements.flatMap(({ panels }) => panels.flatMap((panel) => pictureOf(panel) ?? []))),
  ];
}

/** Every picture that the wall may be asked for: of scenes, of versions that can be gone back to, of what was sent. */
export function picturesOnWall(wall: RoomView['wall']): ReadonlySet<string> {
  const pictures = new Set<string>();
  const add = (all: readonly string[]): void => {
    for (const hash of all) pictures.add(hash);
  };
  for (const entity of wall.values()) {
    if (entity.kind === 'scene') add(picturesOfScene(entity.value));
    else if (entity.kind === 'version') add(picturesOfScene(entity.value.scene));
    else add(entity.value.sent.flatMap(({ panel }) => pictureOf(panel) ?? []));
  }
  return pictures;
}
