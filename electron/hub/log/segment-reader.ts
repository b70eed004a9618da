import { readSegment, type Segment, type SegmentRow, segmentName } from './segment-file';

/** Segments that are kept unpacked: whoever pages through one asks for it again and again. */
const KEPT = 2;

/** Reads registered segments, and keeps the last few: a file that was registered never changes (it gets another name). */
export class SegmentReader {
  readonly #folder: string;
  readonly #current: (row: SegmentRow) => SegmentRow | undefined;
  readonly #kept = new Map<string, Segment>();

  /** `current`: how a segment is registered now; it may have been written anew since somebody looked. */
  constructor(folder: string, current: (row: SegmentRow) => SegmentRow | undefined) {
    this.#folder = folder;
    this.#current = current;
  }

  /** Keeps none any more: what was erased must not be read again. */
  forget(): void {
    this.#kept.clear();
  }

  /** As readSegment. */
  async read(row: SegmentRow): Promise<Segment> {
    const name = segmentName(row);
    const segment = this.#kept.get(name) ?? (await this.#fromDisk(row));
    // Last used, last dropped.
    this.#kept.delete(name);
    this.#kept.set(name, segment);
    for (const old of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(old);
    }
    return segment;
  }

  async #fromDisk(row: SegmentRow): Promise<Segment> {
    try {
      return await readSegment(this.#folder, row);
    } catch (error) {
      const now = this.#current(row);
      if (!now || now.revision === row.revision) throw error;
      return readSegment(this.#folder, now);
    }
  }
}
