/** Cases for tokens' and positions' vectors: all paddings, tokens that do not occur, and numbers that are none. */
import { floats, matrix, output, roundUp, uniform, type Buffer, type KernelCase } from '../arena.js';

/** samples × positions, vocabulary, width of a vector */
const shapes = [
  [1, 1, 1, 1],
  [2, 3, 5, 4],
  [3, 3, 4, 9],
  [5, 12, 65, 16],
] as const;

function tokensOf(samples: number, positions: number, vocabulary: number): Buffer {
  const odd = [NaN, -3, -Infinity, Infinity, vocabulary, 1e12, 0.9, vocabulary - 1];
  return matrix(samples, positions, (r, j) => odd[r * positions + j - 1] ?? (7 * r + 3 * j) % vocabulary, {
    staysPadded: false,
  });
}

function overShapes(make: (rows: number, vocabulary: number, n: number) => KernelCase['args']): KernelCase[] {
  return shapes.map(([samples, positions, vocabulary, n]) => ({
    title: `${samples} × ${positions} of ${vocabulary} tokens as ${n} numbers`,
    args: {
      tokens: tokensOf(samples, positions, vocabulary),
      ...{ rows: samples * positions, positions, tokenLd: roundUp(positions, 8), vocabulary },
      ld: roundUp(n, 8),
      ...make(samples * positions, vocabulary, n),
    },
  }));
}

/** A table of vectors, each padded. */
function vectors(count: number, n: number): Buffer {
  const ld = roundUp(n, 8);
  return floats(count * ld, (i) => (i % ld < n ? uniform(-2, 2) : 0));
}

const repeats = [
  [8, 8],
  [48, 16],
  [1000, 40],
] as const;

export const embeddingCases = {
  embeddingForward: overShapes((rows, vocabulary, n) => ({
    weight: vectors(vocabulary, n),
    y: output(roundUp(rows, 4) * roundUp(n, 8), { rows, n, ld: roundUp(n, 8) }),
    rows4: roundUp(rows, 4),
  })),
  embeddingBackward: overShapes((rows, vocabulary, n) => ({
    dy: matrix(rows, n),
    dWeight: output(vocabulary * roundUp(n, 8), { rows: vocabulary, n, ld: roundUp(n, 8) }),
  })),
  addRepeated: [...repeats, [56, 24] as const].map(([count, period]) => ({
    title: `${period} numbers, to ${count}`,
    args: { x: floats(count), addend: floats(period), y: output(count), count, period },
  })),
  sumRepeated: repeats.map(([count, period]) => ({
    title: `${period} numbers, from ${count}`,
    args: { x: floats(count), out: output(period), count, period },
  })),
};
