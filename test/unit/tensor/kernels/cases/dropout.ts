/** Cases for dropout. */
import type { dropoutKernels } from '../../../../../src/tensor/kernels/table/dropout.js';
import { floats, output, stepBlockBuffer, type KernelCase } from '../arena.js';
import { elementwise } from './shapes.js';

export const dropoutCases = {
  dropoutForward: [0, 0.2, 0.5, 0.9].flatMap((rate) =>
    elementwise((count) => ({
      x: floats(count),
      y: output(count),
      mask: output(count),
      rate,
      purpose: 4 + 17 * count,
      step: stepBlockBuffer({ seed: -count, stepIndex: 1000 * count }),
    })),
  ),
} satisfies Record<keyof typeof dropoutKernels, KernelCase[]>;
