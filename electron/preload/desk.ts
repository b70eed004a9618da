import { contextBridge } from 'electron';
import { acting } from './bridge/acting';

contextBridge.exposeInMainWorld('vaktrom', acting);
