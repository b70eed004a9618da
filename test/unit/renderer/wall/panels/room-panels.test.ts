import { describe, expect, it } from 'vitest';
import { handoverItemsPanel } from '../../../../../renderer/wall/panels/handover-items';
import { imagePanel } from '../../../../../renderer/wall/panels/image';
import { maintenancePanel } from '../../../../../renderer/wall/panels/maintenance';
import { onWatchPanel } from '../../../../../renderer/wall/panels/on-watch';
import type { AnyPanel } from '../../../../../renderer/wall/panels/panel';
import { putAsidePanel } from '../../../../../renderer/wall/panels/put-aside';
import { responseTimesPanel } from '../../../../../renderer/wall/panels/response-times';
import { routinesPanel } from '../../../../../renderer/wall/panels/routines';
import type { Scene } from '../../../../fixtures/wall-harness/scenes';
import { askedCharts, faultsOf, type Staging, stagePanel } from './room-stage';

const PANELS: readonly AnyPanel[] = [
  onWatchPanel,
  maintenancePanel,
  routinesPanel,
  handoverItemsPanel,
  putAsidePanel,
  responseTimesPanel,
  imagePanel,
];
const SCENES: readonly Scene[] = [
  'room',
  'room-change',
  'normal',
  'shift-late',
  'nobody',
  'planned',
  'overrun',
  'empty',
];
const BODIES: readonly NonNullable<Staging['body']>[] = [
  { w: 1824, h: 900 },
  { w: 880, h: 400 },
  { w: 880, h: 170 },
  { w: 430, h: 380 },
  { w: 120, h: 60 },
  { w: 3740, h: 900 },
];
const settings = (panel: AnyPanel): Readonly<Record<string, unknown>> =>
  panel.kind === 'image' ? { hash: 'a'.repeat(64) } : {};

describe.each(PANELS.map((panel) => [panel.kind, panel] as const))('the panel %s', (_kind, panel) => {
  it('keeps within its place in every situation, size and language', () => {
    const faults: string[] = [];
    for (const scene of SCENES)
      for (const body of BODIES)
        for (const lang of ['nb', 'en'] as const) {
          const staged = stagePanel(panel, {
            scene,
            body,
            lang,
            settings: settings(panel),
            asked: askedCharts,
          });
          faults.push(...faultsOf(staged).map((fault) => `${scene} ${body.w}x${body.h} ${lang}: ${fault}`));
        }
    expect(faults).toEqual([]);
  });

  it('says something, and counts what it has no room for', () => {
    const whole = stagePanel(panel, { scene: 'room-change', settings: settings(panel), asked: askedCharts });
    expect(whole.drawing.said.length).toBeGreaterThan(0);
    const tiny = stagePanel(panel, {
      scene: 'room-change',
      settings: settings(panel),
      asked: askedCharts,
      body: { w: 900, h: 80 },
    });
    const lost = tiny.drawing.said.length < whole.drawing.said.length;
    expect(tiny.drawing.leftOut > 0 || !lost || panel.kind === 'image').toBe(true);
  });

  it('draws the same from the same facts: nothing is painted twice in vain', () => {
    const staged = stagePanel(panel, { settings: settings(panel), asked: askedCharts });
    const again = panel.draw(staged.facts, staged.body, staged.view);
    expect(again.groups).toEqual(staged.drawing.groups);
  });
});
