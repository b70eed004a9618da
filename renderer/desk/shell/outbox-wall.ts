import type { OutboxEntry } from '../../../shared/contract/ipc';
import { formatUntil } from '../../../shared/time/format';
import type { Speech } from '../../i18n/react';
import type { EventNames } from '../events/command-words';
import { displayName, panelName, sceneName } from '../events/wall-words';
import { nodeName } from '../model/row';
import { said } from './outbox-said';

/** What was said with an act on the wall: which scene, what was sent where, and until when. Empty: nothing was. */
export function wallDetail(entry: OutboxEntry, names: EventNames, { t, lang }: Speech, now: number): string {
  const lasting = (text: string, until: number): string =>
    `${text}, ${t('scenes:outbox.until', { time: formatUntil(until, now, lang) })}`;
  switch (entry.kind) {
    case 'wall.scene': {
      const chosen = said(entry, 'wall.scene');
      return chosen === null ? '' : lasting(sceneName(names, chosen.scene), chosen.until);
    }
    case 'wall.rotate': {
      const rotation = said(entry, 'wall.rotate');
      if (rotation === null) return '';
      const scenes = rotation.turns.map(({ scene }) => sceneName(names, scene));
      return lasting(scenes.join(', '), rotation.until);
    }
    case 'wall.send': {
      const sent = said(entry, 'wall.send');
      if (sent === null) return '';
      const panel = panelName(sent.panel.kind, t);
      return lasting(`${panel}, ${displayName(names, sent.cell.display)}`, sent.until);
    }
    case 'wall.spotlight': {
      const spotlight = said(entry, 'wall.spotlight');
      return spotlight === null ? '' : lasting(nodeName(names, spotlight.node), spotlight.until);
    }
    case 'wall.message': {
      const message = said(entry, 'wall.message');
      if (message === null) return '';
      return lasting(t('log:outbox.quoted', { text: message.text }), message.until);
    }
    case 'wall.clear': {
      const clear = said(entry, 'wall.clear');
      return clear === null ? '' : t(`scenes:outbox.clear.${clear.what}`);
    }
    case 'scene.restore': {
      const version = said(entry, 'scene.restore')?.version;
      return version === undefined ? '' : t('scenes:outbox.restore', { version });
    }
    case 'wall.care': {
      const care = said(entry, 'wall.care');
      if (care === null) return '';
      const where = care.window ?? t('scenes:outbox.allWindows');
      return `${where}, ${t(`scenes:outbox.care.${care.how}`)}`;
    }
    default:
      return '';
  }
}
