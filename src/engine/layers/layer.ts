import type { Emitter } from '../emitter.js';
import type { MemberConfig } from '../config.js';
import type { NetworkLayer, NetworkProblem } from '../network.js';
import type { Member } from '../option.js';
import type { Storage } from '../pack.js';
import type { Value } from '../value.js';

/** A parameter as its layer declares it; the rest follows from the layer's options. */
export interface ParameterDescription {
  /** `weight` in `hidden.weight`. */
  readonly suffix: string;
  readonly shape: readonly number[];
  readonly kind: 'weight' | 'bias';
  readonly storage: Storage;
  /** So many equal parts of the first axis, each stored for itself; default 1. */
  readonly groups?: number;
  readonly fanIn: number;
  readonly fanOut: number;
  /** Where the spec does not say: an initialiser, or the one that suits the activation that follows. */
  readonly defaultInit: MemberConfig | 'byActivation';
}

export interface StateDescription {
  readonly suffix: string;
  readonly shape: readonly number[];
  readonly initial: number;
}

export interface LayerDescription {
  /** Without the batch. */
  readonly outputShape: readonly number[];
  readonly parameters: readonly ParameterDescription[];
  readonly state: readonly StateDescription[];
}

export interface LayerContext {
  /** Without the batch, in the order of `from`. */
  readonly inputShapes: readonly (readonly number[])[];
  /** What the network gives, for the last layer that takes `units`; absent elsewhere. */
  readonly outputs?: number;
  /** Different tokens of the data, where it is a text. */
  readonly vocabulary?: number;
}

export interface LayerMember extends Member {
  /** Options and an input that it can work on, for the docs and for the tests that every layer has to pass. */
  readonly example: {
    readonly inputShape: readonly number[];
    readonly options: Readonly<Record<string, unknown>>;
  };
  /** True where values pass in kind, so that initialisation looks through it for the activation that follows. */
  readonly passesThrough?: boolean;
  /** True where `from` may name several layers. */
  readonly takesSeveral?: boolean;
  /**
   * True where it is affine in its inputs up to its activation, so that DeepLIFT's rescale rule covers it; absent
   * where inputs are multiplied, normalised by themselves or compared.
   */
  readonly isRescalable?: boolean;
  /** True where its inputs are tokens, by which nothing can be differentiated. */
  readonly readsTokens?: boolean;
  /** The axis of its units, whose states are counted one by one: the last where nothing is said; "kept": as in its first input. */
  readonly unitAxis?: 'first' | 'last' | 'kept';
  /** Multiplications, additions and comparisons of one sample's way forward; left out: one for each number of the output. */
  operations?(layer: NetworkLayer): number;
  /** Shape, parameters and state; or what is wrong, at a path within the layer. `config` has its defaults. */
  describe(config: MemberConfig, context: LayerContext): LayerDescription | NetworkProblem;
  /** Emits the forward calls, and leaves the backward ones with the emitter. */
  emit(layer: NetworkLayer, inputs: readonly [Value, ...Value[]], emitter: Emitter): Value;
  /**
   * Emits the layer and the one that alone reads its output as one, where that is quicker; null where it is not.
   * `isWatched` asks for the output of the first as well.
   */
  emitWith?(
    layer: NetworkLayer,
    next: NetworkLayer,
    inputs: readonly [Value, ...Value[]],
    context: { readonly emitter: Emitter; readonly isWatched: boolean },
  ): Pair | null;
}

/** The outputs of two layers that were emitted as one; that of the first only where it is watched. */
export interface Pair {
  readonly first: Value | null;
  readonly second: Value;
}

export function defineLayer(layer: LayerMember): LayerMember {
  return layer;
}
