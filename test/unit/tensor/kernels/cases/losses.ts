/** Cases for losses with and without gradient, and what is not finite. */
import type { lossKernels } from '../../../../../src/tensor/kernels/table/losses.js';
import { floats, matrix, output, roundUp, uniform, type KernelCase } from '../arena.js';
import { overShapes, sizes, padded, columns } from './shapes.js';

/** Losses on values: finite shapes with and without gradient, and what is not finite. */
function valueLoss(
  source: 'logits' | 'output',
  draw: () => number,
  extra: (rows: number, n: number) => KernelCase['args'] = () => ({}),
): KernelCase[] {
  const make = (rows: number, n: number): KernelCase['args'] => ({
    [source]: matrix(rows, n, () => uniform(-4, 4), { staysPadded: false }),
    target: matrix(rows, n, draw),
    loss: output(1),
    ...extra(rows, n),
    ...sizes(rows, n),
  });
  const odd = (value: number): KernelCase => ({
    title: `a value of ${value}`,
    args: {
      ...make(3, 5),
      [source]: matrix(3, 5, (r, j) => (r === 1 && j === 2 ? value : uniform(-1, 1))),
      dOutput: padded(3, 5),
    },
  });
  return [
    ...overShapes((rows, n) => ({ ...make(rows, n), dOutput: padded(rows, n) })),
    { title: 'without gradient', args: make(6, 5) },
    ...[NaN, Infinity, -Infinity, 1e20, -1e20, 90, -90].map(odd),
  ];
}

function classLoss(extra: (rows: number, n: number) => KernelCase['args'] = () => ({})): KernelCase[] {
  const make = (rows: number, n: number, logits: (r: number, j: number) => number): KernelCase['args'] => ({
    logits: matrix(rows, n, logits, { staysPadded: false }),
    target: floats(roundUp(rows, 4), (r) => (r < rows ? (r * 7 + 1) % n : 0)),
    loss: output(1),
    ...extra(rows, n),
    ...sizes(rows, n),
  });
  const odd = (value: number): KernelCase => ({
    title: `a logit of ${value}`,
    args: {
      ...make(3, 5, (r, j) => (r === 1 && j === 2 ? value : uniform(-1, 1))),
      dOutput: padded(3, 5),
    },
  });
  return [
    ...overShapes((rows, n) => ({
      ...make(rows, Math.max(2, n), () => uniform(-9, 9)),
      dOutput: padded(rows, Math.max(2, n)),
    })),
    { title: 'without gradient', args: make(6, 5, () => uniform(-9, 9)) },
    { title: 'all below zero', args: { ...make(5, 5, () => uniform(-60, -50)), dOutput: padded(5, 5) } },
    ...[NaN, Infinity, -Infinity, 1e20, -1e20, 100, -100].map(odd),
  ].map((kernelCase) => ({ ...kernelCase, absolute: 1e-7 })); // the logarithm of a sum near 1
}

export const lossCases = {
  crossEntropy: [
    ...classLoss(),
    ...classLoss((_, n) => ({ classWeights: columns(n, () => uniform(0.2, 3)) })),
  ],
  binaryCrossEntropy: [
    ...valueLoss('logits', () => Math.round(uniform(0, 1))),
    ...valueLoss(
      'logits',
      () => Math.round(uniform(0, 1)),
      (_, n) => ({ classWeights: columns(Math.max(2, n), () => uniform(0.2, 3)) }),
    ),
  ],
  mse: valueLoss('output', () => uniform(-3, 3)),
  mae: valueLoss('output', () => uniform(-3, 3)),
  huber: valueLoss(
    'output',
    () => uniform(-3, 3),
    () => ({ delta: 1.3 }),
  ),
  hinge: [
    ...classLoss(),
    ...[1, 4, 9].map((rows) => ({
      title: `${rows} × 1`,
      args: {
        logits: matrix(rows, 1),
        target: matrix(rows, 1, (r) => r % 2),
        dOutput: padded(rows, 1),
        loss: output(1),
        ...sizes(rows, 1),
      },
    })),
  ],
} satisfies Record<keyof typeof lossKernels, KernelCase[]>;
