import type { WebContents } from 'electron';

/**
 * Pages of the web on walls: the one kind of web contents that the lockdown of our own pages is not for, because theirs
 * (`web-panels/`) says more exactly what each may reach. Whatever is not in this list is locked down as ours.
 */
export class WebPages {
  readonly #contents = new WeakSet<WebContents>();

  add(contents: WebContents): void {
    this.#contents.add(contents);
  }

  has(contents: WebContents): boolean {
    return this.#contents.has(contents);
  }
}
