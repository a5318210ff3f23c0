import { createRandom, purposes, shuffleInto } from '../tensor/random.js';
import type { Player } from './player.js';

/** How often each feature is shuffled. */
const defaultRepeats = 5;

export interface Importance {
  readonly metric: 'accuracy' | 'r2';
  /** The metric as it is. */
  readonly base: number;
  readonly features: readonly {
    readonly name: string;
    /** By how much the metric falls when the feature's values are dealt to other rows: the mean of the shuffles. */
    readonly drop: number;
    /** With divisor N. */
    readonly std: number;
  }[];
}

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin & Dominici 2019): what the model loses without a feature's
 * information. Of the model as a whole, not of a prediction, and in units of the metric.
 */
export function measureImportance(input: {
  readonly players: readonly Player[];
  readonly inputs: Float32Array;
  readonly count: number;
  readonly seed: number;
  readonly metric: Importance['metric'];
  readonly score: (inputs: Float32Array) => number;
  readonly repeats?: number;
}): Importance {
  const { players, inputs, count, seed, metric, score, repeats = defaultRepeats } = input;
  const width = inputs.length / count;
  const base = score(inputs);
  const order = new Uint32Array(count);
  const features = players.map(({ name, inputs: places }, p) => {
    const drops = Array.from({ length: repeats }, (_, repeat) => {
      shuffleInto(order, createRandom(seed, purposes.attribution, p * repeats + repeat));
      const shuffled = inputs.slice();
      for (let row = 0; row < count; row++) {
        for (const place of places) shuffled[row * width + place] = inputs[order[row]! * width + place]!;
      }
      return base - score(shuffled);
    });
    const drop = drops.reduce((sum, each) => sum + each, 0) / repeats;
    const variance = drops.reduce((sum, each) => sum + (each - drop) ** 2, 0) / repeats;
    return { name, drop, std: Math.sqrt(variance) };
  });
  return { metric, base, features };
}
