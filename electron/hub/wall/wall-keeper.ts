import type { QuestionOf } from '../../../shared/contract/wire';
import type { LogEvent } from '../../../shared/model/events';
import type { CollectionName, Patch } from '../../../shared/model/room';
import type { Projection } from '../../../shared/rules/projection';
import {
  decideSceneRemove,
  decideSceneRestore,
  decideSceneSet,
  type SceneDecision,
} from '../../../shared/rules/wall/decide-scene';
import { decideWall, type WallAct, type WallCommandKind } from '../../../shared/rules/wall/decide-wall';
import { followWall } from '../../../shared/rules/wall/follow-wall';
import { sceneOf } from '../../../shared/rules/wall/read-wall';
import type { Clock } from '../../../shared/time/clock';
import type { CommandHandlers, Verdict } from '../commands';
import { WallTimer } from '../maintenance/wall-timer';
import type { Pipeline } from '../pipeline/pipeline';
import type { QuestionHandlers } from '../questions';
import { sceneRefusalWords, wallRefusalWords } from './refusals';
import { readScene, writeScene } from './scene-text';

/** What a burst of alarms brings is worked out together, so long after its first, ms. */
const TOGETHER_MS = 100;
/** Time before what is due, and could not be said, is tried again, ms. */
const AGAIN_MS = 5_000;
/** What the wall follows from. */
const FOLLOWED: readonly CollectionName[] = ['wall', 'alarms', 'incidents', 'catalogue'];

type SceneCommandKind = 'scene.set' | 'scene.remove' | 'scene.restore';

export interface WallKeeperOptions {
  readonly clock: Clock;
  readonly pipeline: Pick<Pipeline, 'submit'>;
  readonly state: Projection;
  /** The wall cannot be kept, and why; null: it can again. */
  readonly onFault: (reason: string | null) => void;
}

/**
 * Keeps what the wall shows: what people say of it, what a rule brings up, and that each comes to its end. It decides
 * nothing itself and knows nothing that is not in the projection: see `shared/rules/wall/`.
 */
export class WallKeeper {
  readonly handlers: Pick<CommandHandlers, WallCommandKind | SceneCommandKind>;
  readonly questions: Pick<QuestionHandlers, 'scene-export' | 'scene-import'>;
  readonly #options: WallKeeperOptions;
  readonly #timer: WallTimer;
  #soon: (() => void) | null = null;
  #running = false;

  constructor(options: WallKeeperOptions) {
    this.#options = options;
    const { clock, state } = options;
    const look = (): void => this.#look();
    this.#timer = new WallTimer(clock, { due: look, steppedBack: look });
    const wall = (act: WallAct): Verdict => {
      const decision = decideWall(state, act, clock.now());
      return 'ok' in decision
        ? { outcome: 'done', events: [decision.ok] }
        : { outcome: 'refused', reason: wallRefusalWords(decision.refused) };
    };
    const person = (id: string): string => {
      const entity = state.people.get(`person:${id}`);
      return entity?.kind === 'person' ? entity.value.name : id;
    };
    const scene = (decision: SceneDecision): Verdict =>
      'ok' in decision
        ? { outcome: 'done', events: [decision.ok] }
        : { outcome: 'refused', reason: sceneRefusalWords(decision.refused, person) };
    this.handlers = {
      'wall.scene': (act, payload) => wall({ ...act, kind: 'wall.scene', payload }),
      'wall.rotate': (act, payload) => wall({ ...act, kind: 'wall.rotate', payload }),
      'wall.send': (act, payload) => wall({ ...act, kind: 'wall.send', payload }),
      'wall.spotlight': (act, payload) => wall({ ...act, kind: 'wall.spotlight', payload }),
      'wall.message': (act, payload) => wall({ ...act, kind: 'wall.message', payload }),
      'wall.clear': (act, payload) => wall({ ...act, kind: 'wall.clear', payload }),
      'scene.set': (act, payload) => scene(decideSceneSet(state, act, payload, clock.now())),
      'scene.remove': (act) => scene(decideSceneRemove(state, act)),
      'scene.restore': (act, payload) => scene(decideSceneRestore(state, act, payload, clock.now())),
    };
    this.questions = {
      'scene-export': (asked) => this.#export(asked),
      'scene-import': ({ text }) => readScene(text, state),
    };
  }

  /** The catalogue has been read. */
  start(): void {
    this.#running = true;
    this.#timer.start();
    this.#look();
  }

  stop(): void {
    this.#running = false;
    this.#timer.stop();
    this.#soon?.();
    this.#soon = null;
  }

  /** Hears what was applied, before it is on disk. */
  applied(_event: LogEvent, patch: Patch): void {
    if (!this.#running || !FOLLOWED.some((name) => patch[name] !== undefined)) return;
    this.#soon ??= this.#options.clock.after(TOGETHER_MS, () => {
      this.#soon = null;
      this.#look();
    });
  }

  #look(): void {
    if (!this.#running) return;
    const { state, clock, pipeline, onFault } = this.#options;
    let nextAt: number | null = clock.now() + AGAIN_MS;
    try {
      const due = followWall(state, clock.now());
      const { event } = due;
      if (event !== null && pipeline.submit(() => event) === null) return;
      nextAt = due.nextAt;
      onFault(null);
    } catch (error) {
      onFault(String(error));
    }
    this.#timer.arm(nextAt);
  }

  #export({ scene: id }: QuestionOf<'scene-export'>): { readonly yaml: string | null } {
    const scene = sceneOf(this.#options.state.wall, id);
    return { yaml: scene === null ? null : writeScene(scene) };
  }
}
