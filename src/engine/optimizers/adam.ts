import { adamCall, adamSlots, amsgradOption, momentOptions, writeCorrections } from './moments.js';
import { defineOptimizer } from './optimizer.js';

/** Kingma & Ba 2015, as PyTorch has it: ε outside the corrected root, weight decay through the gradient. */
export const adam = defineOptimizer({
  name: 'adam',
  doc:
    'Momentum and a step size for every weight: m and v are running means of g and g², corrected for their start ' +
    'at 0, and w ← w − η·m̂/(√v̂ + ε). Works at its default rate on most problems, which makes it the first ' +
    'choice (Kingma & Ba 2015).',
  defaultLearningRate: 0.001,
  options: { ...momentOptions, amsgrad: amsgradOption },
  slots: adamSlots,
  prepareStep: writeCorrections,
  update: (config, buffers) => adamCall(config, buffers, false),
});
