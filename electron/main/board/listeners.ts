/** Those who want to hear of one thing. */
export class Listeners<T> {
  readonly #all = new Set<(news: T) => void>();

  /** Returns what ends it. */
  add(listen: (news: T) => void): () => void {
    this.#all.add(listen);
    return () => void this.#all.delete(listen);
  }

  tell(news: T): void {
    for (const listen of this.#all) listen(news);
  }
}
