import { asMemberConfig } from '../../engine/layers/weightOptions.js';
import type { SpecEdit } from '../../runs/specEdit.js';
import type { Spec } from '../../spec/spec.js';
import type { MaybeFix } from './fix.js';
import { indexOfOutput, isFlat, readByName, shorten } from './layers.js';

/**
 * Puts a norm between each hidden dense layer and its activation. Only where rows are flat all the way, and not
 * for layers that others read by name.
 */
export function addNorm(spec: Spec, type: 'batchNorm' | 'layerNorm' = 'batchNorm'): MaybeFix {
  if (!isFlat(spec)) return null;
  const { layers } = spec;
  const named = readByName(spec);
  const edits: SpecEdit[] = [];
  // From the end, so that each insertion leaves the places before it as they are.
  for (let i = indexOfOutput(spec) - 1; i >= 0; i--) {
    const layer = layers[i]!;
    if (layer.type !== 'dense' || named.has(layer.name)) continue;
    if (layers[i + 1]?.type.endsWith('Norm')) continue;
    const activation = asMemberConfig(layer.activation);
    const hasActivation = activation !== undefined && activation.type !== 'linear';
    edits.push({
      op: 'insert',
      path: ['layers', layer.index + 1],
      value: { type, ...(hasActivation ? { activation: shorten(activation) } : {}) },
    });
    if (hasActivation) edits.push({ op: 'remove', path: ['layers', layer.index, 'activation'] });
  }
  return edits.length === 0 ? null : { title: `Add ${type}`, edits };
}
