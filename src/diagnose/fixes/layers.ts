/** What fixes have to know of a spec's layers. */
import { findActivation } from '../../engine/activations/index.js';
import type { LayerConfig, MemberConfig } from '../../engine/config.js';
import { asMemberConfig } from '../../engine/layers/weightOptions.js';
import type { Spec } from '../../spec/spec.js';

/** Index in `layers` of the last layer with weights: the output. */
export function indexOfOutput({ layers }: Spec): number {
  return layers.findLastIndex(hasWeights);
}

/** The layers with weights that come before the output. */
export function hiddenLayers(spec: Spec): readonly LayerConfig[] {
  return spec.layers.slice(0, Math.max(0, indexOfOutput(spec))).filter(hasWeights);
}

export function hasWeights({ type }: LayerConfig): boolean {
  return /^(dense|conv|embedding|attention|lstm|gru)/.test(type);
}

/** Layers whose `init` is that of a matrix: its standard deviation follows from the width. */
export function hasInit({ type }: LayerConfig): boolean {
  return /^(dense|conv)/.test(type);
}

/** The name of the activation that an option holds. */
export function activationName(layer: LayerConfig, option = 'activation'): string {
  return asMemberConfig(layer[option])?.type ?? 'linear';
}

export function saturates(name: string): boolean {
  return findActivation(name)?.watch?.startsWith('saturated') ?? false;
}

/** The initialiser that suits what follows a layer: its own activation, or that of a layer behind norms and dropout. */
export function suitableInit({ layers }: Spec, layer: LayerConfig): 'heNormal' | 'glorotUniform' {
  const own = activationName(layer);
  const at = layers.indexOf(layer);
  const next = layers.slice(at + 1).find(({ type }) => !/Norm$|^dropout$/.test(type));
  const behindNorm = layers.slice(at + 1).find(({ type }) => !/^dropout$/.test(type));
  let name = own;
  if (own === 'linear' && next?.type === 'activation') name = activationName(next, 'function');
  else if (own === 'linear' && behindNorm?.type.endsWith('Norm')) name = activationName(behindNorm);
  return findActivation(name)?.defaultInit ?? 'glorotUniform';
}

/** Whether rows are flat all the way, so that any layer may stand between two others. */
export function isFlat({ layers, data }: Spec): boolean {
  const flat = ['dense', 'activation', 'dropout', 'batchNorm', 'layerNorm', 'flatten', 'add', 'concat'];
  return (data.shape?.length ?? 1) <= 1 && layers.every(({ type }) => flat.includes(type));
}

/** The layers that others read by name. */
export function readByName({ layers }: Spec): ReadonlySet<unknown> {
  return new Set(layers.flatMap(({ from }) => (Array.isArray(from) ? (from as unknown[]) : [from])));
}

/** A member without options by its name alone, as people write it. */
export function shorten(member: MemberConfig): string | MemberConfig {
  return Object.keys(member).length === 1 ? member.type : member;
}

/** A number of about two digits, as people write rates. */
export function roundRate(value: number): number {
  return Number(value.toPrecision(2));
}
