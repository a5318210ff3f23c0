import type { Dataset } from '../../data/dataset.js';
import type { Network } from '../../engine/network.js';
import { l1Norm, l2Norm } from '../../inspect/norms.js';
import type { RunFacts } from '../../runs/facts.js';
import type { FloatTensor } from '../../tensor/tensor.js';
import type { Prepared } from '../prepare.js';
import { countClasses, guessLoss, measureBaseline } from './baseline.js';
import { measureInputs } from './inputSizes.js';
import { measureFirstWeights } from './firstWeights.js';

/** What rules want to know of a training before its first step. `weights` are all of the network's. */
export function measureFacts(
  { dataset, network, config, pretrained }: Prepared,
  weights: readonly FloatTensor[],
): RunFacts {
  const given = new Set(pretrained.map(({ name }) => name));
  return {
    learning: network.parameters.filter(({ trainable }) => trainable).length,
    guessLoss: isLanguage(dataset) ? null : guessLoss(dataset, config.training.loss),
    firstPenalty: penaltyOf(network, weights),
    baseline: isLanguage(dataset) ? null : measureBaseline(dataset),
    classes: isLanguage(dataset) ? null : countClasses(dataset),
    inputs: isLanguage(dataset) ? null : measureInputs(dataset),
    weights: measureFirstWeights(network, weights, given),
  };
}

function isLanguage({ preprocessing }: Dataset): boolean {
  return preprocessing.task === 'language';
}

function penaltyOf({ parameters }: Network, weights: readonly FloatTensor[]): number {
  let penalty = 0;
  for (const { name, l1, l2 } of parameters) {
    const tensor = l1 > 0 || l2 > 0 ? weights.find((weight) => weight.name === name) : undefined;
    if (tensor) penalty += l1 * l1Norm(tensor.values) + l2 * l2Norm(tensor.values) ** 2;
  }
  return penalty;
}
