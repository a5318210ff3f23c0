import type { RunResults } from '../model/results.js';

export type { RunResults, SplitResults } from '../model/results.js';
export type { RowPicture } from '../model/rowPicture.js';

/** What a panel may ask of how its run's network does. */
export interface ResultsCalls {
  /** Of the best checkpoint, on the rows that were held back. */
  results: { args: null; reply: RunResults };
}
