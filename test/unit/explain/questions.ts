import { buildNetwork } from '../../../src/engine/build.js';
import type { LayerConfig, NetworkConfig } from '../../../src/engine/config.js';
import { createDifferentiator } from '../../../src/engine/differentiator.js';
import { initialValues } from '../../../src/engine/initialValues.js';
import { isLinearNetwork } from '../../../src/engine/linearity.js';
import { createPredictor } from '../../../src/engine/predictor.js';
import type { ExplainedModel } from '../../../src/explain/explainedModel.js';
import type { Question } from '../../../src/explain/method.js';
import type { Player } from '../../../src/explain/player.js';
import { createReferenceMachine } from '../../../src/tensor/kernels/reference.js';
import { createRandom } from '../../../src/tensor/random.js';

const createMachine = (words: number) => createReferenceMachine(words, 'f64');

/** A dense network of these widths, its weights (biases too) drawn from the seed, the inputs of `deaf` cut off. */
export function makeNetwork(
  widths: readonly number[],
  activation: string,
  seed: number,
  deaf: readonly number[] = [],
) {
  const [inputs = 1, ...units] = widths;
  const layers = units.map((count, index): LayerConfig => ({
    type: 'dense',
    name: `layer${index}`,
    index,
    units: count,
    init: 'lecunNormal',
    biasInit: 'randomNormal',
    ...(index < units.length - 1 && { activation }),
  }));
  const outputs = units.at(-1)!;
  const config: NetworkConfig = { inputShape: [inputs], outputs, freeze: [], layers };
  const { network } = buildNetwork(config);
  const weights = initialValues(network!, seed).map((tensor) =>
    tensor.name === 'layer0.weight'
      ? { ...tensor, values: tensor.values.map((value, i) => (deaf.includes(i % inputs) ? 0 : value)) }
      : tensor,
  );
  return { config, network: network!, weights, createMachine };
}

/** The same, ready to be explained. */
export function makeModel(...made: Parameters<typeof makeNetwork>): ExplainedModel {
  const { config, network, weights } = makeNetwork(...made);
  const predictor = createPredictor(config, weights, createMachine);
  const gradients = createDifferentiator('gradient', config, weights, createMachine);
  const multipliers = createDifferentiator('multipliers', config, weights, createMachine);
  return {
    inputs: config.inputShape[0]!,
    outputs: config.outputs,
    multiplications: 100,
    isLinear: isLinearNetwork(network),
    predict: (rows, count) => predictor.predict(rows, count),
    gradient: (rows, count, wanted) => gradients.gradient(rows, count, wanted),
    multipliers: (rows, references, count, wanted) =>
      multipliers.multipliers(rows, references, count, wanted),
  };
}

/** One player an input, but for those that `joined` puts together. */
export function makePlayers(inputs: number, joined: readonly (readonly number[])[] = []): Player[] {
  const alone = Array.from({ length: inputs }, (_, i) => [i]).filter(
    ([i]) => !joined.some((group) => group.includes(i!)),
  );
  return [...alone, ...joined].map((group) => ({ name: `x${group.join('+')}`, inputs: group }));
}

export function drawRows(count: number, inputs: number, seed: number): Float32Array {
  const random = createRandom(seed, 104);
  return Float32Array.from({ length: count * inputs }, (_, i) => random.normal(i));
}

export function ask(model: ExplainedModel, more: Partial<Question> = {}, backgroundRows = 7): Question {
  return {
    model,
    players: makePlayers(model.inputs),
    background: {
      inputs: drawRows(backgroundRows, model.inputs, 21),
      count: backgroundRows,
      weights: new Float64Array(backgroundRows).fill(1 / backgroundRows),
    },
    seed: 3,
    ...more,
  };
}

export const allOutputs = (model: ExplainedModel): number[] =>
  Array.from({ length: model.outputs }, (_, output) => output);

/** The largest |a − b|. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}
