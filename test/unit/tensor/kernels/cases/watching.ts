/** Cases for what is watched: distances, moments, units, histograms. */
import type { watchingKernels } from '../../../../../src/tensor/kernels/table/watching.js';
import { floats, ints, matrix, output, roundUp, uniform, type KernelCase } from '../arena.js';
import { segmentCase } from './segments.js';
import { overShapes } from './shapes.js';

export const watchingCases = {
  segmentDifferenceNorms: [1, 1e-25, 1e25].map((magnitude) =>
    segmentCase(magnitude, 8200, { distance: 4100 }),
  ),
  moments: [
    ...overShapes((rows, n) => ({
      x: matrix(rows, n, () => 100 + uniform(-1, 1)),
      out: output(2),
      ...{ rows, n, ld: roundUp(n, 8) },
    })),
    ...[1e-30, 1e-21, 1e-12, 1e18, 1e30, 3e38].map((magnitude) => ({
      title: `about ${magnitude}`,
      args: {
        x: matrix(40, 37, () => magnitude * uniform(-1, 1)),
        out: output(2),
        ...{ rows: 40, n: 37, ld: 40 },
      },
    })),
    {
      title: 'not a number',
      args: { x: matrix(2, 3, () => NaN), out: output(2), ...{ rows: 2, n: 3, ld: 8 } },
    },
  ],
  countUnits: [0, 1, 2].flatMap((mode) =>
    overShapes((rows, n) => ({
      x: matrix(rows, n, () => uniform(-1.03, 1.03)),
      counts: ints(Array.from({ length: roundUp(n, 4) }, (_, j) => j)),
      ...{ rows, n, ld: roundUp(n, 8), mode },
    })),
  ),
  histogram: [
    ...[
      [1, 7],
      [17, 1],
      [1000, 32],
    ].map(([count, bins]) => ({
      title: `${count} numbers in ${bins} bins`,
      args: {
        x: floats(count!, (i) => [NaN, Infinity, -Infinity, -1, 1][i] ?? uniform(-1.1, 1.1)),
        counts: ints(Array.from({ length: bins! }, (_, j) => j)),
        ...{ count: count!, minimum: -1, maximum: 1, bins: bins! },
      },
    })),
    {
      title: 'one value',
      args: {
        x: floats(9, (i) => (i < 5 ? 3 : 4)),
        counts: ints([0, 0]),
        ...{ count: 9, minimum: 3, maximum: 3, bins: 2 },
      },
    },
  ],
} satisfies Record<keyof typeof watchingKernels, KernelCase[]>;
