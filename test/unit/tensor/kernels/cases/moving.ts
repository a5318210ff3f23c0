/** Cases for rows on their way into the batch, and plain moves of buffers. */
import type { movingKernels } from '../../../../../src/tensor/kernels/table/moving.js';
import { floats, ints, output, roundUp, stepBlockBuffer, type KernelCase } from '../arena.js';
import { permuteCases } from './permute.js';
import { overShapes, sizes, padded, elementwise } from './shapes.js';

export const movingCases = {
  gatherRows: [
    ...overShapes((rows, n) => ({
      source: floats((rows + 6) * n),
      order: ints(Array.from({ length: rows + 4 }, (_, i) => (i * 3 + 1) % (rows + 6))),
      step: stepBlockBuffer({ cursor: 2 }),
      batch: padded(rows, n),
      ...{ rows, rows4: roundUp(rows, 4), width: n, ld: roundUp(n, 8) },
    })),
    {
      title: 'in file order, labels without padding',
      args: {
        source: floats(20),
        order: 0,
        step: stepBlockBuffer({ cursor: 5 }),
        batch: output(8),
        ...{ rows: 6, rows4: 8, width: 1, ld: 1 },
      },
    },
  ],
  shuffleOrder: [1, 2, 7, 150, 4096].map((count) => ({
    title: `${count} rows`,
    args: {
      order: ints(new Array<number>(count).fill(-1)),
      count,
      purpose: 2,
      step: stepBlockBuffer({ seed: 5 - count, epoch: 3 * count }),
    },
  })),
  clearPadding: overShapes((rows, n) => ({ x: padded(rows, n), ...sizes(rows, n) })),
  fill: [1, 3, 4, 17].map((count) => ({ title: `${count}`, args: { x: output(count), count, value: 0.1 } })),
  copy: [1, 3, 4, 17, 300].map((count) => ({
    title: `${count}`,
    args: { source: floats(count), destination: output(count), count },
  })),
  permute: permuteCases,
  add: elementwise((count) => ({ a: floats(count), b: floats(count), out: output(count) })),
  addUp: [1, 2, 5].map((termCount) => ({
    title: `${termCount} terms`,
    args: { terms: floats(48 * termCount), stride: 48, termCount, out: output(40), count: 40 },
  })),
  multiply: elementwise((count) => ({ a: floats(count), b: floats(count), out: output(count) })),
} satisfies Record<keyof typeof movingKernels, KernelCase[]>;
