import { sqrt } from '../../math.js';
import type { Memory, ReferenceKernel } from './memory.js';

export const addPenalty: ReferenceKernel<'addPenalty'> = ({ floats }, a) => {
  let absolute = 0;
  let squared = 0;
  for (let i = 0; i < a.count; i++) {
    const weight = floats[a.weight + i]!;
    absolute += Math.abs(weight);
    squared += weight * weight;
    if (a.gradient !== 0) floats[a.gradient + i]! += a.l1 * Math.sign(weight) + 2 * a.l2 * weight;
  }
  if (a.penalty !== 0) floats[a.penalty]! += a.l1 * absolute + a.l2 * squared;
};

/** Writes the norm of each segment of the values `valueAt`, then the norm of all together. */
function writeNorms(
  { floats, ints }: Memory,
  a: { segments: number; count: number; norms: number },
  valueAt: (word: number) => number,
): void {
  let total = 0;
  for (let s = 0; s < a.count; s++) {
    const offset = ints[a.segments + 2 * s]!;
    const length = ints[a.segments + 2 * s + 1]!;
    let squares = 0;
    for (let i = offset; i < offset + length; i++) squares += valueAt(i) ** 2;
    floats[a.norms + s] = sqrt(squares);
    total += squares;
  }
  floats[a.norms + a.count] = sqrt(total);
}

export const segmentNorms: ReferenceKernel<'segmentNorms'> = (memory, a) => {
  writeNorms(memory, a, (word) => memory.floats[word]!);
};

export const segmentDifferenceNorms: ReferenceKernel<'segmentDifferenceNorms'> = (memory, a) => {
  writeNorms(memory, a, (word) => memory.floats[word]! - memory.floats[word + a.distance]!);
};

export const combineNorms: ReferenceKernel<'combineNorms'> = ({ floats, ints }, a) => {
  const squares = new Float64Array(a.count);
  for (let i = 0; i < a.pieces; i++) {
    const owner = ints[a.owners + i]!;
    if (owner >= 0) squares[owner]! += floats[a.norms + i]! ** 2;
  }
  for (let i = 0; i < a.count; i++) floats[a.out + i] = sqrt(squares[i]!);
  floats[a.out + a.count] = sqrt(squares.reduce((sum, square) => sum + square, 0));
};

export const accumulate: ReferenceKernel<'accumulate'> = ({ floats }, a) => {
  for (let i = 0; i <= a.count; i++) floats[a.sums + i]! += floats[a.values + i]!;
};

export const clipByNorm: ReferenceKernel<'clipByNorm'> = ({ floats }, a) => {
  const coefficient = Math.min(1, a.maxNorm / (floats[a.norm]! + 1e-6));
  for (let i = 0; i < a.count; i++) floats[a.gradient + i]! *= coefficient;
};

export const clipByValue: ReferenceKernel<'clipByValue'> = ({ floats }, a) => {
  for (let i = 0; i < a.count; i++) {
    floats[a.gradient + i] = Math.min(a.limit, Math.max(-a.limit, floats[a.gradient + i]!));
  }
};
