import type { WallState } from '../../../shared/model/wall';
import { sceneAt, sceneOf, wallPlanOf } from '../../../shared/rules/wall/read-wall';
import type { BoardState } from '../../stores/board-store';
import { nodeWords, personWords } from '../panels/board-words';
import type { DisplayView } from '../view';
import { untilWords } from './chrome';

/** A person's name; what the room does not know goes by its id. */
export function personName(state: BoardState, id: string): string {
  return personWords(state.people, id).name;
}

/** Why the wall shows what it shows, and what somebody put on it, one saying each. */
export function whyWords(wall: WallState, state: BoardState, view: DisplayView): readonly string[] {
  const { t, link } = view;
  const { shown, spotlight } = wall;
  const words: string[] = [];
  const name = (scene: string): string => sceneOf(state.wall, scene)?.name ?? scene;
  const now = sceneAt(shown, link.hubNow);
  const until = shown.until === null ? null : untilWords(shown.until, view);
  const about = shown.about === null ? null : nodeWords(state.catalogue, shown.about);
  switch (shown.why) {
    case 'rest':
      break;
    case 'choice':
      words.push(
        t(until === null ? 'wall:why.choice' : 'wall:why.choiceUntil', {
          scene: name(shown.scene),
          by: shown.by === null ? '' : personName(state, shown.by),
          until: until ?? '',
        }),
      );
      break;
    case 'take-over': {
      const rule = wallPlanOf(state.catalogue).takeOver.find(({ id }) => id === wall.takeOver?.rule);
      const because = rule === undefined || rule.name === '' ? t('wall:why.alarm') : rule.name;
      words.push(
        t(about === null ? 'wall:why.takeOver' : 'wall:why.takeOverAbout', {
          scene: name(shown.scene),
          rule: because,
          about: about ?? '',
        }),
      );
      break;
    }
    case 'rotation':
      words.push(
        wall.rotation !== null
          ? t('wall:why.rotationBy', {
              scene: name(now.scene),
              by: personName(state, wall.rotation.by),
              until: untilWords(wall.rotation.until, view),
            })
          : now.until === null
            ? t('wall:why.rotation', { scene: name(now.scene) })
            : t('wall:why.rotationUntil', { scene: name(now.scene), until: untilWords(now.until, view) }),
      );
      break;
    case 'held':
      words.push(t('wall:why.held', { scene: name(now.scene) }));
      break;
  }
  if (spotlight !== null && spotlight.until > link.hubNow)
    words.push(
      t('wall:why.spotlight', {
        what: nodeWords(state.catalogue, spotlight.node),
        by: personName(state, spotlight.by),
        until: untilWords(spotlight.until, view),
      }),
    );
  return words;
}
