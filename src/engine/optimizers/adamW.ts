import { adamCall, adamSlots, amsgradOption, momentOptions, writeCorrections } from './moments.js';
import { defineOptimizer } from './optimizer.js';

/** Loshchilov & Hutter 2019, as PyTorch has it: w ← w·(1 − η·λ) before Adam's step. */
export const adamW = defineOptimizer({
  name: 'adamW',
  aliases: ['adamw'],
  doc:
    'Adam with the weight decay taken off the weights themselves, w ← w·(1 − η·λ), so that it is not divided by ' +
    'the gradient’s size as in adam. The usual choice for transformers and wherever weight decay matters ' +
    '(Loshchilov & Hutter 2019).',
  defaultLearningRate: 0.001,
  defaultWeightDecay: 0.01,
  decoupledDecay: true,
  options: { ...momentOptions, amsgrad: amsgradOption },
  slots: adamSlots,
  prepareStep: writeCorrections,
  update: (config, buffers) => adamCall(config, buffers, true),
});
