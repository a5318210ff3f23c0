import type { SpecEdit } from '../../runs/specEdit.js';
import type { Spec } from '../../spec/spec.js';
import type { MaybeFix } from './fix.js';
import { hiddenLayers, indexOfOutput } from './layers.js';

/** So many units fit most tables. */
const usualUnits = 32;

/** More units in the narrow hidden layers; a hidden layer where there is none. */
export function widen(spec: Spec): MaybeFix {
  const hidden = hiddenLayers(spec);
  const output = indexOfOutput(spec);
  if (hidden.length === 0) {
    if (output < 0) return null;
    const layer = { type: 'dense', units: usualUnits, activation: 'relu' };
    const edits: SpecEdit[] = [{ op: 'insert', path: ['layers', spec.layers[output]!.index], value: layer }];
    return { title: `Add a hidden layer of ${usualUnits} units`, edits };
  }
  const edits = hidden.flatMap((layer): SpecEdit[] => {
    const option = layer.type.startsWith('conv') ? 'filters' : 'units';
    const size = layer[option];
    if (typeof size !== 'number' || size >= usualUnits) return [];
    return [{ op: 'set', path: ['layers', layer.index, option], value: usualUnits }];
  });
  return edits.length === 0 ? null : { title: `Widen hidden layers to ${usualUnits}`, edits };
}

/** A quarter of the units in the wide hidden layers. */
export function narrow(spec: Spec): MaybeFix {
  const edits = hiddenLayers(spec).flatMap((layer): SpecEdit[] => {
    const option = layer.type.startsWith('conv') ? 'filters' : 'units';
    const size = layer[option];
    if (typeof size !== 'number' || size < 2 * usualUnits) return [];
    return [{ op: 'set', path: ['layers', layer.index, option], value: Math.ceil(size / 4) }];
  });
  return edits.length === 0 ? null : { title: 'Narrow hidden layers to a quarter', edits };
}

/** Twice as many epochs. */
export function trainLonger({ training }: Spec): MaybeFix {
  const epochs = 2 * training.epochs;
  return {
    title: `Train for ${epochs} epochs`,
    edits: [{ op: 'set', path: ['training', 'epochs'], value: epochs }],
  };
}
