import type { SpecEdit } from '../../runs/specEdit.js';
import type { Spec } from '../../spec/spec.js';
import type { MaybeFix } from './fix.js';
import { indexOfOutput } from './layers.js';

/** Lets all layers learn. */
export function unfreeze({ layers, pretrained }: Spec): MaybeFix {
  const edits = layers.flatMap(({ trainable, index }): SpecEdit[] =>
    trainable === false ? [{ op: 'remove', path: ['layers', index, 'trainable'] }] : [],
  );
  if (pretrained && pretrained.freeze.length > 0) {
    edits.push({ op: 'remove', path: ['pretrained', 'freeze'] });
  }
  return edits.length === 0 ? null : { title: 'Let all layers learn', edits };
}

/** Lets the last layer learn, as for a network that is given a new task. */
export function unfreezeOutput(spec: Spec): MaybeFix {
  const output = spec.layers[indexOfOutput(spec)];
  if (output?.trainable !== false || (spec.pretrained?.freeze ?? []).length > 0) return null;
  return {
    title: `Let "${output.name}" learn`,
    edits: [{ op: 'remove', path: ['layers', output.index, 'trainable'] }],
  };
}
