import { contextBridge } from 'electron';
import type { DeskBridge } from '../../shared/contract/ipc';
import { ask, hear } from './bridge/channel';
import { looking } from './bridge/looking';

const bridge: DeskBridge = {
  ...looking,
  history: (args) => ask('history:read', args),
  samples: (args) => ask('samples:read', args),
  recheck: (node) => ask('check:recheck', { node }),
  openWindow: (kind) => ask('window:open', { kind }),
  setSettings: (change) => ask('settings:set', change),
  openLink: (url) => ask('link:open', { url }),
  onOutbox: (listen) => hear('outbox:changed', listen),
};

contextBridge.exposeInMainWorld('vaktrom', bridge);
