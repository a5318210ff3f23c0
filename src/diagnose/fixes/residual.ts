import type { LayerConfig } from '../../engine/config.js';
import type { SpecEdit } from '../../runs/specEdit.js';
import type { Spec } from '../../spec/spec.js';
import type { MaybeFix } from './fix.js';
import { indexOfOutput, isFlat, readByName } from './layers.js';

/**
 * Adds to each hidden dense layer what goes into it, where both are equally wide, so that gradients have a way around
 * it (He et al. 2016). Only where rows are flat all the way, dense layers follow each other, and none is read by name.
 */
export function addResidual(spec: Spec): MaybeFix {
  const { layers } = spec;
  const isReadByName = [...readByName(spec)].some((name) => name !== undefined);
  if (!isFlat(spec) || isReadByName) return null;
  const hidden = layers.slice(0, Math.max(0, indexOfOutput(spec)));
  if (hidden.some(({ type }) => type !== 'dense')) return null;
  const names = new Set(layers.map(({ name }) => name));
  const edits: SpecEdit[] = [];
  // What the layer reads: the one before it, or the sum behind that.
  let input: string | null = null;
  hidden.forEach((layer, i) => {
    const before: LayerConfig | undefined = hidden[i - 1];
    const sum = `${layer.name}Sum`;
    const isWide = before !== undefined && before['units'] === layer['units'] && !names.has(sum);
    if (isWide && input !== null) {
      const value = { type: 'add', name: sum, from: [input, layer.name] };
      edits.push({ op: 'insert', path: ['layers', layer.index + 1], value });
      input = sum;
    } else input = layer.name;
  });
  // From the end, so that each insertion leaves the places before it as they are.
  return edits.length === 0 ? null : { title: 'Add residual connections', edits: edits.reverse() };
}
