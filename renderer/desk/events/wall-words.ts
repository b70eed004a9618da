import type { EventBody, WallCared } from '../../../shared/model/events';
import { isPanelKind } from '../../../shared/model/panels';
import { sceneOf, wallPlanOf } from '../../../shared/rules/wall/read-wall';
import type { WallEvent } from '../../../shared/rules/wall/reduce-wall';
import { formatSince, formatUntil } from '../../../shared/time/format';
import { assertNever } from '../../../shared/util/assert-never';
import type { Speech } from '../../i18n/react';
import { nodeName } from '../model/row';
import { type EventNames, personName } from './command-words';
import type { EventWords } from './event-words';

/** An act that reached the log this long after it was done was done without the hub, ms. */
const LATE_MS = 60_000;
const NO_SCENES: NonNullable<EventNames['wall']> = new Map();

/** A scene by its name; its id where there is none. */
export function sceneName(names: EventNames, id: string): string {
  return sceneOf(names.wall ?? NO_SCENES, id)?.name ?? id;
}

/** A display of the wall by its name; its id where the catalogue has none. */
export function displayName(names: EventNames, id: string): string {
  return wallPlanOf(names.catalogue).displays.find((display) => display.id === id)?.name ?? id;
}

/** A kind of panel by its name; as it calls itself where this version does not know it. */
export function panelName(kind: string, t: Speech['t']): string {
  return isPanelKind(kind) ? t(`scenes:panel.${kind}`) : kind;
}

/** What the wall shows, who said so, and what time and rules made of it; what was done with scenes. */
export function wallWords(
  body: WallEvent | WallCared,
  at: number,
  names: EventNames,
  speech: Speech,
): EventWords {
  const { t } = speech;
  const done = (text: string): string => {
    const { actor, actedAt } = body;
    const by = actor === null ? text : t('log:by', { text, actor: personName(names.people, actor) });
    return actedAt !== null && at - actedAt > LATE_MS
      ? t('log:act.queued', { text: by, time: formatSince(actedAt, at) })
      : by;
  };
  const say = (subject: string, text: string): EventWords => ({
    state: null,
    soft: false,
    node: null,
    subject,
    text: done(text),
  });
  switch (body.type) {
    case 'wall.moved':
      return say(t('scenes:subject.wall'), movedWords(body, at, names, speech));
    case 'scene.set': {
      const { name, version } = body.scene;
      const text =
        body.restored === null
          ? t('scenes:event.sceneSet', { version })
          : t('scenes:event.sceneRestored', { from: body.restored, version });
      return say(t('scenes:subject.scene', { name }), text);
    }
    case 'scene.removed':
      return say(t('scenes:subject.scene', { name: body.name }), t('scenes:event.sceneRemoved'));
    case 'wall.cared': {
      const { name, window, how } = body;
      const text =
        window === null ? t(`scenes:event.cared.${how}`) : t(`scenes:event.caredWindow.${how}`, { window });
      return say(t('scenes:subject.wallOf', { name }), text);
    }
    default:
      return assertNever(body, 'wallWords');
  }
}

function movedWords(
  { what, wall }: Extract<EventBody, { type: 'wall.moved' }>,
  now: number,
  names: EventNames,
  { t, lang }: Speech,
): string {
  const until = (at: number | undefined): string => formatUntil(at ?? now, now, lang);
  const scene = sceneName(names, wall.shown.scene);
  switch (what) {
    case 'scene': {
      const time = until(wall.choice?.until);
      const about = wall.choice?.about ?? null;
      return about === null
        ? t('scenes:event.scene', { scene, time })
        : t('scenes:event.sceneAbout', { scene, about: nodeName(names, about), time });
    }
    case 'rotate': {
      const scenes = (wall.rotation?.turns ?? []).map((turn) => sceneName(names, turn.scene));
      return t('scenes:event.rotate', { scenes: scenes.join(', '), time: until(wall.rotation?.until) });
    }
    case 'send': {
      const last = wall.sent[wall.sent.length - 1];
      const panel = panelName(last?.panel.kind ?? '', t);
      const display = displayName(names, last?.cell.display ?? '');
      return t('scenes:event.send', { panel, display, time: until(last?.until) });
    }
    case 'spotlight': {
      const about = nodeName(names, wall.spotlight?.node ?? '');
      return t('scenes:event.spotlight', { about, time: until(wall.spotlight?.until) });
    }
    case 'message':
      return t('scenes:event.message', {
        text: wall.message?.text ?? '',
        time: until(wall.message?.until),
      });
    case 'take-over': {
      const by = wall.takeOver;
      const taken = by === null ? scene : sceneName(names, by.scene);
      return by?.node == null
        ? t('scenes:event.take-over', { scene: taken })
        : t('scenes:event.takeOverAbout', { scene: taken, about: nodeName(names, by.node) });
    }
    default:
      return t(`scenes:event.${what}`, { scene });
  }
}
