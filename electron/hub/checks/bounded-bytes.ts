/** What is first set aside for more than one piece, bytes. */
const FIRST_ROOM = 4 * 1024;

/**
 * The first bytes of a stream, whatever pieces they come in. Small pieces are copied together: each one kept as it
 * came would cost a hundred times its size, and a hostile peer sends them one byte at a time.
 */
export class BoundedBytes {
  readonly #limit: number;
  /** The first piece, as it came: mostly it is all there is, and needs no copying. */
  #only: Buffer | null = null;
  #room: Buffer | null = null;
  #kept = 0;
  #total = 0;

  /** `limit`: bytes to keep. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How much came in all, bytes. */
  get total(): number {
    return this.#total;
  }

  add(piece: Buffer): void {
    this.#total += piece.length;
    const part = piece.subarray(0, this.#limit - this.#kept);
    if (part.length === 0) return;
    if (this.#kept === 0) this.#only = part;
    else this.#copy(part);
    this.#kept += part.length;
  }

  /** What was kept. Later pieces do not change it. */
  bytes(): Buffer {
    return this.#only ?? this.#room?.subarray(0, this.#kept) ?? Buffer.alloc(0);
  }

  #copy(part: Buffer): void {
    const needed = this.#kept + part.length;
    if (this.#room === null || this.#room.length < needed) {
      const wider = Buffer.allocUnsafeSlow(Math.min(this.#limit, Math.max(FIRST_ROOM, 2 * needed)));
      this.bytes().copy(wider);
      this.#room = wider;
      this.#only = null;
    }
    part.copy(this.#room, this.#kept);
  }
}
