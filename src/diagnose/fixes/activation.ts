import type { LayerConfig } from '../../engine/config.js';
import type { SpecEdit } from '../../runs/specEdit.js';
import type { Spec } from '../../spec/spec.js';
import type { MaybeFix } from './fix.js';
import { activationName, hasInit, hasWeights, indexOfOutput, saturates } from './layers.js';

/** Replaces sigmoid and tanh between the layers, whose slopes shrink gradients, by relu with the init that suits it. */
export function useRelu(spec: Spec): MaybeFix {
  const hidden = spec.layers.slice(0, indexOfOutput(spec));
  const edits: SpecEdit[] = [];
  for (const layer of hidden) {
    const option = layer.type === 'activation' ? 'function' : 'activation';
    if (!saturates(activationName(layer, option))) continue;
    edits.push({ op: 'set', path: ['layers', layer.index, option], value: 'relu' });
    const weights =
      option === 'activation' && hasWeights(layer)
        ? layer
        : hidden.slice(0, hidden.indexOf(layer)).findLast(hasWeights);
    if (weights !== undefined && hasInit(weights)) {
      edits.push({ op: 'set', path: ['layers', weights.index, 'init'], value: 'heNormal' });
    }
  }
  return edits.length === 0 ? null : { title: 'Use relu with heNormal', edits };
}

/** Lets units with negative input keep a small gradient, in these layers or behind them. */
export function useLeakyRelu({ layers }: Spec, where: (layer: LayerConfig) => boolean): MaybeFix {
  const edits = layers.filter(where).flatMap((layer): SpecEdit[] => {
    const option = layer.type === 'activation' ? 'function' : 'activation';
    if (activationName(layer, option) !== 'relu') return [];
    return [{ op: 'set', path: ['layers', layer.index, option], value: 'leakyRelu' }];
  });
  return edits.length === 0 ? null : { title: 'Use leakyRelu', edits };
}
