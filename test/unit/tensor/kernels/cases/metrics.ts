/** Cases for sums that metrics are made of. */
import type { metricKernels } from '../../../../../src/tensor/kernels/table/metrics.js';
import { floats, matrix, output, roundUp, uniform, type KernelCase } from '../arena.js';
import { overShapes } from './shapes.js';

export const metricCases = {
  countCorrect: [
    ...overShapes((rows, n) => ({
      logits: matrix(rows, n, () => Math.round(uniform(-2, 2))),
      target: floats(roundUp(rows, 4), (r) => (r < rows ? (r * 5) % n : 0)),
      out: output(1),
      ...{ rows, n, ld: roundUp(n, 8) },
    })),
    {
      title: 'not a number',
      args: {
        logits: matrix(4, 3, (r, j) => (r === j ? NaN : j)),
        target: floats(4, () => 2),
        out: output(1),
        ...{ rows: 4, n: 3, ld: 8 },
      },
    },
  ],
  countCorrectBinary: overShapes((rows, n) => ({
    logits: matrix(rows, n, () => Math.round(uniform(-2, 2))),
    target: matrix(rows, n, () => Math.round(uniform(0, 1))),
    out: output(1),
    ...{ rows, n, ld: roundUp(n, 8) },
  })),
  sumErrors: overShapes((rows, n) => ({
    output: matrix(rows, n),
    target: matrix(rows, n),
    out: output(2),
    ...{ rows, n, ld: roundUp(n, 8) },
  })),
} satisfies Record<keyof typeof metricKernels, KernelCase[]>;
