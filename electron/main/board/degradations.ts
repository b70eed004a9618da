import type { Degradation } from '../../../shared/contract/ipc';
import type { LinkMonitor } from '../link/link-monitor';

/** What of this console does not work as it should: each thing once, and told to whoever shows it. */
export class Degradations {
  readonly #now = new Map<string, Degradation>();
  readonly #log: (level: 'error', message: string, detail: Record<string, unknown>) => void;
  #monitor: LinkMonitor | null = null;

  constructor(log: (level: 'error', message: string, detail: Record<string, unknown>) => void) {
    this.#log = log;
  }

  /** Something does not work (`fault`), or does again (null, with its code). */
  readonly note = (fault: Degradation | null, code?: Degradation['code']): void => {
    if (fault) {
      this.#log('error', 'console degraded', { ...fault });
      this.#now.set(fault.code, fault);
    } else if (code) this.#now.delete(code);
    this.#monitor?.degraded([...this.#now.values()]);
  };

  /** Who is told from now on, and of what there is already. */
  tell(monitor: LinkMonitor): void {
    this.#monitor = monitor;
    monitor.degraded([...this.#now.values()]);
  }
}
