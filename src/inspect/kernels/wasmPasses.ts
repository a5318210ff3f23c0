import type { Values } from '../../tensor/values.js';
import type { Passes } from '../passes.js';
import { Rooms } from '../rooms.js';
import { Kernel } from './kernel.js';
import { wasmCountBins } from './wasmBins.js';
import { wasmSumPowers } from './wasmPowers.js';
import { wasmAddRows, wasmMarkRow, wasmRaise } from './wasmRows.js';
import { wasmSummarize } from './wasmSummary.js';
import { wasmWiden } from './wasmWiden.js';

type Looking = Omit<Passes, 'allocate' | 'rooms'>;

/** So few bytes are copied sooner than a memory is made for them. */
const fewBytes = 2 ** 16;

/**
 * The passes in WebAssembly, from the bytes that `build.mjs` makes. What was allocated here lies in a memory that has
 * kernels of its own, which look at it without a copy, and goes when nobody holds it any more; values from elsewhere
 * are copied piece by piece. Null where the host has no WebAssembly with SIMD.
 */
export function createWasmPasses(binary: Uint8Array): Passes | null {
  const bytes = binary as Uint8Array<ArrayBuffer>;
  if (typeof WebAssembly !== 'object' || !WebAssembly.validate(bytes)) return null;
  const module = new WebAssembly.Module(bytes);
  const shared = passesOf(new Kernel(module));
  const ofMemory = new WeakMap<ArrayBufferLike, Looking>();
  const passesFor = ({ buffer }: Values): Looking => ofMemory.get(buffer) ?? shared;

  const allocate = (length: number): Uint8Array<ArrayBuffer> => {
    if (length < fewBytes) return new Uint8Array(length);
    try {
      const kernel = new Kernel(module, length);
      ofMemory.set(kernel.room.buffer, passesOf(kernel));
      return kernel.room;
    } catch (error) {
      // A system that has no room for one more such memory may have for this.
      if (error instanceof RangeError) return new Uint8Array(length);
      throw error;
    }
  };
  const widen: Passes['widen'] = (dtype, patterns, values) =>
    passesFor(values).widen(dtype, patterns, values);
  return {
    summarize: (values, offset) => passesFor(values).summarize(values, offset),
    countBins: (values, binning, counts) => passesFor(values).countBins(values, binning, counts),
    sumPowers: (values, mean, std) => passesFor(values).sumPowers(values, mean, std),
    addRows: (values, row, rows, cols) => passesFor(values).addRows(values, row, rows, cols),
    raise: (keys, values, from, step, count) => passesFor(values).raise(keys, values, from, step, count),
    markRow: (values, from, to, column, marks) => passesFor(values).markRow(values, from, to, column, marks),
    widen,
    allocate,
    rooms: new Rooms({ allocate, widen }),
  };
}

function passesOf(kernel: Kernel): Looking {
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
