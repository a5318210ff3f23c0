import type { Passes } from '../passes.js';
import { Kernel, type Exports } from './kernel.js';
import { wasmCountBins } from './wasmBins.js';
import { wasmSumPowers } from './wasmPowers.js';
import { wasmAddRows, wasmMarkRow, wasmRaise } from './wasmRows.js';
import { wasmSummarize } from './wasmSummary.js';
import { wasmWiden } from './wasmWiden.js';

/**
 * The passes over f32 values in WebAssembly, from the bytes that `build.mjs` makes; f64 goes the plain way. Null where
 * the host has no WebAssembly with SIMD.
 */
export function createWasmPasses(binary: Uint8Array): Passes | null {
  const bytes = binary as Uint8Array<ArrayBuffer>;
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(bytes)) return null;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const kernel = new Kernel(instance.exports as unknown as Exports);
  return {
    summarize: wasmSummarize(kernel),
    countBins: wasmCountBins(kernel),
    sumPowers: wasmSumPowers(kernel),
    addRows: wasmAddRows(kernel),
    raise: wasmRaise(kernel),
    markRow: wasmMarkRow(kernel),
    widen: wasmWiden(kernel),
  };
}
