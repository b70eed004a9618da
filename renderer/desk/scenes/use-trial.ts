import { useEffect, useRef, useState } from 'react';
import type { SceneDraft } from '../../../shared/model/wall';
import { picturesOfScene } from '../../../shared/rules/wall/pictures';
import { readWall, sceneOf } from '../../../shared/rules/wall/read-wall';
import type { Result } from '../../../shared/util/result';
import { useBoard, useBoardStore, useLinkView } from '../../stores/board-react';
import { useActs, useBridge } from '../desk-context';
import { isTrial, trialId, useSceneView } from './use-scenes';

/** A scene that is tried stays on the wall so long, ms. */
const TRIAL_MS = 60_000;
/** The way of the command may make it seem longer by so much, ms. */
const SLACK_MS = 10_000;
/** One that is no longer shown is taken away so long after it was written, ms: by then it has been shown, or never is. */
const TIDY_MS = 90_000;

/** Trying a scene on the wall. */
export interface Trial {
  /** What is tried now, until when (ms UTC); null: nothing. */
  readonly shown: { readonly until: number } | null;
  /** Shows it for a minute, as it is written; `saved`: that is how the room has it. The reason, where it was refused. */
  start(draft: SceneDraft, saved: boolean): Promise<string | null>;
  /** The wall goes back to what it showed. */
  end(): Promise<string | null>;
}

/**
 * The wall shows scenes that the room has: one that is not saved is tried under an id of its own, which is taken away when
 * the wall has gone back by itself.
 */
export function useTrial(id: string): Trial {
  const acts = useActs();
  const board = useBoardStore();
  const view = useSceneView();
  const { hubNow } = useLinkView(1_000);
  const { choice } = readWall(view);
  const isShown =
    choice !== null &&
    choice.until > hubNow &&
    choice.until - choice.from <= TRIAL_MS + SLACK_MS &&
    (choice.scene === id || choice.scene === trialId(id));
  // A picture goes to the hub before the scene that shows it; the wall is asked when both are there.
  const [carried, setCarried] = useState<string | null>(null);
  const fate = useBoard(({ outbox }) => outbox.find((one) => one.id === carried)?.fate ?? null);
  useEffect(() => {
    if (carried === null || fate === 'queued' || fate === 'sent') return;
    setCarried(null);
    if (fate !== 'confirmed') return;
    const payload = { scene: trialId(id), about: null, until: board.linkView().hubNow + TRIAL_MS };
    void acts.give({ kind: 'wall.scene', subject: 'wall', payload });
  }, [acts, board, carried, fate, id]);
  const words = (answer: Result<unknown> | undefined): string | null =>
    answer === undefined || answer.ok ? null : answer.error.message;
  return {
    shown: isShown ? { until: choice.until } : null,
    start: async (draft, saved) => {
      const about = null;
      const until = hubNow + TRIAL_MS;
      if (saved) {
        const payload = { scene: id, about, until };
        return words(await acts.give({ kind: 'wall.scene', subject: 'wall', payload }));
      }
      const trial = trialId(id);
      const base = sceneOf(view.wall, trial)?.version ?? null;
      const set = { kind: 'scene.set', subject: `scene/${trial}`, payload: { scene: draft, base } } as const;
      if (picturesOfScene(draft).length > 0) {
        const given = await acts.give(set);
        if (given.ok) setCarried(given.value.id);
        return words(given);
      }
      const show = { kind: 'wall.scene', subject: 'wall', payload: { scene: trial, about, until } } as const;
      const answers = await acts.giveAll([set, show]);
      return words(answers.find(({ ok }) => !ok));
    },
    end: async () =>
      words(await acts.give({ kind: 'wall.clear', subject: 'wall', payload: { what: 'scene', id: null } })),
  };
}

/** Takes away what this person tried and the wall no longer shows. Asks for no PIN: a locked desk does it later. */
export function useTrialTidy(): void {
  const bridge = useBridge();
  const view = useSceneView();
  const outbox = useBoard((state) => state.outbox);
  const person = useBoard(({ identity }) =>
    identity?.locked === false ? (identity.signedIn?.person ?? null) : null,
  );
  const { hubNow, phase } = useLinkView(5_000);
  const asked = useRef(new Set<string>());
  useEffect(() => {
    if (person === null || phase !== 'live') return;
    const { choice } = readWall(view);
    for (const entity of view.wall.values()) {
      if (entity.kind !== 'scene' || !isTrial(entity.value.id)) continue;
      const { id, version, by, at } = entity.value;
      const key = `${id}/${version}`;
      if (by !== person || asked.current.has(key) || hubNow - at < TIDY_MS || choice?.scene === id) continue;
      const subject = `scene/${id}`;
      if (outbox.some((one) => one.subject === subject && (one.fate === 'queued' || one.fate === 'sent')))
        continue;
      asked.current.add(key);
      void bridge.give({ kind: 'scene.remove', subject, payload: null });
    }
  }, [bridge, view, outbox, person, hubNow, phase]);
}
