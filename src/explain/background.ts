import { createRandom, purposes, shuffleInto } from '../tensor/random.js';
import type { Background } from './explainedModel.js';

/** Rows of a background where nobody asks for another number. */
export const defaultBackgroundRows = 100;
/** The same of a text, whose networks cost more. */
export const defaultTextBackgroundRows = 20;

/** Which of `count` rows serve as background, in their order: `wanted` drawn by the seed, or all where there are fewer. */
export function drawBackground(count: number, wanted: number, seed: number): Uint32Array {
  const order = new Uint32Array(count);
  shuffleInto(order, createRandom(seed, purposes.background));
  return order.subarray(0, Math.min(wanted, count)).slice().sort();
}

/** These rows (`inputs` values each) as a background, all with the same share. */
export function takeBackground(rows: Float32Array, inputs: number, chosen: Uint32Array): Background {
  const taken = new Float32Array(chosen.length * inputs);
  chosen.forEach((row, i) => taken.set(rows.subarray(row * inputs, (row + 1) * inputs), i * inputs));
  const weights = new Float64Array(chosen.length).fill(1 / chosen.length);
  return { inputs: taken, count: chosen.length, weights };
}

/** The weighted mean row. */
export function meanOf({ inputs, count, weights }: Background, width: number): Float64Array {
  const mean = new Float64Array(width);
  for (let b = 0; b < count; b++) {
    for (let i = 0; i < width; i++) mean[i]! += weights[b]! * inputs[b * width + i]!;
  }
  return mean;
}
