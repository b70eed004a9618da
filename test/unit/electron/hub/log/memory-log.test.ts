import { memoryDisk, openMemoryLog } from '../../../../../electron/hub/log/memory-log';
import { logConformance } from './conformance';

logConformance('memory', async (clock) => {
  const disk = memoryDisk();
  return {
    open: () => openMemoryLog({ clock, disk }),
    alter: (seq) => {
      disk.events = disk.events.map((event) =>
        event.seq === seq ? { ...event, body: event.body.replace('HTTP', 'HTTQ') } : event,
      );
    },
    remove: (seq) => {
      disk.events = disk.events.filter((event) => event.seq !== seq);
    },
  };
});
