/** Cases for the products of dense layers: slivers, blocks and paddings of all kinds. */
import type { denseKernels } from '../../../../../src/tensor/kernels/table/dense.js';
import { floats, matrix, output, panels, roundUp, uniform, type KernelCase } from '../arena.js';
import { padded, unpadded, columns } from './shapes.js';

/** rows × inputs × outputs of dense layers: slivers of 6 and 4, several blocks of depth and of rows, all paddings. */
const denseShapes = [
  ...[1, 4, 6, 8, 9, 12, 16, 18, 20, 22].map((rows) => [rows, 5, 3] as const),
  ...[1, 7, 8, 9, 17].map((n) => [4, n, 18 - n] as const),
  ...([
    [12, 600, 17],
    [12, 17, 600],
    [600, 17, 24],
    [64, 257, 513],
    [7, 700, 260],
  ] as const), // depth > 512
  ...([
    [520, 600, 10],
    [520, 10, 600],
    [520, 520, 9],
  ] as const), // and rows that take more than a block
] as const;

/** All columns of the result, and all but the last eight. */
function overDenseShapes(
  columns: 'inputs' | 'outputs',
  make: (rows: number, inputs: number, outputs: number, columns8: number) => KernelCase['args'],
): KernelCase[] {
  return denseShapes.flatMap(([rows, inputs, outputs]) => {
    const all = roundUp(columns === 'inputs' ? inputs : outputs, 8);
    return [all, all - 8].filter(Boolean).map((columns8) => ({
      title: `${rows} × ${inputs} × ${outputs}, ${columns8} of the ${columns}`,
      args: {
        ...make(rows, inputs, outputs, columns8),
        rows4: roundUp(rows, 4),
        columns8,
        in8: roundUp(inputs, 8),
        out8: roundUp(outputs, 8),
      },
    }));
  });
}

export const denseCases = {
  denseForward: [
    ...[0, 1].flatMap((relu) =>
      overDenseShapes('outputs', (rows, inputs, outputs) => ({
        x: matrix(rows, inputs),
        weight: panels(inputs, outputs),
        bias: relu === 0 && rows % 2 === 0 ? 0 : columns(outputs, () => uniform(-1, 1)),
        y: unpadded(rows, outputs),
        relu,
      })),
    ),
    ...[0, 1].map((relu) => ({
      title: `not finite, relu ${relu}`,
      args: {
        x: matrix(4, 8, (r, j) => (j === r ? [NaN, Infinity, -Infinity, 1][r]! : 0.5)),
        weight: floats(64, () => uniform(0.1, 1)),
        bias: columns(8, () => 1),
        y: unpadded(4, 8),
        ...{ rows4: 4, columns8: 8, in8: 8, out8: 8, relu },
      },
    })),
  ],
  denseBackwardWeight: overDenseShapes('inputs', (rows, inputs, outputs) => ({
    x: matrix(rows, inputs),
    dy: matrix(rows, outputs),
    dWeight: output(roundUp(inputs, 8) * roundUp(outputs, 8)),
    dBias: rows === 16 ? 0 : output(roundUp(outputs, 8)),
  })),
  denseBackwardInput: overDenseShapes('inputs', (rows, inputs, outputs, columns8) => ({
    dy: matrix(rows, outputs),
    weight: panels(inputs, outputs),
    // What pads belongs to the last columns.
    dx: columns8 < inputs ? unpadded(rows, inputs) : padded(rows, inputs),
    reluOutput: rows % 8 === 0 ? 0 : matrix(rows, inputs, () => Math.max(0, uniform(-1, 1))),
    // What the mask leaves may be a sum that cancels.
  })).map((kernelCase) => ({ ...kernelCase, absolute: 1e-7 })),
} satisfies Record<keyof typeof denseKernels, KernelCase[]>;
