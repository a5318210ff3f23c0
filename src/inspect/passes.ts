import { countBins, type CountBins } from './binning.js';
import { summarize, type Summarize } from './summary.js';

/** What looks at every value when statistics are made: the plain way below, or WebAssembly (`kernels/wasmPasses.ts`). */
export interface Passes {
  readonly summarize: Summarize;
  readonly countBins: CountBins;
}

export const plainPasses: Passes = { summarize, countBins };
