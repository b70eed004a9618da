import { describe, expect, it } from 'vitest';
import type { Asked, Known } from '../../../../../renderer/wall/panels/asked';
import { imagePanel } from '../../../../../renderer/wall/panels/image';
import { NOTHING_ASKED, stagePanel } from './room-stage';

const HASH = 'ab'.repeat(32);
const picture = (known: Partial<Known<ImageBitmap>>): Asked => ({
  ...NOTHING_ASKED,
  picture: (hash) => {
    expect(hash).toBe(HASH);
    return { value: null, at: null, fault: null, ...known };
  },
});
const bitmap = { width: 1_600, height: 400 } as ImageBitmap;
const body = { x: 0, y: 100, w: 800, h: 800 };

describe('the panel of a picture', () => {
  it('shows all of it in the middle', () => {
    const { drawing } = stagePanel(imagePanel, {
      body,
      settings: { hash: HASH, title: 'Kart over brannsoner' },
      asked: picture({ value: bitmap }),
    });
    expect(drawing.groups[0]?.items[0]).toMatchObject({ kind: 'image', x: 0, y: 400, w: 800, h: 200 });
    expect(drawing.said).toEqual(['Bilde: Kart over brannsoner']);
  });

  it('covers its place, and is cut off at its edges', () => {
    const { drawing } = stagePanel(imagePanel, {
      body,
      settings: { hash: HASH, fit: 'cover' },
      asked: picture({ value: bitmap }),
    });
    expect(drawing.groups[0]).toMatchObject({ ...body, clipped: true });
    expect(drawing.groups[0]?.items[0]).toMatchObject({ x: -1_200, y: 100, w: 3_200, h: 800 });
  });

  it('has its own title', () => {
    const { facts } = stagePanel(imagePanel, { settings: { hash: HASH, title: 'Plan' }, asked: picture({}) });
    expect(facts.head.title).toBe('Plan');
  });

  it('says that it is being fetched, and why it cannot be shown', () => {
    const waits = stagePanel(imagePanel, { settings: { hash: HASH }, asked: picture({}) });
    expect(waits.drawing.said).toEqual(['Henter bildet']);
    const failed = stagePanel(imagePanel, {
      settings: { hash: HASH },
      asked: picture({ fault: 'Bildet er slettet.' }),
    });
    expect(failed.drawing.said).toEqual(['Bildet kan ikke vises', 'Bildet er slettet.']);
  });

  it('keeps the picture when a later question fails', () => {
    const { drawing } = stagePanel(imagePanel, {
      settings: { hash: HASH },
      asked: picture({ value: bitmap, fault: 'huben svarer ikke' }),
    });
    expect(drawing.groups[0]?.items[0]?.kind).toBe('image');
  });
});
