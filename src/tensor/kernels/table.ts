import { activationKernels } from './table/activations.js';
import { attentionKernels } from './table/attention.js';
import { denseKernels } from './table/dense.js';
import { dropoutKernels } from './table/dropout.js';
import { embeddingKernels } from './table/embedding.js';
import { gradientKernels } from './table/gradients.js';
import { imageKernels } from './table/images.js';
import { lossKernels } from './table/losses.js';
import { metricKernels } from './table/metrics.js';
import { mixtureKernels } from './table/mixtures.js';
import { movingKernels } from './table/moving.js';
import { normKernels } from './table/norms.js';
import { optimizerKernels } from './table/optimizers.js';
import { recurrenceKernels } from './table/recurrence.js';
import { watchingKernels } from './table/watching.js';

export { activationKinds } from './table/activations.js';
export type { ArgumentKind } from './table/kernelGroup.js';

/**
 * Every numeric kernel by name, with its arguments in order. This table is the one contract between those who
 * plan a network, the WebAssembly build and the plain-TypeScript oracle (`reference.ts`).
 *
 * The arena is one block of 32-bit words. A `pointer` is a word offset into it (0 means "none"), an `int` a
 * signed 32-bit number, a `float` a constant that reaches the kernel in double precision. Buffers start on
 * multiples of 16 words; single results (`loss`, `out`, `penalty`) may stand on any word.
 *
 * Layouts: activations are row-major `[rows4][ld]`, rows padded to 4, columns padded to `ld = roundUp(n, 8)`;
 * dense weights are panels `[out8/8][in8][8]`. Padding is zero in weights, gradients and activations; kernels
 * that would write something else into it (sigmoid(0) = 0.5) are followed by `clearPadding`. One exception: padding
 * rows after `denseForward`, `layerNormForward` and `batchNormInference` hold the bias, which does no harm, since gradients are 0 there.
 *
 * Kernels that go over `count` numbers (activations, optimizers, …) take multiples of 4; `fill`, `copy` and
 * `histogram` any count.
 *
 * `step` arguments point to the step block (see `stepBlock.ts`): what changes from step to step.
 */
export const kernels = {
  ...movingKernels,
  ...denseKernels,
  ...activationKernels,
  ...dropoutKernels,
  ...embeddingKernels,
  ...attentionKernels,
  ...recurrenceKernels,
  ...imageKernels,
  ...normKernels,
  ...lossKernels,
  ...metricKernels,
  ...gradientKernels,
  ...optimizerKernels,
  ...watchingKernels,
  ...mixtureKernels,
};

export type KernelName = keyof typeof kernels;
export type KernelArguments<K extends KernelName> = { [A in keyof (typeof kernels)[K]]: number };

/**
 * One call as the plan writes it: the kernel and its arguments by name. `beside` says that it neither reads nor
 * writes what the call before it writes, nor writes what that reads, and likewise for the calls that this one stands
 * beside: they may run at the same time.
 */
export type KernelCall = {
  [K in KernelName]: { kernel: K; arguments: KernelArguments<K>; beside?: boolean };
}[KernelName];
