import { buildNetwork } from '../engine/build.js';
import type { LayerConfig, NetworkConfig } from '../engine/config.js';
import { createPredictor } from '../engine/predictor.js';
import type { Machine } from '../tensor/kernels/machine.js';
import type { FloatTensor } from '../tensor/tensor.js';
import type { PredictMixed } from './explainedModel.js';

/** Mixtures that pass through the rest of the network at once, so that they stay in the cache. */
const batchRows = 1024;

/**
 * For a network that begins with a dense layer: its product of a mixture is the product of what comes from the row
 * plus the product of what comes from the background. Each is computed once for a coalition, and of every mixture
 * only the sum, the activation and the layers after it are left. Null where the network begins otherwise.
 */
export function keepFirstLayer(
  config: NetworkConfig,
  weights: readonly FloatTensor[],
  createMachine: (words: number) => Machine,
): PredictMixed | null {
  const { network } = buildNetwork(config);
  const [first, ...others] = network?.layers ?? [];
  const readsData = others.some(({ inputs }) => inputs.includes(-1));
  if (first?.type !== 'dense' || config.inputShape.length !== 1 || readsData) return null;
  const [given, ...rest] = config.layers as [LayerConfig, ...LayerConfig[]];
  const width = first.outputShape[0]!;
  const isOfFirst = ({ name }: FloatTensor): boolean => first.parameters.some((each) => each.name === name);

  const product = createPredictor(
    { ...config, outputs: width, layers: [{ ...given, units: width, activation: 'linear' }] },
    weights.filter(isOfFirst),
    createMachine,
  );
  const activation: LayerConfig = {
    type: 'activation',
    name: first.name,
    index: 0,
    function: given['activation'] ?? 'linear',
  };
  const upper = createPredictor(
    { ...config, inputShape: [width], layers: [activation, ...rest] },
    weights.filter((tensor) => !isOfFirst(tensor)),
    createMachine,
  );
  const bias = weights.find(({ name }) => name === `${first.name}.bias`)?.values ?? new Float32Array(width);

  return ({ rows, count, background, masks, coalitions }) => {
    const inputs = config.inputShape[0]!;
    const outputs = config.outputs;
    const ofRows = product.predict(maskRows(rows, masks, 1, inputs), count * coalitions);
    const means = new Float64Array(count * coalitions * outputs);
    const atOnce = Math.max(1, Math.floor(batchRows / background.count));
    const sums = new Float32Array(atOnce * background.count * width);
    for (let start = 0; start < coalitions; start += atOnce) {
      const taken = Math.min(atOnce, coalitions - start);
      const some = masks.subarray(start * inputs, (start + taken) * inputs);
      // Background row by background row, each with the block's coalitions.
      const ofBackground = product.predict(
        maskRows(background.inputs, some, 0, inputs),
        taken * background.count,
      );
      for (let at = 0; at < ofBackground.length; at++) ofBackground[at]! -= bias[at % width]!;
      for (let row = 0; row < count; row++) {
        const from = (row * coalitions + start) * width;
        const block = taken * width;
        for (let b = 0; b < background.count; b++) {
          for (let at = 0; at < block; at++) {
            sums[b * block + at] = ofRows[from + at]! + ofBackground[b * block + at]!;
          }
        }
        const mixtures = taken * background.count;
        const predicted = upper.predict(sums.subarray(0, mixtures * width), mixtures);
        const into = (row * coalitions + start) * outputs;
        for (let b = 0; b < background.count; b++) {
          const share = background.weights[b]!;
          for (let at = 0; at < taken * outputs; at++) {
            means[into + at]! += share * predicted[b * taken * outputs + at]!;
          }
        }
      }
    }
    return means;
  };
}

/** Every row once for every mask, 0 where the mask does not say `kept`: `rows · masks` rows of `width`. */
function maskRows(rows: Float32Array, masks: Uint8Array, kept: 0 | 1, width: number): Float32Array {
  const masked = new Float32Array((rows.length * masks.length) / width);
  let at = 0;
  for (let row = 0; row < rows.length; row += width) {
    for (let mask = 0; mask < masks.length; mask += width) {
      for (let i = 0; i < width; i++, at++) {
        if (masks[mask + i] === kept) masked[at] = rows[row + i]!;
      }
    }
  }
  return masked;
}
