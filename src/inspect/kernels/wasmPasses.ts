import { countBins, type Binning } from '../binning.js';
import type { Passes } from '../passes.js';
import { emptySummary, mergeSummary, summarize, type Summary } from '../summary.js';

/** What `assembly/passes.ts` exports; addresses in bytes. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly mostValues: WebAssembly.Global;
  readonly mostBins: WebAssembly.Global;
  readonly values: WebAssembly.Global;
  readonly sums: WebAssembly.Global;
  readonly edges: WebAssembly.Global;
  readonly pairs: WebAssembly.Global;
  readonly singles: WebAssembly.Global;
  summarize(count: number, shift: number): void;
  countBins(count: number, bins: number, min: number, scale: number): void;
}

/** The kernels take so many values at a time; those left over go the plain way. */
const stride = 16;
/** Deviations (2⁻⁵³ of the squares) hold to 2⁻³³ where the mean is not farther from the shift than this, in variances. */
const farthest = 2 ** 20;

/**
 * The passes over f32 values in WebAssembly, from the bytes that `build.mjs` makes; f64 goes the plain way. Null where
 * the host has no WebAssembly with SIMD.
 */
export function createWasmPasses(binary: Uint8Array): Passes | null {
  const bytes = binary as Uint8Array<ArrayBuffer>;
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(bytes)) return null;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const kernel = new PassKernel(instance.exports as unknown as Exports);
  return {
    summarize: (values, offset) =>
      values instanceof Float32Array ? kernel.summarize(values, offset) : summarize(values, offset),
    countBins: (values, binning, counts) =>
      values instanceof Float32Array && kernel.canCount(binning)
        ? kernel.countBins(values, binning, counts)
        : countBins(values, binning, counts),
  };
}

/** The kernel's memory as it is seen from here. */
class PassKernel {
  readonly #values: Float32Array;
  readonly #sums: Float64Array;
  readonly #zeros: Int32Array;
  readonly #minima: Float32Array;
  readonly #maxima: Float32Array;
  readonly #edges: Float64Array;
  readonly #pairs: Uint32Array;
  readonly #singles: Uint32Array;
  readonly #mostBins: number;

  constructor(readonly exports: Exports) {
    const { memory, mostBins, mostValues, values, sums, edges, pairs, singles } = exports;
    const { buffer } = memory;
    const at = ({ value }: WebAssembly.Global): number => value as number;
    this.#mostBins = at(mostBins);
    this.#values = new Float32Array(buffer, at(values), at(mostValues));
    this.#sums = new Float64Array(buffer, at(sums), 3);
    this.#zeros = new Int32Array(buffer, at(sums) + 32, 4);
    this.#minima = new Float32Array(buffer, at(sums) + 48, 4);
    this.#maxima = new Float32Array(buffer, at(sums) + 64, 4);
    this.#edges = new Float64Array(buffer, at(edges), this.#mostBins + 1);
    this.#pairs = new Uint32Array(buffer, at(pairs), this.#mostBins ** 2);
    this.#singles = new Uint32Array(buffer, at(singles), this.#mostBins);
  }

  summarize(values: Float32Array, offset: number): Summary {
    const whole = emptySummary();
    const rest = this.#forEachPart(values, (count, at) => {
      const part =
        this.#summarizePart(count, whole.mean) ?? summarize(values.subarray(at, at + count), offset + at);
      mergeSummary(whole, part);
    });
    mergeSummary(whole, summarize(values.subarray(rest), offset + rest));
    return whole;
  }

  /** Of the values in the kernel's memory; null where they, or four of them together, are not finite. */
  #summarizePart(count: number, nearMean: number): Summary | null {
    let sums = this.#sumAround(count, nearMean);
    if (!Number.isFinite(sums.squares + sums.magnitude)) return null;
    if (sums.ofMean > farthest * (sums.squares - sums.ofMean)) sums = this.#sumAround(count, sums.mean);
    return {
      ...emptySummary(),
      count,
      finite: count,
      zeros: this.#zeros.reduce((a, b) => a + b, 0),
      min: this.#minima.reduce((a, b) => Math.min(a, b)),
      max: this.#maxima.reduce((a, b) => Math.max(a, b)),
      mean: sums.mean,
      deviations: Math.max(0, sums.squares - sums.ofMean),
      magnitude: sums.magnitude,
    };
  }

  /** Σ(x − shift)², and how much of it is because the shift is not the mean. */
  #sumAround(count: number, shift: number): Record<'mean' | 'squares' | 'ofMean' | 'magnitude', number> {
    this.exports.summarize(count, shift);
    const [sum = 0, squares = 0, magnitude = 0] = this.#sums;
    return { mean: shift + sum / count, squares, ofMean: (sum / count) * sum, magnitude };
  }

  canCount({ edges, bins }: Binning): boolean {
    return bins <= this.#mostBins && Math.fround(edges[0]!) === edges[0];
  }

  countBins(values: Float32Array, binning: Binning, counts: Float64Array): void {
    const { edges, bins } = binning;
    const [min, max] = [edges[0]!, edges[bins]!];
    this.#edges.set(edges);
    this.#pairs.fill(0, 0, bins ** 2);
    this.#singles.fill(0);
    const rest = this.#forEachPart(values, (count) =>
      this.exports.countBins(count, bins, min, bins / (max - min)),
    );
    for (let i = 0; i < bins; i++) {
      counts[i]! += this.#singles[i]!;
      for (let j = 0; j < bins; j++) {
        const both = this.#pairs[i * bins + j]!;
        counts[i]! += both;
        counts[j]! += both;
      }
    }
    countBins(values.subarray(rest), binning, counts);
  }

  /** Brings the values into the kernel's memory part by part; gives the place from which on they are too few. */
  #forEachPart(values: Float32Array, look: (count: number, at: number) => void): number {
    const end = values.length - (values.length % stride);
    for (let at = 0; at < end; at += this.#values.length) {
      const count = Math.min(this.#values.length, end - at);
      this.#values.set(values.subarray(at, at + count));
      look(count, at);
    }
    return end;
  }
}
