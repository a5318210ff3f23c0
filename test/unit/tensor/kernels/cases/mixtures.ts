/** Cases for rows mixed from two others: mostly zero, all zero, none zero, wide and narrow, more than are listed at once. */
import { createRandom } from '../../../../../src/tensor/random.js';
import { floats, output, type KernelCase } from '../arena.js';

/** Numbers of their own, so that those of the other cases stay. */
const random = createRandom(11, 0);
let drawn = 0;
const uniform = (minimum: number, maximum: number): number =>
  minimum + (maximum - minimum) * random.uniform(drawn++);
const draw = (): number => uniform(-2, 2);

/** groups × members, inputs, outputs; multiples of 8 */
const shapes = [
  [1, 1, 8, 8],
  [2, 3, 16, 24],
  [3, 5, 72, 40],
  [1, 37, 136, 96],
  [2, 4, 4104, 32],
] as const;

const sparse = (): number => (uniform(0, 1) < 0.7 ? 0 : uniform(-2, 2));

export const mixtureCases = {
  sparseForward: shapes.flatMap(([groups, count, in8, out8]): KernelCase[] => {
    const rows = groups * count;
    const sizes = { rows, in8, out8 };
    const others = { weight: floats(in8 * out8, draw), bias: floats(out8, draw), y: output(rows * out8) };
    const odd = [NaN, -0, 1e-30, Infinity];
    return [
      {
        title: `${rows} × ${in8} × ${out8}, mostly zero`,
        args: { x: floats(rows * in8, sparse), ...others, ...sizes },
      },
      {
        title: `${rows} × ${in8} × ${out8}, no zeros`,
        args: { x: floats(rows * in8, draw), ...others, ...sizes },
      },
      {
        title: `${rows} × ${in8} × ${out8}, odd numbers among zeros`,
        args: { x: floats(rows * in8, (i) => odd[i] ?? 0), ...others, ...sizes },
      },
    ];
  }),
  mixForward: shapes.flatMap(([groups, count, in8, out8]) =>
    [0, 1].map((relu): KernelCase => ({
      title: `${groups} × ${count} × ${in8} × ${out8}, relu ${relu}`,
      args: {
        own: floats(groups * (in8 + out8), draw),
        others: floats(groups * count * (in8 + out8), (i) => (i === 3 ? NaN : uniform(-2, 2))),
        weight: floats(in8 * out8, draw),
        y: output(groups * count * out8),
        ...{ groups, count, in8, out8, relu },
      },
    })),
  ),
  averageGroups: shapes.map(([groups, count, , n8]) => ({
    title: `${groups} × ${count} of ${n8} numbers`,
    args: {
      x: floats(groups * count * n8, draw),
      shares: floats(count, () => uniform(0, 1)),
      out: output(groups * n8),
      ...{ groups, count, n8 },
    },
  })),
};
