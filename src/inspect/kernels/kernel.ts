/** What `assembly/passes.ts` exports; addresses in bytes. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly mostValues: WebAssembly.Global;
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
  summarizeQuickly(count: number): void;
  summarizeAround(count: number, shift: number): void;
  countZeros(count: number): number;
  countBins(count: number, bins: number, first: number, scale: number): void;
  splitPairs(bins: number): void;
  sumPowers(count: number, mean: number, scale: number): void;
  addRow(count: number): void;
  raise(count: number): void;
  markRow(count: number, column: number): void;
  widenBfloat16(count: number): void;
  widenFloat16(count: number): void;
}

/** The kernels take so many values at a time; those left over go the plain way. */
const stride = 32;

/** The kernels and their memory as it is seen from here. */
export class Kernel {
  readonly values: Float32Array;

  constructor(readonly exports: Exports) {
    this.values = this.floats(exports.values, exports.mostValues.value as number);
  }

  floats({ value }: WebAssembly.Global, length: number, offset = 0): Float32Array {
    return new Float32Array(this.exports.memory.buffer, (value as number) + offset, length);
  }

  doubles({ value }: WebAssembly.Global, length: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, value as number, length);
  }

  words({ value }: WebAssembly.Global, length: number, offset = 0): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, (value as number) + offset, length);
  }

  /** Brings the values into the kernel's memory part by part; gives the place from which on they are too few. */
  forEachPart(values: Float32Array, look: (count: number, at: number) => void): number {
    const end = values.length - (values.length % stride);
    for (let at = 0; at < end; at += this.values.length) {
      const count = Math.min(this.values.length, end - at);
      this.values.set(values.subarray(at, at + count));
      look(count, at);
    }
    return end;
  }
}
