import { startConsole } from '../../electron/main/board/console';
import type { Arrangement, Panel } from '../../shared/model/wall';
import { GRID } from '../../shared/model/wall';
import { NORMAL } from '../../shared/rules/wall/built-in-scenes';
import { systemClock } from '../../shared/time/clock';
import { Post } from '../fixtures/shift';

/** A desk that commands the wall, as the machine's own administrator: the console's own parts, without windows. */
export interface WallPost {
  readonly post: Post;
  stop(): Promise<void>;
}

/** Opens it in `folder`, on the hub with this data folder. */
export async function openWallPost(folder: string, hubData: string): Promise<WallPost> {
  const console = startConsole({ clock: systemClock(), dataFolder: folder, hubUrl: null, log: () => {} });
  const post = await new Post(console).attach(hubData);
  await post.invite({});
  return { post, stop: async () => console.stop() };
}

/** Sets up a room for benches that time a change on every window: each of `windows` walls shows the whole mosaic. */
export async function mosaicOnAll(folder: string, hubData: string, windows: number): Promise<void> {
  const desk = await openWallPost(folder, hubData);
  // The virtual displays stand two across.
  const cols = Math.min(2, windows);
  await mosaicEverywhere(desk, cols, Math.ceil(windows / cols));
  await desk.stop();
}

/** Makes the resting scene one of mosaics only: one on each display, whatever the wall's form. */
async function mosaicEverywhere({ post }: WallPost, cols: number, rows: number): Promise<void> {
  const panels = Array.from(
    { length: cols * rows },
    (_, index): Panel => ({
      id: `mosaic-${index + 1}`,
      kind: 'mosaic',
      settings: {},
      at: { x: (index % cols) * GRID, y: Math.floor(index / cols) * GRID, w: GRID, h: GRID },
      priority: index + 1,
    }),
  );
  const arrangement: Arrangement = { cols, rows, panels };
  const scene = { name: 'Mosaikk', arrangements: [arrangement] };
  const refused = await post.act('scene.set', `scene/${NORMAL}`, { scene, base: 0 });
  if (refused !== null) throw new Error(refused);
}
