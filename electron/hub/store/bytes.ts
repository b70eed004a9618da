/** The largest 32-bit float: beyond it lies infinity, which neither a chart nor the wire can carry. */
const LARGEST_FLOAT = (2 - 2 ** -23) * 2 ** 127;

/** Writes a compact run of bytes: varints (LEB128, as in Protocol Buffers) and 32-bit floats. Reused by `reset`. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  reset(): this {
    this.#length = 0;
    return this;
  }

  /** A whole number from 0 to 2^53 − 1. */
  uint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** A whole number of either sign: small sizes become few bytes (zigzag). */
  int(value: number): void {
    this.uint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** With 24 bits of its digits; what is larger than 32 bits hold becomes the largest that they do. */
  float(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.#length, Math.max(-LARGEST_FLOAT, Math.min(LARGEST_FLOAT, value)), true);
    this.#length += 4;
  }

  /** A copy of what was written. */
  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const wider = new Uint8Array(this.#bytes.length * 2);
    wider.set(this.#bytes);
    this.#bytes = wider;
    this.#view = new DataView(wider.buffer);
  }
}

/** Reads what ByteWriter wrote. Throws RangeError where the bytes end too early or make no sense. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  uint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 49; factor *= 0x80) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError('the bytes end too early');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number without an end');
  }

  int(): number {
    const value = this.uint();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  float(): number {
    if (this.#at + 4 > this.#bytes.length) throw new RangeError('the bytes end too early');
    const value = this.#view.getFloat32(this.#at, true);
    this.#at += 4;
    return value;
  }
}
