import { contextBridge } from 'electron';
import { hideIdlePointer } from './bridge/idle-pointer';
import { looking } from './bridge/looking';

// A wall looks; it has no verb that changes anything.
contextBridge.exposeInMainWorld('vaktrom', looking);
hideIdlePointer();
