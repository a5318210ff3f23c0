/** Makes f32 of the patterns of a short float; `values` has a place for each. */
export type Widen = (dtype: 'float16' | 'bfloat16', patterns: Uint16Array, values: Float32Array) => void;

/**
 * Room that is used again for piece after piece, so that reading gigabytes leaves no garbage behind. What lies in it
 * holds until it is asked for room again.
 */
export class Scratch {
  #bytes = new Uint8Array(0);
  #floats = new Float32Array(0);
  readonly #beside: Scratch[] = [];

  /** `widen`: how the short floats become values in it; by a table, if nothing is said. */
  constructor(readonly widen?: Widen) {}

  /** Room for bytes as they are read, whatever stands in it. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length);
    return this.#bytes.subarray(0, length);
  }

  /** Room for the values that are made of them. */
  floats(length: number): Float32Array<ArrayBuffer> {
    if (this.#floats.length < length) this.#floats = new Float32Array(length);
    return this.#floats.subarray(0, length);
  }

  /** Another room, for who needs several pieces at a time. */
  beside(number: number): Scratch {
    return (this.#beside[number] ??= new Scratch(this.widen));
  }
}
