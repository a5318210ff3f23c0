import { backgroundMean } from './game.js';
import { sumByPlayer } from './sumByPlayer.js';
import { defineMethod } from './method.js';
import { meanOf } from './background.js';

export const linear = defineMethod({
  name: 'linear',
  doc: 'Coefficient × (value − the background’s mean): for a linear model these are its Shapley values, and the weights themselves are the explanation. For any other model they are not.',
  source: 'Štrumbelj & Kononenko (2014); Lundberg & Lee (2017), corollary 1',
  exactness: 'exact',
  tolerance: 1e-6,
  obstacle: ({ model }) =>
    model.isLinear
      ? null
      : 'linear explains linear models alone, and this one has an activation or a layer that is not linear; use exact, or kernel',
  prepare(question) {
    const { model, players, background } = question;
    const mean = meanOf(background, model.inputs);
    return {
      baseValue: backgroundMean(question),
      explain(rows, count, outputs) {
        // The same at every row, so one is enough.
        const coefficients = model.gradient!(Float32Array.from(mean), 1, outputs);
        const size = { players, count, outputs: outputs.length };
        return sumByPlayer(
          size,
          (row, i, o) => coefficients[o]![i]! * (rows[row * model.inputs + i]! - mean[i]!),
        );
      },
    };
  },
});
