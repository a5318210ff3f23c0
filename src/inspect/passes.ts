import { widenPlainly } from '../tensor/decode.js';
import type { Ground } from '../tensor/scratch.js';
import { countBins, type CountBins } from './binning.js';
import { raise, type Raise } from './largest.js';
import { Rooms } from './rooms.js';
import { markRow, type MarkRow } from './rowMarks.js';
import { addRows, type AddRows } from './sides.js';
import { sumPowers, type SumPowers } from './standardizedMoments.js';
import { summarize, type Summarize } from './summary.js';

/**
 * What looks at every value: the plain way below, or WebAssembly (`kernels/wasmPasses.ts`), which is quickest with what
 * lies in memory that was allocated here.
 */
export interface Passes extends Ground {
  readonly summarize: Summarize;
  readonly countBins: CountBins;
  readonly sumPowers: SumPowers;
  readonly addRows: AddRows;
  readonly raise: Raise;
  readonly markRow: MarkRow;
  /** Of such memory, for who reads values. */
  readonly rooms: Rooms;
}

const plainGround: Ground = { allocate: (bytes) => new Uint8Array(bytes), widen: widenPlainly };

export const plainPasses: Passes = {
  ...plainGround,
  summarize,
  countBins,
  sumPowers,
  addRows,
  raise,
  markRow,
  rooms: new Rooms(plainGround),
};
