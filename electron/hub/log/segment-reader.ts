import { readSegment, type Segment, type SegmentRow, segmentName } from './segment-file';

/** Segments that are kept unpacked: whoever pages through one asks for it again and again. */
const KEPT = 2;

/** Reads registered segments, and keeps the last few: a file that was registered never changes. */
export class SegmentReader {
  readonly #folder: string;
  readonly #kept = new Map<string, Segment>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** As readSegment. */
  async read(row: SegmentRow): Promise<Segment> {
    const name = segmentName(row.epoch, row.from_seq, row.to_seq);
    const segment = this.#kept.get(name) ?? (await readSegment(this.#folder, row));
    // Last used, last dropped.
    this.#kept.delete(name);
    this.#kept.set(name, segment);
    for (const old of this.#kept.keys()) {
      if (this.#kept.size <= KEPT) break;
      this.#kept.delete(old);
    }
    return segment;
  }
}
