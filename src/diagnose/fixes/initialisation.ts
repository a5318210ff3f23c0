import { asMemberConfig } from '../../engine/layers/weightOptions.js';
import type { LayerConfig } from '../../engine/config.js';
import type { SpecEdit } from '../../runs/specEdit.js';
import type { Spec } from '../../spec/spec.js';
import type { MaybeFix } from './fix.js';
import { hasInit, suitableInit } from './layers.js';

/** Lets layers start as their activation wants it, where the spec says otherwise. */
export function useDefaultInit(spec: Spec, where: (layer: LayerConfig) => boolean = () => true): MaybeFix {
  const edits = spec.layers.filter(where).flatMap((layer): SpecEdit[] => {
    const init = asMemberConfig(layer.init)?.type;
    if (!hasInit(layer) || init === undefined || isScaled(init)) return [];
    return [{ op: 'set', path: ['layers', layer.index, 'init'], value: suitableInit(spec, layer) }];
  });
  if (edits.length === 0) return null;
  const names = [...new Set(edits.map(({ value }) => String(value)))];
  return { title: `Initialise with ${names.join(' and ')}`, edits };
}

/** Lets biases start at 0, which leaves it to the data whether a unit is active. */
export function useZeroBiases({ layers }: Spec): MaybeFix {
  const edits = layers.flatMap((layer): SpecEdit[] => {
    const init = asMemberConfig(layer.biasInit)?.type ?? 'zeros';
    return init === 'zeros' ? [] : [{ op: 'remove', path: ['layers', layer.index, 'biasInit'] }];
  });
  return edits.length === 0 ? null : { title: 'Let biases start at 0', edits };
}

/** Whether an initialiser scales with the size of its layer. */
function isScaled(init: string): boolean {
  return /^(glorot|xavier|he|kaiming|lecun|orthogonal)/.test(init);
}
