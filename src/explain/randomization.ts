import { buildNetwork } from '../engine/build.js';
import { initialValues } from '../engine/initialValues.js';
import type { Model } from '../model/model.js';
import { withWeights } from '../model/withWeights.js';

/**
 * The model with all of its weights drawn anew, for the parameter-randomisation test of Adebayo et al. (2018), Sanity
 * checks for saliency maps: an explanation that stays as it was does not tell of what was learnt.
 */
export function randomizeWeights(model: Model, seed: number): Model {
  const { network } = buildNetwork(model.network);
  if (!network) throw new Error('a trained network can be built');
  return withWeights(model, initialValues(network, seed));
}

/** Spearman's rank correlation of two lists of the same length; equals share their rank. NaN where one is constant. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [ranksOf(a), ranksOf(b)];
  const middle = (x.length + 1) / 2;
  let [joint, ofX, ofY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - middle, y[i]! - middle];
    joint += dx * dy;
    ofX += dx * dx;
    ofY += dy * dy;
  }
  return joint / Math.sqrt(ofX * ofY);
}

/** Ranks from 1; of equals their mean. */
function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end; start < order.length; start = end) {
    end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = (start + 1 + end) / 2;
  }
  return ranks;
}
