import { widenByTable } from '../tensor/decode.js';
import type { Widen } from '../tensor/scratch.js';
import { countBins, type CountBins } from './binning.js';
import { raise, type Raise } from './largest.js';
import { markRow, type MarkRow } from './rowMarks.js';
import { addRows, type AddRows } from './sides.js';
import { sumPowers, type SumPowers } from './standardizedMoments.js';
import { summarize, type Summarize } from './summary.js';

/** What looks at every value: the plain way below, or WebAssembly (`kernels/wasmPasses.ts`). */
export interface Passes {
  readonly summarize: Summarize;
  readonly countBins: CountBins;
  readonly sumPowers: SumPowers;
  readonly addRows: AddRows;
  readonly raise: Raise;
  readonly markRow: MarkRow;
  /** What reads the values has their room do it. */
  readonly widen: Widen;
}

export const plainPasses: Passes = {
  summarize,
  countBins,
  sumPowers,
  addRows,
  raise,
  markRow,
  widen: widenByTable,
};
