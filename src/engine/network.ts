import type { LayerConfig, MemberConfig } from './config.js';
import type { Storage } from './pack.js';

/** One learnt tensor, in PyTorch's name and layout. */
export interface Parameter {
  /** `<layer>.weight`, as a checkpoint names it. */
  readonly name: string;
  readonly layer: string;
  readonly shape: readonly number[];
  readonly kind: 'weight' | 'bias';
  /** How it lies in the arena while training. */
  readonly storage: Storage;
  readonly groups?: number;
  readonly fanIn: number;
  readonly fanOut: number;
  readonly init: MemberConfig;
  readonly trainable: boolean;
  readonly l1: number;
  readonly l2: number;
}

/** State that is not learnt by gradient (batchNorm's running statistics). */
export interface StateTensor {
  readonly name: string;
  readonly layer: string;
  readonly shape: readonly number[];
  readonly initial: number;
}

export interface NetworkLayer {
  readonly config: LayerConfig;
  readonly name: string;
  readonly type: string;
  /** Indices of the layers it reads; −1 is the data. */
  readonly inputs: readonly number[];
  readonly inputShapes: readonly (readonly number[])[];
  /** Without the batch. */
  readonly outputShape: readonly number[];
  readonly parameters: readonly Parameter[];
  readonly state: readonly StateTensor[];
  /** False where it is frozen: dropout off, batchNorm on its running statistics. */
  readonly trainable: boolean;
}

/** The static graph: layers in the order they run, shapes known. */
export interface Network {
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  /** Places of a row that have a target each: the first axis of the output, where there are several. */
  readonly positions: number;
  readonly layers: readonly NetworkLayer[];
  /** In the order of the layers, input first. */
  readonly parameters: readonly Parameter[];
  readonly state: readonly StateTensor[];
}

/** Why a network cannot be built: a user's mistake, at a path within `layers` (`[2, "units"]`). */
export interface NetworkProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}
