import type { LayerConfig } from '../engine/config.js';
import { createPredictor } from '../engine/predictor.js';
import type { Model } from '../model/model.js';

/**
 * What of a model's output is explained: of classes and labels the logit, whose attributions add up as evidence does, or
 * the probability that comes of it; of values the value itself.
 */
export const outputKinds = ['logit', 'probability', 'value'] as const;
export type OutputKind = (typeof outputKinds)[number];

/** What is explained where nobody asks for another. */
export function standardOutput({ preprocessing }: Model): OutputKind {
  return preprocessing.target.kind === 'values' ? 'value' : 'logit';
}

/** What stands in the way of explaining this kind of output; null where nothing does. */
export function outputObstacle(model: Model, kind: OutputKind): string | null {
  const standard = standardOutput(model);
  if (kind === standard || (kind === 'probability' && standard === 'logit')) return null;
  return standard === 'value'
    ? `this model predicts values, which have no ${kind}; explain the value`
    : 'this model predicts classes, which are no values; explain the logit, or the probability';
}

/**
 * The model whose raw outputs are of this kind: for probabilities with the function behind its last layer that makes
 * them, so that every method, gradients too, sees them as it sees any network.
 */
export function withOutput(model: Model, kind: OutputKind): Model {
  if (kind !== 'probability') return model;
  const { network, weights, preprocessing, createMachine } = model;
  const taken = new Set(['input', ...network.layers.map(({ name }) => name)]);
  let name = 'probability';
  while (taken.has(name)) name += '_';
  const head: LayerConfig = {
    type: 'activation',
    name,
    index: network.layers.length,
    function: ['classification', 'language'].includes(preprocessing.task) ? 'softmax' : 'sigmoid',
  };
  const extended = { ...network, layers: [...network.layers, head] };
  const predictor = createPredictor(extended, weights, createMachine);
  return {
    ...model,
    network: extended,
    predictRaw: (inputs, count) => predictor.predict(inputs, count),
  };
}
