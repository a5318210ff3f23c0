import { createPredictor } from '../engine/predictor.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { readOutput, labelOf } from './outputs.js';
import type { Model } from './model.js';

/** The same network, data and words with other weights: of another checkpoint, or drawn anew. */
export function withWeights(model: Model, weights: readonly FloatTensor[]): Model {
  const { preprocessing, network, createMachine } = model;
  const predictor = createPredictor(network, weights, createMachine);
  const predictRaw: Model['predictRaw'] = (inputs, count) => predictor.predict(inputs, count);
  return {
    ...model,
    weights,
    predictRaw,
    predict: ({ inputs, count, rowNumbers }) => {
      const raw = predictRaw(inputs, count);
      const width = count === 0 ? 0 : raw.length / count;
      return Array.from({ length: count }, (_, i) => {
        const output = readOutput(preprocessing, raw.subarray(i * width, (i + 1) * width));
        return { row: rowNumbers[i]!, output, label: labelOf(preprocessing, output) };
      });
    },
  };
}
