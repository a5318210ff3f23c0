// The passes over values that statistics and pictures are made of.

export { mostBytes, values } from './block';
export {
  countZeroDoubles,
  countZeros,
  summarizeAround,
  summarizeDoubles,
  summarizeQuickly,
  sums,
} from './summary';
export { countBins, countBinsOfDoubles, edges, mostBins, singles, splitPairs } from './bins';
export { powers, sumPowers, sumPowersOfDoubles } from './standardized';
export { addRow, columnSquares, columnSums, mostColumns, ofRow } from './sides';
export { largest, raise } from './largest';
export { markRow, marks } from './rows';
export { patterns, widenBfloat16, widenFloat16, widenInt16, widenInt8, widenUint16, widenUint8 } from './widen';
