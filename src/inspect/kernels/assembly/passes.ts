// The passes over f32 values that statistics and pictures are made of.

export { mostValues, values } from './block';
export { countZeros, summarizeAround, summarizeQuickly, sums } from './summary';
export { countBins, edges, mostBins, singles, splitPairs } from './bins';
export { powers, sumPowers } from './standardized';
export { addRow, columnSquares, columnSums, mostColumns, ofRow } from './sides';
export { largest, raise } from './largest';
export { markRow, marks } from './rows';
export { patterns, widenBfloat16, widenFloat16 } from './widen';
