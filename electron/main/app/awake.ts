import { powerSaveBlocker } from 'electron';

/** Keeps the displays awake while a wall is open. */
export class Awake {
  #id: number | null = null;

  set(wanted: boolean): void {
    if (wanted === (this.#id !== null)) return;
    if (this.#id !== null) powerSaveBlocker.stop(this.#id);
    this.#id = wanted ? powerSaveBlocker.start('prevent-display-sleep') : null;
  }
}
