import { explainByInput } from './explainByInput.js';
import { backgroundMean } from './game.js';
import { defineMethod, type Question } from './method.js';

export const deep = defineMethod({
  name: 'deep',
  doc: 'DeepLIFT’s rescale rule against every background row: differences pass through the layers, each activation by Δy/Δx. One way forward and back for each row and background row. Adds up by construction; shares out interactions as the rule does, not as Shapley values would.',
  source: 'Shrikumar, Greenside & Kundaje (2017), §3.5.1; averaged as in Lundberg & Lee (2017), §4.2',
  exactness: 'approximate',
  tolerance: 1e-4,
  obstacle: ({ model }) =>
    model.multipliers
      ? null
      : `deep cannot explain this model: ${model.multipliersObstacle ?? 'it has no multipliers'}; use expectedGradients, or kernel`,
  prepare(question) {
    return {
      baseValue: backgroundMean(question),
      explain: explainByInput(question, (rows, outputs) => meanDifferences(question, rows, outputs)),
    };
  },
});

/** The mean over the background of multiplier × difference, by row and input, for each output. */
function meanDifferences(
  { model, background }: Question,
  rows: Float32Array,
  outputs: readonly number[],
): Float64Array[] {
  const width = model.inputs;
  const block = background.count * width;
  const count = rows.length / width;
  const references = new Float32Array(count * block);
  const repeated = new Float32Array(count * block);
  for (let row = 0; row < count; row++) {
    references.set(background.inputs, row * block);
    const values = rows.subarray(row * width, (row + 1) * width);
    for (let b = 0; b < background.count; b++) repeated.set(values, row * block + b * width);
  }
  const pairs = count * background.count;
  return model.multipliers!(repeated, references, pairs, outputs).map((multipliers) => {
    const means = new Float64Array(rows.length);
    for (let pair = 0, k = 0; pair < pairs; pair++) {
      const row = Math.floor(pair / background.count);
      const weight = background.weights[pair % background.count]!;
      for (let i = 0; i < width; i++, k++) {
        means[row * width + i]! += weight * multipliers[k]! * (repeated[k]! - references[k]!);
      }
    }
    return means;
  });
}
