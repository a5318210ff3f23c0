import type { Activation } from './activations/activation.js';
import { findLayer } from './layers/index.js';
import { activationOf } from './layers/weightOptions.js';
import type { LayerConfig, MemberConfig } from './config.js';

/** A layer's configuration and the indices of the layers that it reads. */
export interface WiredLayer {
  readonly config: LayerConfig;
  readonly inputs: readonly number[];
}

/**
 * The initialiser for weights of layer `index` where the spec names none: by the activation that follows,
 * looking through norm, dropout and flatten (He et al. 2015; Glorot & Bengio 2010).
 */
export function defaultInit(layers: readonly WiredLayer[], index: number): MemberConfig {
  return { type: followingActivation(layers, index)?.defaultInit ?? 'glorotUniform' };
}

function followingActivation(layers: readonly WiredLayer[], index: number): Activation | undefined {
  const own = ownActivation(layers[index]!.config);
  if (own && own.name !== 'linear') return own;
  for (let reader = index + 1; reader < layers.length; reader++) {
    const layer = layers[reader]!;
    if (!layer.inputs.includes(index)) continue;
    if (layer.config.type === 'activation') return ownActivation(layer.config);
    if (findLayer(layer.config.type)?.passesThrough) return followingActivation(layers, reader);
  }
  return undefined;
}

/** The activation that a layer ends in. */
function ownActivation(config: LayerConfig): Activation | undefined {
  if (config.type === 'activation') return activationOf(config, 'function');
  return config['activation'] === undefined ? undefined : activationOf(config);
}
