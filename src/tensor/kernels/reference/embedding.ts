import type { Memory, ReferenceKernel } from './memory.js';

type Tokens = Readonly<Record<'tokens' | 'positions' | 'tokenLd' | 'vocabulary', number>>;

function tokenOf({ floats }: Memory, a: Tokens, row: number): number {
  const sample = Math.floor(row / a.positions);
  const given = floats[a.tokens + sample * a.tokenLd + (row % a.positions)]!;
  return given >= 0 ? Math.floor(Math.min(given, a.vocabulary - 1)) : 0;
}

export const embeddingForward: ReferenceKernel<'embeddingForward'> = (memory, a) => {
  const { floats } = memory;
  floats.fill(0, a.y, a.y + a.rows4 * a.ld);
  for (let r = 0; r < a.rows; r++) {
    const from = a.weight + tokenOf(memory, a, r) * a.ld;
    floats.copyWithin(a.y + r * a.ld, from, from + a.ld);
  }
};

export const embeddingBackward: ReferenceKernel<'embeddingBackward'> = (memory, a) => {
  const { floats } = memory;
  floats.fill(0, a.dWeight, a.dWeight + a.vocabulary * a.ld);
  for (let r = 0; r < a.rows; r++) {
    const to = a.dWeight + tokenOf(memory, a, r) * a.ld;
    for (let j = 0; j < a.ld; j++) floats[to + j]! += floats[a.dy + r * a.ld + j]!;
  }
};

export const addRepeated: ReferenceKernel<'addRepeated'> = ({ floats }, a) => {
  for (let i = 0; i < a.count; i++) floats[a.y + i] = floats[a.x + i]! + floats[a.addend + (i % a.period)]!;
};

export const sumRepeated: ReferenceKernel<'sumRepeated'> = ({ floats }, a) => {
  for (let i = 0; i < a.period; i++) {
    let sum = 0;
    for (let k = i; k < a.count; k += a.period) sum += floats[a.x + k]!;
    floats[a.out + i] = sum;
  }
};
