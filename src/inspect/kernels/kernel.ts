import type { Values } from '../../tensor/values.js';

/** What `assembly/passes.ts` exports; addresses and sizes in bytes. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly mostBytes: WebAssembly.Global;
  readonly mostBins: WebAssembly.Global;
  readonly mostColumns: WebAssembly.Global;
  readonly values: WebAssembly.Global;
  readonly sums: WebAssembly.Global;
  readonly edges: WebAssembly.Global;
  readonly singles: WebAssembly.Global;
  readonly powers: WebAssembly.Global;
  readonly ofRow: WebAssembly.Global;
  readonly columnSums: WebAssembly.Global;
  readonly columnSquares: WebAssembly.Global;
  readonly largest: WebAssembly.Global;
  readonly marks: WebAssembly.Global;
  readonly patterns: WebAssembly.Global;
  readonly summarizeQuickly: (from: number, count: number) => void;
  readonly summarizeAround: (from: number, count: number, shift: number) => void;
  readonly summarizeDoubles: (from: number, count: number, shift: number) => void;
  readonly countZeros: (from: number, count: number) => number;
  readonly countZeroDoubles: (from: number, count: number) => number;
  readonly countBins: (from: number, count: number, bins: number, first: number, scale: number) => void;
  readonly countBinsOfDoubles: (
    from: number,
    count: number,
    bins: number,
    first: number,
    scale: number,
  ) => void;
  readonly splitPairs: (bins: number) => void;
  readonly sumPowers: (from: number, count: number, mean: number, scale: number) => void;
  readonly sumPowersOfDoubles: (from: number, count: number, mean: number, scale: number) => void;
  readonly addRow: (from: number, count: number) => void;
  readonly raise: (from: number, count: number) => void;
  readonly markRow: (from: number, count: number, column: number) => void;
  readonly widenBfloat16: (count: number, to: number) => void;
  readonly widenFloat16: (count: number, to: number) => void;
  readonly widenInt16: (count: number, to: number) => void;
  readonly widenUint16: (count: number, to: number) => void;
  readonly widenInt8: (count: number, to: number) => void;
  readonly widenUint8: (count: number, to: number) => void;
}

/** The kernels take so many values at a time; those left over go the plain way. */
const stride = 32;
const pageBytes = 65_536;
/** A kernel may look at some values beyond the last one. */
const slackBytes = 64;

/** The kernels and their memory, of which a part may be room for values: what lies there is looked at where it lies. */
export class Kernel {
  readonly exports: Exports;
  /** Room of the size that was asked for, from a page on. */
  readonly room: Uint8Array<ArrayBuffer>;
  /** Where values from elsewhere are brought. */
  readonly floats: Float32Array;
  readonly doubles: Float64Array;

  /** Throws a RangeError where the system has no such memory. */
  constructor(module: WebAssembly.Module, roomBytes = 0) {
    this.exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    const { memory, values } = this.exports;
    const pages = memory.grow(roomBytes === 0 ? 0 : Math.ceil((roomBytes + slackBytes) / pageBytes));
    this.room = new Uint8Array(memory.buffer, pages * pageBytes, roomBytes);
    const mostBytes = this.exports.mostBytes.value as number;
    this.floats = this.floatsAt(values, mostBytes / 4);
    this.doubles = this.doublesAt(values, mostBytes / 8);
  }

  floatsAt({ value }: WebAssembly.Global, length: number): Float32Array {
    return new Float32Array(this.exports.memory.buffer, value as number, length);
  }

  doublesAt({ value }: WebAssembly.Global, length: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, value as number, length);
  }

  wordsAt({ value }: WebAssembly.Global, length: number): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, value as number, length);
  }

  holds(values: ArrayBufferView): boolean {
    return values.buffer === this.exports.memory.buffer;
  }

  /** Values a call takes at most. */
  mostOf(values: Values): number {
    return values instanceof Float32Array ? this.floats.length : this.doubles.length;
  }

  /** The address of some of the values, which are brought where they are not there; it holds until others are. */
  bring(values: Values, at: number, count: number): number {
    if (this.holds(values)) return values.byteOffset + at * values.BYTES_PER_ELEMENT;
    const there = values instanceof Float32Array ? this.floats : this.doubles;
    there.set(values.subarray(at, at + count));
    return this.exports.values.value as number;
  }

  /** Shows the values part by part; gives the place from which on they are too few. */
  forEachPart(values: Values, look: (from: number, count: number, at: number) => void): number {
    const end = values.length - (values.length % stride);
    const most = this.mostOf(values);
    for (let at = 0; at < end; at += most) {
      const count = Math.min(most, end - at);
      look(this.bring(values, at, count), count, at);
    }
    return end;
  }
}
