import { type Group, group, type Rect } from '../layout/display-list';
import type { Known } from './asked';
import { definePanel, type PanelFacts } from './panel';
import { Sheet } from './sheet';

/** A picture that somebody put up. */
interface ImageFacts extends PanelFacts {
  readonly picture: Known<ImageBitmap>;
  readonly title: string;
  readonly fit: 'contain' | 'cover';
}

export const imagePanel = definePanel<'image', ImageFacts>({
  kind: 'image',

  facts({ hash, title, fit }, { asked }) {
    return {
      head: { title: title === '' ? null : title, oldest: null, stale: null },
      picture: asked.picture(hash),
      title,
      fit,
    };
  },

  draw({ picture: { value, fault }, title, fit }, body, view) {
    const { t, scale } = view;
    if (value === null || value.width <= 0 || value.height <= 0) {
      const sheet = new Sheet(body, view);
      if (fault === null) sheet.line({ words: t('panels:image.waiting'), colour: '--text-2' }, scale.third);
      else {
        sheet.line(
          { words: t('panels:image.failed'), marks: [{ kind: 'shape', state: 'unknown' }], strong: true },
          scale.third,
        );
        sheet.maybe({ words: fault, colour: '--text-2' }, scale.fourth);
      }
      return { groups: [sheet.group('picture')], said: sheet.said, leftOut: 0 };
    }
    return {
      groups: [pictureGroup(`${view.key}/picture`, value, fit, body)],
      said: [t('panels:image.shown', { title: title === '' ? t('panels:image.untitled') : title })],
      leftOut: 0,
    };
  },
});

/** `contain`: all of it, as large as it can be. `cover`: the whole place, what reaches beyond is cut off. */
function pictureGroup(key: string, image: ImageBitmap, fit: ImageFacts['fit'], body: Rect): Group {
  const across = body.w / image.width;
  const down = body.h / image.height;
  const scale = fit === 'contain' ? Math.min(across, down) : Math.max(across, down);
  const w = Math.round(image.width * scale);
  const h = Math.round(image.height * scale);
  const place = { x: body.x + Math.round((body.w - w) / 2), y: body.y + Math.round((body.h - h) / 2), w, h };
  return { ...group(key, body, [{ kind: 'image', ...place, image, source: null }]), clipped: true };
}
