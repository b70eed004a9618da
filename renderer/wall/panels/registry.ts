import type { PanelKind } from '../../../shared/model/panels';
import { alarmFiguresPanel } from './alarm-figures';
import { callersPanel } from './callers';
import { causePanel } from './cause';
import { causesPanel } from './causes';
import { dependenciesPanel } from './dependencies';
import { emergencyRoutinesPanel } from './emergency-routines';
import { handoverItemsPanel } from './handover-items';
import { imagePanel } from './image';
import { maintenancePanel } from './maintenance';
import { mapPanel } from './map';
import { onWatchPanel } from './on-watch';
import type { AnyPanel } from './panel';
import { putAsidePanel } from './put-aside';
import { responseTimesPanel } from './response-times';
import { routinesPanel } from './routines';
import { timelinePanel } from './timeline';

const ALL: readonly AnyPanel[] = [
  causesPanel,
  causePanel,
  responseTimesPanel,
  mapPanel,
  dependenciesPanel,
  timelinePanel,
  onWatchPanel,
  maintenancePanel,
  routinesPanel,
  callersPanel,
  emergencyRoutinesPanel,
  handoverItemsPanel,
  putAsidePanel,
  alarmFiguresPanel,
  imagePanel,
];

/** Every kind of panel but two that the scene draws itself (`scene/`): the mosaic, cell by cell, and what stands around a page of the web. */
export const PANELS: ReadonlyMap<PanelKind, AnyPanel> = new Map(ALL.map((panel) => [panel.kind, panel]));
