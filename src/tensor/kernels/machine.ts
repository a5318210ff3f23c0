import type { KernelCall } from './table.js';

/**
 * Something that executes kernel calls over one arena: the WebAssembly build (f32) or the reference (f64 or
 * f32). Programs are compiled once and run many times; running allocates nothing.
 */
export interface Machine {
  /** 'simd' and 'relaxed-simd' are the two WebAssembly builds. */
  readonly build: 'simd' | 'relaxed-simd' | 'reference';
  /** That share a program. */
  readonly threads: number;
  /** Why it is one thread where more were wanted, in a sentence; else null. */
  readonly refusedThreads: string | null;
  /** The arena's words as floats; f64 in the reference, so that gradients can be checked by differences. */
  readonly floats: Float32Array | Float64Array;
  /** The same words as integers: labels, row order, segments, the step block's counters. */
  readonly ints: Int32Array;
  /** A program for `threads`, at most all of the machine's, which it is when nothing is said. */
  compile(calls: readonly KernelCall[], threads?: number): Program;
  /** Lets the threads go that it has started. Programs still run, on one. */
  dispose(): void;
}

export interface Program {
  run(): void;
}
