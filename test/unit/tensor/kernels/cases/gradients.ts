/** Cases for gradients as a whole: penalties, norms, clipping, from numbers that vanish to those that are none. */
import type { gradientKernels } from '../../../../../src/tensor/kernels/table/gradients.js';
import { floats, ints, output, uniform, type KernelCase } from '../arena.js';
import { segmentCase } from './segments.js';
import { elementwise } from './shapes.js';

export const gradientCases = {
  addPenalty: [4, 1028, 5000].flatMap((count) =>
    [0, 1].map((wanted) => ({
      title: `${count} numbers, ${wanted === 1 ? 'both' : 'one'} wanted`,
      args: {
        weight: floats(count, (i) => (i % 5 === 0 ? 0 : uniform(-1, 1))),
        gradient: wanted === 1 || count === 4 ? floats(count) : 0,
        penalty: wanted === 1 || count !== 4 ? floats(1) : 0,
        ...{ count, l1: 0.01, l2: 0.003 },
      },
    })),
  ),
  segmentNorms: [1, 1e-12, 1e-18, 1e-25, 1e-30, 1e15, 1e25, 1e37, 0, NaN, Infinity].map((magnitude) =>
    segmentCase(magnitude, 4100, {}),
  ),
  combineNorms: [
    { title: 'pieces of two', owners: [0, 0, -1, 0, 1, -1, 1, -1] },
    { title: 'one of none', owners: [0, -1, 2, 2, -1] },
    { title: 'one piece', owners: [0] },
  ].map(({ title, owners }) => {
    const count = Math.max(...owners) + 1;
    const [norms, out] = [floats(owners.length, () => uniform(0, 3)), output(count + 1)];
    return { title, args: { norms, owners: ints(owners), pieces: owners.length, out, count } };
  }),
  accumulate: [1, 2, 5, 8].map((count) => ({
    title: `${count}`,
    args: { values: floats(count + 1), sums: floats(count + 1), count },
  })),
  clipByNorm: [0.5, 5, NaN, Infinity, 0].map((norm) => ({
    title: `a norm of ${norm}`,
    args: { gradient: floats(1028), count: 1028, norm: floats(1, () => norm), maxNorm: 1 },
  })),
  clipByValue: [
    ...elementwise((count) => ({ gradient: floats(count), limit: 0.3 })),
    {
      title: 'not finite',
      args: { gradient: floats(4, (i) => [NaN, Infinity, -Infinity, 0][i]!), count: 4, limit: 0.3 },
    },
  ],
} satisfies Record<keyof typeof gradientKernels, KernelCase[]>;
