import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A log file that cannot fill a disk: at `limit` bytes it becomes `FILE.1`, replacing the one before, and begins
 * again. A disk that refuses is not an error for the program: the line is dropped and counted.
 */
export class BoundedFile {
  readonly #path: string;
  readonly #limit: number;
  #handle: number | null = null;
  #size = 0;
  #dropped = 0;

  constructor(path: string, limit = 5_000_000) {
    this.#path = path;
    this.#limit = limit;
  }

  /** Lines that could not be written. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Appends text as it is. Never throws. */
  write(text: string): void {
    try {
      if (this.#handle === null) this.#open();
      const bytes = Buffer.from(text);
      if (this.#size > 0 && this.#size + bytes.length > this.#limit) this.#rotate();
      if (this.#handle !== null) this.#size += writeSync(this.#handle, bytes);
    } catch {
      this.#dropped++;
    }
  }

  close(): void {
    if (this.#handle !== null) closeSync(this.#handle);
    this.#handle = null;
  }

  #open(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    this.#handle = openSync(this.#path, 'a', 0o600);
    this.#size = fstatSync(this.#handle).size;
  }

  #rotate(): void {
    this.close();
    renameSync(this.#path, `${this.#path}.1`);
    this.#open();
  }
}
