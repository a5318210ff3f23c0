import type { Random } from '../../tensor/random.js';
import type { MemberConfig } from '../config.js';
import type { Member } from '../option.js';

export interface InitializerTarget {
  /** PyTorch's layout: `[out, in, …kernel]`. */
  readonly shape: readonly number[];
  readonly fanIn: number;
  readonly fanOut: number;
}

export interface Initializer extends Member {
  /** Writes all of `values` (length = size of the shape), drawing from `random` by element. */
  fill(config: MemberConfig, target: InitializerTarget, random: Random, values: Float32Array): void;
}

/** Each value uniform in [minimum, maximum). */
export function fillUniform(values: Float32Array, random: Random, minimum: number, maximum: number): void {
  for (let i = 0; i < values.length; i++) values[i] = minimum + (maximum - minimum) * random.uniform(i);
}

/** Each value normal with this mean and standard deviation. */
export function fillNormal(values: Float32Array, random: Random, mean: number, std: number): void {
  for (let i = 0; i < values.length; i++) values[i] = mean + std * random.normal(i);
}
