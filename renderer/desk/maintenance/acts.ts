import type { MaintenanceStatus } from '../../../shared/model/maintenance';

/** Something to do with a window that needs a reason or a second thought. */
export interface Act {
  readonly kind: 'end' | 'extend' | 'remove';
  readonly status: MaintenanceStatus;
}

/** What can be done with a window: only what runs can be ended or extended, only the desk's own be removed. */
export function mayAct(kind: Act['kind'], { window, run }: MaintenanceStatus): boolean {
  return kind === 'remove' ? window.origin === 'desk' : run !== null;
}
