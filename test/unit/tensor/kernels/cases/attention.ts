/** Cases for attention: one position and many, more than a block of the products holds, all paddings. */
import { floats, output, roundUp, uniform, type Buffer, type KernelCase } from '../arena.js';

interface Shape {
  readonly samples: number;
  readonly positions: number;
  readonly heads: number;
  readonly width: number;
  readonly causal: number;
}

const shapes: readonly Shape[] = [0, 1].flatMap((causal) =>
  [
    { samples: 1, positions: 1, heads: 1, width: 1 },
    { samples: 2, positions: 5, heads: 3, width: 4 },
    { samples: 2, positions: 17, heads: 1, width: 9 },
    { samples: 1, positions: 128, heads: 2, width: 16 },
    { samples: 1, positions: 264, heads: 1, width: 8 },
    { samples: 1, positions: 8, heads: 1, width: 272 },
  ].map((shape) => ({ ...shape, causal })),
);

/** Numbers by position and head, several of each, zero in the padding of a head and of positions. */
function byHead({ samples, positions, heads, width }: Shape, parts: number): Buffer {
  const width8 = roundUp(width, 8);
  const positions8 = roundUp(positions, 8);
  const row = parts * heads * width8;
  return floats(samples * positions8 * row, (i) => {
    const isReal = i % width8 < width && Math.floor(i / row) % positions8 < positions;
    return isReal ? uniform(-1, 1) : 0;
  });
}

function emptyByHead({ samples, positions, heads, width }: Shape, parts: number): Buffer {
  return output(samples * roundUp(positions, 8) * parts * heads * roundUp(width, 8));
}

/** A square of positions for each head: of real ones shares that may be anything, else 0. */
function squares({ samples, positions, heads, causal }: Shape, draw: () => number): Buffer {
  const positions8 = roundUp(positions, 8);
  return floats(samples * heads * positions8 * positions8, (i) => {
    const column = i % positions8;
    const row = Math.floor(i / positions8) % positions8;
    const isSeen = column < positions && row < positions && !(causal !== 0 && column > row);
    return isSeen ? draw() : 0;
  });
}

function emptySquares({ samples, positions, heads }: Shape): Buffer {
  return output(samples * heads * roundUp(positions, 8) ** 2);
}

function overShapes(make: (shape: Shape) => KernelCase['args']): KernelCase[] {
  return shapes.map((shape) => ({
    title: Object.entries(shape)
      .map(([name, size]) => `${name} ${size}`)
      .join(', '),
    args: {
      ...make(shape),
      samples: shape.samples,
      positions8: roundUp(shape.positions, 8),
      heads: shape.heads,
      width8: roundUp(shape.width, 8),
      causal: shape.causal,
    },
  }));
}

export const attentionCases = {
  attentionWeights: overShapes((shape) => ({
    qkv: byHead(shape, 3),
    weights: emptySquares(shape),
    positions: shape.positions,
    scale: 2 / Math.sqrt(shape.width),
  })),
  attentionMix: overShapes((shape) => ({
    qkv: byHead(shape, 3),
    weights: squares(shape, () => uniform(0, 1)),
    y: emptyByHead(shape, 1),
  })),
  attentionMixBackward: overShapes((shape) => ({
    qkv: byHead(shape, 3),
    weights: squares(shape, () => uniform(0, 1)),
    dy: byHead(shape, 1),
    dWeights: emptySquares(shape),
    dQkv: emptyByHead(shape, 3),
  })),
  attentionWeightsBackward: overShapes((shape) => ({
    qkv: byHead(shape, 3),
    weights: squares(shape, () => uniform(0, 1)),
    dWeights: squares(shape, () => uniform(-1, 1)),
    dQkv: emptyByHead(shape, 3),
    scale: 0.7,
  })),
};
