import { createRandom, purposes } from '../tensor/random.js';
import type { Background } from './explainedModel.js';
import { explainByInput } from './explainByInput.js';
import { backgroundMean } from './game.js';
import { gradientObstacle } from './gradientObstacle.js';
import { defineMethod, type Question } from './method.js';

const defaultSamples = 1000;
export const expectedGradients = defineMethod({
  name: 'expectedGradients',
  doc: 'Integrated gradients, averaged over the background instead of from one baseline: 1,000 points a row by default, each on the way from another background row. Adds up in the mean; the residual says how well.',
  source:
    'Erion et al. (2021), Improving performance of deep learning models with axiomatic attribution priors',
  exactness: 'sampled',
  tolerance: 1e-2,
  samples: { unit: 'samples a row', standard: () => defaultSamples },
  obstacle: gradientObstacle,
  prepare(question) {
    const { background, seed, samples } = question;
    const draws = drawPoints(background, samples ?? defaultSamples, seed);
    return {
      baseValue: backgroundMean(question),
      explain: explainByInput(question, (rows, outputs) => meanSlopes(question, rows, draws, outputs)),
    };
  },
});

/** A place on the way from a background row. */
interface Draw {
  readonly from: number;
  readonly at: number;
}

/** The mean over the draws of gradient × way, by row and input, for each output. */
function meanSlopes(
  { model, background }: Question,
  rows: Float32Array,
  draws: readonly Draw[],
  outputs: readonly number[],
): Float64Array[] {
  const width = model.inputs;
  const points = new Float32Array(rows.length * draws.length);
  const ways = new Float32Array(points.length);
  let at = 0;
  for (let row = 0; row < rows.length; row += width) {
    for (const draw of draws) {
      for (let i = 0; i < width; i++, at++) {
        const base = background.inputs[draw.from * width + i]!;
        ways[at] = rows[row + i]! - base;
        points[at] = base + draw.at * ways[at]!;
      }
    }
  }
  const count = points.length / width;
  return model.gradient!(points, count, outputs).map((gradient) => {
    const means = new Float64Array(rows.length);
    for (let k = 0; k < gradient.length; k++) {
      const row = Math.floor(k / (width * draws.length));
      means[row * width + (k % width)]! += (gradient[k]! * ways[k]!) / draws.length;
    }
    return means;
  });
}

/**
 * Points on the ways from the background: each row of it as often as its share says, since their outputs differ
 * most; places on the way spread evenly by the golden ratio (R. L. Kronecker's sequence), from a drawn start.
 */
function drawPoints({ count, weights }: Background, samples: number, seed: number): Draw[] {
  const start = createRandom(seed, purposes.attribution).uniform(0);
  let from = 0;
  let passed = weights[0]!;
  return Array.from({ length: samples }, (_, k) => {
    while ((k + 0.5) / samples > passed && from < count - 1) passed += weights[++from]!;
    return { from, at: (start + k * 0.6180339887498949) % 1 };
  });
}
