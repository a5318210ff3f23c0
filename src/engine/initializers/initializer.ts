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
