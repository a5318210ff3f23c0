import { findLayer } from './layers/index.js';
import { activationOf } from './layers/weightOptions.js';
import type { Network, NetworkLayer } from './network.js';

/** The function that a layer applies to its output, or is. */
function functionOf({ type, config }: NetworkLayer) {
  return activationOf(config, type === 'activation' ? 'function' : 'activation');
}

/** The first layer that DeepLIFT's rescale rule does not cover; undefined where it covers the network. */
export function findUnrescalable(network: Network): NetworkLayer | undefined {
  return network.layers.find(
    (layer) => !findLayer(layer.type)!.isRescalable || functionOf(layer).kind === undefined,
  );
}

/** Whether every output is a weighted sum of the inputs and a constant, in evaluation. */
export function isLinearNetwork(network: Network): boolean {
  return (
    findUnrescalable(network) === undefined &&
    network.layers.every((layer) => functionOf(layer).name === 'linear')
  );
}
