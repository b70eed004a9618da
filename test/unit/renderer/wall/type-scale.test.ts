import { describe, expect, test } from 'vitest';
import { legiblePx, typeScale } from '../../../../renderer/wall/type-scale';

const FULL_HD = { width: 1920, height: 1080, ratio: 1 };

describe('capital height', () => {
  test('7 m on a 55-inch 1080p display is 72 px', () => {
    expect(legiblePx(7, 0.634)).toBe(72);
    expect(typeScale({ ...FULL_HD, viewingDistanceM: 7, pixelPitchMm: 0.634 })).toMatchObject({
      first: 72,
      second: 52,
      third: 42,
      seventh: 24,
      unit: 1,
      legible: true,
    });
  });

  test('is never below 16 minutes of arc when it is called legible', () => {
    for (let distance = 1; distance <= 12; distance += 0.5) {
      for (const pitch of [0.2, 0.317, 0.5, 0.634, 0.95]) {
        const scale = typeScale({
          width: 3840,
          height: 2160,
          ratio: 1,
          viewingDistanceM: distance,
          pixelPitchMm: pitch,
        });
        if (scale.legible) expect(scale.arcMinutes).toBeGreaterThanOrEqual(16);
      }
    }
  });

  test('the same display with twice the pixels gets twice the type', () => {
    const scale = typeScale({
      width: 3840,
      height: 2160,
      ratio: 1,
      viewingDistanceM: 7,
      pixelPitchMm: 0.317,
    });
    expect(scale.first).toBeGreaterThanOrEqual(142);
    expect(scale.legible).toBe(true);
  });
});

describe('bounds', () => {
  test('a window that is too small gets what fits, and says so', () => {
    const scale = typeScale({ width: 1280, height: 720, ratio: 1, viewingDistanceM: 7, pixelPitchMm: 0.634 });
    expect(scale.first).toBeLessThan(72);
    expect(scale.legible).toBe(false);
    expect(scale.unit).toBeLessThanOrEqual(720 / 1080);
  });

  test('at arm’s length nothing gets smaller than 12 CSS pixels', () => {
    for (const ratio of [1, 2]) {
      const scale = typeScale({
        width: 1920 * ratio,
        height: 1080 * ratio,
        ratio,
        viewingDistanceM: 0.5,
        pixelPitchMm: 0.3 / ratio,
      });
      expect(scale.seventh).toBeGreaterThanOrEqual(12 * ratio);
    }
  });

  test('farther away is never smaller', () => {
    const at = (viewingDistanceM: number) =>
      typeScale({ ...FULL_HD, viewingDistanceM, pixelPitchMm: 0.634 }).first;
    for (let metres = 1; metres < 15; metres++) expect(at(metres + 1)).toBeGreaterThanOrEqual(at(metres));
  });
});
