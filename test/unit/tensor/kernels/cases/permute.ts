/** Cases for `permute`: plain blocks, both transpositions, and four loops that no fast way covers. */
import { floats, output, type KernelCase } from '../arena.js';

type Quad = readonly [number, number, number, number];

function permuteCase(title: string, counts: Quad, from: Quad, to: Quad): KernelCase {
  const words = (strides: Quad): number =>
    1 + counts.reduce((sum, count, i) => sum + (count - 1) * strides[i]!, 0);
  const [count0, count1, count2, count3] = counts;
  const [from0, from1, from2, from3] = from;
  const [to0, to1, to2, to3] = to;
  return {
    title,
    args: {
      source: floats(words(from)),
      destination: output(words(to)),
      ...{ count0, count1, count2, count3, from0, from1, from2, from3, to0, to1, to2, to3 },
    },
  };
}

const sides = [1, 3, 4, 5, 8, 11] as const;

export const permuteCases: KernelCase[] = [
  ...[1, 3, 4, 9, 130].map((width) =>
    permuteCase(
      `blocks of ${width}`,
      [1, 2, 3, width],
      [0, 3 * (width + 2), width + 2, 1],
      [0, 3 * (width + 1), width + 1, 1],
    ),
  ),
  ...sides.flatMap((rows) =>
    sides.flatMap((columns) => [
      permuteCase(
        `${rows} × ${columns} to columns`,
        [1, 2, rows, columns],
        [1, rows * (columns + 3), columns + 3, 1],
        [1, rows * columns, 1, rows],
      ),
      permuteCase(
        `${rows} × ${columns} from columns`,
        [1, 2, rows, columns],
        [1, rows * columns, 1, rows],
        [1, rows * (columns + 3), columns + 3, 1],
      ),
    ]),
  ),
  permuteCase('four loops, no stride 1 inside', [2, 3, 5, 2], [30, 10, 2, 1], [30, 1, 6, 3]),
];
