import { applyTextEdits, editSpec } from '../spec/edit.js';
import { parseSpec } from '../spec/parse.js';

/** A spec's text with another seed, for a run folder that holds all it depends on. */
export interface SeededSpec {
  readonly seed: number;
  readonly text: string;
}

/**
 * The same spec with so many seeds, from its own on: what the seed draws differs, which is the split, the first
 * weights and the order of rows. Null where the text cannot be read.
 */
export function varySeed(text: string, count: number): SeededSpec[] | null {
  const { spec } = parseSpec(text);
  if (!spec) return null;
  const seeded: SeededSpec[] = [];
  for (let i = 0; i < count; i++) {
    const seed = spec.training.seed + i;
    const edits = i === 0 ? [] : editSpec(text, [{ op: 'set', path: ['training', 'seed'], value: seed }]);
    if (!edits) return null;
    seeded.push({ seed, text: applyTextEdits(text, edits) });
  }
  return seeded;
}
