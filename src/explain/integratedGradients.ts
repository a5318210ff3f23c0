import { meanOf } from './background.js';
import { defineMethod } from './method.js';
import { gradientObstacle } from './gradientObstacle.js';
import { legendreNodes } from './legendreNodes.js';
import { sumByPlayer } from './sumByPlayer.js';

const defaultPoints = 50;

export const integratedGradients = defineMethod({
  name: 'integratedGradients',
  doc: 'The gradient, averaged on the straight way from the baseline (the background’s mean) to the row, times the way: 50 gradients a row at the points of Gauss and Legendre. Assumes that the way between makes sense; adds up to f(row) − f(baseline) as well as the points integrate.',
  source: 'Sundararajan, Taly & Yan (2017), Axiomatic attribution for deep networks',
  exactness: 'approximate',
  tolerance: 1e-2,
  samples: { unit: 'points a row', standard: () => defaultPoints },
  obstacle: gradientObstacle,
  prepare({ model, players, background, samples }) {
    const baseline = Float32Array.from(meanOf(background, model.inputs));
    const points = legendreNodes(samples ?? defaultPoints);
    return {
      baseValue: Float64Array.from(model.predict(baseline, 1)),
      explain(rows, count, outputs) {
        const slopes = outputs.map(() => new Float64Array(rows.length));
        for (const { at, weight } of points) {
          const between = rows.map((value, i) => {
            const start = baseline[i % model.inputs]!;
            return start + at * (value - start);
          });
          model.gradient!(between, count, outputs).forEach((gradient, o) => {
            for (let i = 0; i < gradient.length; i++) slopes[o]![i]! += weight * gradient[i]!;
          });
        }
        return sumByPlayer({ players, count, outputs: outputs.length }, (row, i, o) => {
          const at = row * model.inputs + i;
          return slopes[o]![at]! * (rows[at]! - baseline[i]!);
        });
      },
    };
  },
});
