import { translator } from '../../../../../renderer/i18n';
import type { BoardState } from '../../../../../renderer/stores/board-store';
import { linkView } from '../../../../../renderer/stores/link-view';
import type { Group } from '../../../../../renderer/wall/layout/display-list';
import type { Asked } from '../../../../../renderer/wall/panels/asked';
import {
  type SceneFrame,
  type SceneInput,
  ScenePicture,
} from '../../../../../renderer/wall/scene/scene-picture';
import type { LinkState, WallPlace } from '../../../../../shared/contract/ipc';
import type { EventBody } from '../../../../../shared/model/events';
import type { WallDisplay, Scene as WallScene, WallState } from '../../../../../shared/model/wall';
import type { Projection } from '../../../../../shared/rules/projection';
import { readWall } from '../../../../../shared/rules/wall/read-wall';
import type { Language } from '../../../../../shared/time/format';
import { buildBoard, linkOf, type Scene } from '../../../../fixtures/wall-harness/scenes';
import { NOTHING_ASKED, stateOf } from '../panels/room-stage';
import { estates, measure, NOW } from '../wall-fixture';

export interface SceneStageOptions {
  readonly scene?: Scene;
  readonly estate?: 'demo' | 'full';
  /** Displays across and down, and which of them this is, from 1. */
  readonly cols?: number;
  readonly rows?: number;
  readonly display?: number;
  readonly width?: number;
  readonly height?: number;
  readonly ratio?: number;
  readonly lang?: Language;
  readonly link?: Partial<LinkState>;
  readonly sinceBeatMs?: number;
  readonly asked?: Asked;
  /** A scene of people's own, or the id of one. */
  readonly show?: string | WallScene;
  readonly wall?: Partial<WallState>;
}

/** Displays side by side. */
export function displays(cols: number, rows: number, width = 1920, height = 1080): readonly WallDisplay[] {
  return Array.from({ length: cols * rows }, (_, index) => ({
    id: `v${index + 1}`,
    name: '',
    col: index % cols,
    row: Math.floor(index / cols),
    computer: null,
    width,
    height,
    pitchMm: 0.634,
    bezelMm: 4,
  }));
}

/** A display of a wall whose time and board a test holds. */
export class SceneStage {
  readonly board: Projection;
  readonly picture: ScenePicture;
  state: BoardState;
  /** ms: of the hub, and monotonic. */
  now = NOW;
  mono = 1_000;
  readonly #options: SceneStageOptions;
  readonly #displays: readonly WallDisplay[];
  #t;
  #seq = 900_000;

  constructor(options: SceneStageOptions = {}) {
    this.#options = options;
    const { scene = 'normal', estate = 'demo', cols = 1, rows = 1, lang = 'nb' } = options;
    this.board = buildBoard(estates[estate](), scene, NOW);
    this.#displays = displays(cols, rows, options.width, options.height);
    this.#t = translator(lang);
    const { show } = options;
    if (typeof show === 'object')
      this.#apply({ type: 'scene.set', scene: show, restored: null, actor: 'natt', actedAt: NOW });
    if (show !== undefined || options.wall) {
      const wall = readWall(this.board);
      const shown: WallState['shown'] = {
        ...wall.shown,
        ...(show === undefined
          ? {}
          : { scene: typeof show === 'string' ? show : show.id, why: 'choice' as const, by: 'natt' }),
      };
      this.#apply({
        type: 'wall.moved',
        what: 'scene',
        wall: { ...wall, shown, ...options.wall },
        actor: 'natt',
        actedAt: NOW,
      });
    }
    this.picture = new ScenePicture({ measure, asked: options.asked ?? NOTHING_ASKED });
    const place: WallPlace = {
      display: this.#displays[(options.display ?? 1) - 1]?.id ?? null,
      displays: this.#displays,
    };
    const link: LinkState = { ...linkOf(scene, NOW), ...options.link };
    const first = stateOf(this.board);
    this.state = { ...first, place, link, settings: { ...first.settings, lang } };
  }

  #apply(body: EventBody) {
    this.#seq += 1;
    return this.board.apply({ origin: 'harness', epoch: 1, seq: this.#seq, at: this.now, body });
  }

  /** Something happens, and the window hears of it. */
  say(body: EventBody): void {
    const patch = this.#apply(body);
    const keys = (
      of:
        | { readonly put: readonly (readonly [string, unknown])[]; readonly drop: readonly string[] }
        | undefined,
    ) => new Set([...(of?.put ?? []).map(([key]) => key), ...(of?.drop ?? [])]);
    const { catalogue, wall } = patch;
    this.state = {
      ...this.state,
      graph: this.board.graph,
      room: this.board.room ?? null,
      catalogueVersion: this.state.catalogueVersion + (keys(catalogue).size > 0 ? 1 : 0),
      wallVersion: this.state.wallVersion + (keys(wall).size > 0 ? 1 : 0),
    };
    this.picture.note({
      catalogue: keys(catalogue),
      status: keys(patch.status),
      room: patch.room !== undefined,
      maintenance: keys(patch.maintenance),
      sources: keys(patch.sources),
      alarms: keys(patch.alarms),
      people: keys(patch.people),
      incidents: keys(patch.incidents),
      watch: keys(patch.watch),
      wall: keys(wall),
      whole: false,
    });
  }

  fail(check: string, result: 'critical' | 'ok' = 'critical'): void {
    this.say({
      type: 'check.changed',
      check,
      result,
      hard: true,
      attempt: 1,
      output: '',
      ms: 1,
      observedAt: this.now,
      beforeAt: null,
      silenced: false,
    });
  }

  /** Somebody sets another language. */
  speak(lang: Language): void {
    this.#t = translator(lang);
    this.state = { ...this.state, settings: { ...this.state.settings, lang } };
  }

  /** The picture after `ms`. */
  frame(ms = 0, more: Partial<SceneInput> = {}): SceneFrame {
    this.now += ms;
    this.mono += ms;
    const { width = 1920, height = 1080, ratio = 1 } = this.#options;
    const { place } = this.state;
    return this.picture.frame(
      {
        state: this.state,
        link: linkView(this.state.link, this.#options.sinceBeatMs ?? 0, this.now),
        display: place.display,
        displays: place.displays,
        width,
        height,
        ratio,
        still: false,
        webs: this.state.webs,
        t: this.#t,
        ...more,
      },
      this.mono,
    );
  }
}

/** Words of the groups whose keys begin so. */
export function words(frame: SceneFrame, key = ''): readonly string[] {
  return [...frame.list.groups.values()]
    .filter((one) => one.key.startsWith(key))
    .flatMap(({ items }) => items.flatMap((item) => (item.kind === 'text' ? [item.text] : [])));
}

export function groupsOf(frame: SceneFrame): readonly Group[] {
  return [...frame.list.groups.values()];
}
