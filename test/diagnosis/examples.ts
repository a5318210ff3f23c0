import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { join } from 'node:path';
import type { SpecEdit } from '../../src/runs/specEdit.js';
import { applyTextEdits, editSpec } from '../../src/spec/edit.js';
import { parseSpec } from '../../src/spec/parse.js';
import { root } from './tables.js';

/**
 * The spec of an example as it stands in the repository, with another seed, its data by their paths from the
 * repository's root, and, where the first epochs show all there is to see, only so many of them.
 */
export function exampleSpec(path: string, seed: number, epochs?: number): string {
  const text = readFileSync(join(root, 'examples', path), 'utf8');
  const { spec } = parseSpec(text);
  if (!spec) throw new Error(`examples/${path} has errors`);
  const folder = posix.dirname(posix.join('examples', path));
  const { train, test } = spec.data;
  const edits = editSpec(text, [
    set(['data', 'train'], posix.join(folder, train)),
    ...(typeof test === 'string' ? [set(['data', 'test'], posix.join(folder, test))] : []),
    set(['training', 'seed'], seed),
    ...(epochs === undefined ? [] : [set(['training', 'epochs'], epochs)]),
  ]);
  if (!edits) throw new Error(`examples/${path} cannot be edited`);
  return applyTextEdits(text, edits);
}

function set(path: SpecEdit['path'], value: unknown): SpecEdit {
  return { op: 'set', path, value };
}
