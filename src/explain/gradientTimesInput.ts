import { defineMethod } from './method.js';
import { gradientObstacle } from './gradientObstacle.js';
import { sumByPlayer } from './sumByPlayer.js';

export const gradientTimesInput = defineMethod({
  name: 'gradientTimesInput',
  doc: 'The gradient at the row times its encoded values, from the output where all of them are 0. One gradient a row, the cheapest of all; what the model does away from the row is not seen, so it adds up for linear models alone.',
  source: 'Shrikumar, Greenside & Kundaje (2017), §2.2',
  exactness: 'approximate',
  obstacle: gradientObstacle,
  prepare({ model, players }) {
    return {
      baseValue: Float64Array.from(model.predict(new Float32Array(model.inputs), 1)),
      explain(rows, count, outputs) {
        const gradients = model.gradient!(rows, count, outputs);
        return sumByPlayer({ players, count, outputs: outputs.length }, (row, i, o) => {
          const at = row * model.inputs + i;
          return gradients[o]![at]! * rows[at]!;
        });
      },
    };
  },
});
