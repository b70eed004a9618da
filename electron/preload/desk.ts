import { contextBridge } from 'electron';
import type { DeskBridge } from '../../shared/contract/ipc';
import { ask, hear } from './bridge/channel';
import { looking } from './bridge/looking';

const bridge: DeskBridge = {
  ...looking,
  history: (args) => ask('history:read', args),
  samples: (args) => ask('samples:read', args),
  chart: (args) => ask('chart:read', args),
  quality: (args) => ask('quality:read', args),
  previewMaintenance: (args) => ask('maintenance:preview', args),
  catalogueSource: (args) => ask('catalogue:source', args),
  previewCatalogue: (args) => ask('catalogue:preview', args),
  catalogueHistory: (args) => ask('catalogue:history', args),
  previewMapping: (args) => ask('mapping:preview', args),
  search: (args) => ask('search:read', args),
  exportCsv: (args) => ask('csv:export', args),
  figures: (args) => ask('figures:read', args),
  saveReport: (args) => ask('report:save', args),
  give: (gift) => ask('command:give', gift),
  outboxSeen: (ids) => ask('outbox:seen', { ids: [...ids] }),
  signIn: (args) => ask('identity:sign-in', args),
  signInMachine: () => ask('identity:sign-in-machine', undefined),
  signOut: () => ask('identity:sign-out', undefined),
  lock: () => ask('identity:lock', undefined),
  unlock: (pin) => ask('identity:unlock', { pin }),
  setCredentials: (args) => ask('identity:set-credentials', args),
  enrolmentCode: (kind) => ask('identity:enrolment-code', { kind }),
  enrol: (code) => ask('identity:enrol', { code }),
  silence: () => ask('sound:silence', undefined),
  testSound: () => ask('sound:test', undefined),
  openWindow: (kind) => ask('window:open', { kind }),
  setSettings: (change) => ask('settings:set', change),
  openLink: (url) => ask('link:open', { url }),
  onOutbox: (listen) => hear('outbox:changed', listen),
  onIdentity: (listen) => hear('identity:changed', listen),
};

contextBridge.exposeInMainWorld('vaktrom', bridge);
