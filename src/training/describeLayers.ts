import type { Network, NetworkLayer } from '../engine/network.js';
import { sizeOf } from '../tensor/shape.js';

/** A layer of a network that is not trained yet: what can be said of it from the spec and the data's shape. */
export interface DescribedLayer {
  readonly name: string;
  readonly type: string;
  /** Without the batch. */
  readonly outputShape: readonly number[];
  /** Every learnt tensor of it; its weights first. */
  readonly parameters: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly init: string;
  }[];
  /** Elements of all its parameters. */
  readonly weights: number;
  /** It has weights, and none of them learns. */
  readonly frozen: boolean;
}

/** The layers in the order they run. */
export function describeLayers(network: Network): DescribedLayer[] {
  return network.layers.map(describeLayer);
}

function describeLayer({ name, type, outputShape, parameters }: NetworkLayer): DescribedLayer {
  const ordered = [...parameters].sort((a, b) => Number(a.kind === 'bias') - Number(b.kind === 'bias'));
  return {
    name,
    type,
    outputShape,
    parameters: ordered.map((parameter) => ({
      name: parameter.name,
      shape: parameter.shape,
      init: parameter.init.type,
    })),
    weights: parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    frozen: parameters.length > 0 && parameters.every(({ trainable }) => !trainable),
  };
}
