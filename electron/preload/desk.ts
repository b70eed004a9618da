import { contextBridge } from 'electron';
import type { DeskBridge } from '../../shared/contract/ipc';
import { ask, hear } from './bridge/channel';
import { looking } from './bridge/looking';

const bridge: DeskBridge = {
  ...looking,
  history: (args) => ask('history:read', args),
  samples: (args) => ask('samples:read', args),
  recheck: (node) => ask('check:recheck', { node }),
  chart: (args) => ask('chart:read', args),
  quality: (args) => ask('quality:read', args),
  previewMaintenance: (args) => ask('maintenance:preview', args),
  catalogueSource: (args) => ask('catalogue:source', args),
  previewCatalogue: (args) => ask('catalogue:preview', args),
  catalogueHistory: (args) => ask('catalogue:history', args),
  previewMapping: (args) => ask('mapping:preview', args),
  setMaintenance: (subject, payload) => ask('command:give', { kind: 'maintenance.set', subject, payload }),
  removeMaintenance: (subject) => ask('command:give', { kind: 'maintenance.remove', subject, payload: null }),
  endMaintenance: (subject, payload) => ask('command:give', { kind: 'maintenance.end', subject, payload }),
  extendMaintenance: (subject, payload) =>
    ask('command:give', { kind: 'maintenance.extend', subject, payload }),
  editCatalogue: (subject, payload) => ask('command:give', { kind: 'catalogue.edit', subject, payload }),
  setSilence: (subject, payload) => ask('command:give', { kind: 'silence.set', subject, payload }),
  endSilence: (subject, payload) => ask('command:give', { kind: 'silence.end', subject, payload }),
  openWindow: (kind) => ask('window:open', { kind }),
  setSettings: (change) => ask('settings:set', change),
  openLink: (url) => ask('link:open', { url }),
  onOutbox: (listen) => hear('outbox:changed', listen),
};

contextBridge.exposeInMainWorld('vaktrom', bridge);
