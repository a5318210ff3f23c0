/** Cases for batchNorm and layerNorm. */
import type { normKernels } from '../../../../../src/tensor/kernels/table/norms.js';
import { floats, matrix, output, roundUp, uniform, type KernelCase } from '../arena.js';
import { overShapes, padded, unpadded, columns } from './shapes.js';

export const normCases = {
  batchNormForward: overShapes((rows, n) => ({
    x: matrix(rows, n, (_, j) => (j % 9) + uniform(-2, 2)),
    y: padded(rows, n),
    mean: output(roundUp(n, 8)),
    inverseStd: output(roundUp(n, 8)),
    gamma: columns(n, () => uniform(0.5, 2)),
    beta: columns(n, () => uniform(-1, 1)),
    runningMean: columns(n, () => uniform(-1, 1)),
    runningVar: columns(n, () => uniform(0.5, 2)),
    ...{
      rows,
      rows4: roundUp(rows, 4),
      n8: roundUp(n, 8),
      ld: roundUp(n, 8),
      epsilon: 1e-3,
      momentum: 0.1,
      relu: rows % 2,
    },
  })),
  batchNormBackward: overShapes((rows, n) => ({
    dy: matrix(rows, n),
    x: matrix(rows, n),
    mean: columns(n, () => uniform(-1, 1)),
    inverseStd: columns(n, () => uniform(0.5, 2)),
    gamma: columns(n, () => uniform(0.5, 2)),
    dx: padded(rows, n),
    dGamma: output(roundUp(n, 8)),
    dBeta: output(roundUp(n, 8)),
    ...{ rows, rows4: roundUp(rows, 4), n8: roundUp(n, 8), ld: roundUp(n, 8) },
  })),
  batchNormInference: overShapes((rows, n) => ({
    x: matrix(rows, n),
    y: unpadded(rows, n),
    gamma: columns(n, () => uniform(0.5, 2)),
    beta: columns(n, () => uniform(-1, 1)),
    runningMean: columns(n, () => uniform(-1, 1)),
    runningVar: columns(n, () => uniform(0.5, 2)),
    ...{ rows4: roundUp(rows, 4), n8: roundUp(n, 8), epsilon: 1e-5 },
  })),
  batchNormInferenceBackward: overShapes((rows, n) => ({
    dy: matrix(rows, n),
    gamma: columns(n, () => uniform(0.5, 2)),
    runningVar: columns(n, () => uniform(0.5, 2)),
    dx: padded(rows, n),
    ...{ rows4: roundUp(rows, 4), n8: roundUp(n, 8), epsilon: 1e-5 },
  })),
  layerNormForward: overShapes((rows, n) => ({
    x: matrix(rows, n, (r, j) => r + 5 * (j % 2) + uniform(-2, 2)),
    y: unpadded(rows, n),
    normalized: padded(rows, n),
    inverseStd: output(roundUp(rows, 4)),
    gamma: columns(n, () => uniform(0.5, 2)),
    beta: columns(n, () => uniform(-1, 1)),
    ...{ rows4: roundUp(rows, 4), n, ld: roundUp(n, 8), epsilon: 1e-3 },
  })),
  layerNormBackward: overShapes((rows, n) => ({
    dy: matrix(rows, n),
    normalized: matrix(rows, n),
    inverseStd: floats(roundUp(rows, 4), () => uniform(0.5, 2)),
    gamma: columns(n, () => uniform(0.5, 2)),
    dx: padded(rows, n),
    dGamma: output(roundUp(n, 8), { rows: 1, n, ld: roundUp(n, 8) }),
    dBeta: output(roundUp(n, 8), { rows: 1, n, ld: roundUp(n, 8) }),
    ...{ rows4: roundUp(rows, 4), n, ld: roundUp(n, 8) },
  })),
} satisfies Record<keyof typeof normKernels, KernelCase[]>;
