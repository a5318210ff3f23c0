/** Types of less than 32 bits whose patterns are widened many at a time. */
export type ShortType = 'float16' | 'bfloat16' | 'int16' | 'uint16' | 'int8' | 'uint8';

/** Makes f32 of the little-endian patterns of a short type; `values` has a place for each. */
export type Widen = (dtype: ShortType, patterns: Uint8Array, values: Float32Array) => void;

/** What rooms are made of. */
export interface Ground {
  /** Memory for so many bytes, from a multiple of 16 on. */
  readonly allocate: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly widen: Widen;
}

/**
 * Room that is used again for piece after piece, so that reading gigabytes leaves no garbage behind. What lies in it
 * holds until it is asked for room again.
 */
export class Scratch {
  #bytes = new Uint8Array(0);
  #floats = new Float32Array(0);
  readonly #beside: Scratch[] = [];

  /** Of memory of JavaScript, if nothing is said. */
  constructor(readonly ground?: Ground) {}

  /** How the short types become values in it; plainly, if undefined. */
  get widen(): Widen | undefined {
    return this.ground?.widen;
  }

  /** Of all that it has taken so far. */
  get byteLength(): number {
    const beside = this.#beside.reduce((sum, room) => sum + room.byteLength, 0);
    return this.#bytes.byteLength + this.#floats.byteLength + beside;
  }

  /** Room for bytes as they are read, whatever stands in it. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    // Twice as much as before, so that a row of growing ones costs little.
    if (this.#bytes.length < length) this.#bytes = this.#allocate(Math.max(length, 2 * this.#bytes.length));
    return this.#bytes.subarray(0, length);
  }

  /** Room for the values that are made of them. */
  floats(length: number): Float32Array<ArrayBuffer> {
    if (this.#floats.length < length) {
      const count = Math.max(length, 2 * this.#floats.length);
      const { buffer, byteOffset } = this.#allocate(4 * count);
      this.#floats = new Float32Array(buffer, byteOffset, count);
    }
    return this.#floats.subarray(0, length);
  }

  /** Another room, for who needs several pieces at a time. */
  beside(number: number): Scratch {
    return (this.#beside[number] ??= new Scratch(this.ground));
  }

  #allocate(bytes: number): Uint8Array<ArrayBuffer> {
    return this.ground?.allocate(bytes) ?? new Uint8Array(bytes);
  }
}
