/** What does not work in the hub, part by part. Each change is logged once; nothing fails in silence. */
export class Faults {
  readonly #log: (level: 'info' | 'error', message: string, detail?: Record<string, unknown>) => void;
  readonly #faults = new Map<string, string>();

  constructor(log: (level: 'info' | 'error', message: string, detail?: Record<string, unknown>) => void) {
    this.#log = log;
  }

  /** A part fails, and why; null: it works again. */
  note(part: string, reason: string | null): void {
    if (reason === null) {
      if (this.#faults.delete(part)) this.#log('info', `${part} works again`);
      return;
    }
    if (this.#faults.get(part) !== reason) this.#log('error', `${part} fails`, { reason });
    this.#faults.set(part, reason);
  }

  has(part: string): boolean {
    return this.#faults.has(part);
  }

  /** Why a part fails; null: it works. */
  reason(part: string): string | null {
    return this.#faults.get(part) ?? null;
  }

  /** All that fails, by part. */
  all(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#faults);
  }
}
