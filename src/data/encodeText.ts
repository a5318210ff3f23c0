import type { ApplyResult } from './apply.js';
import type { DataFiles } from './files.js';
import type { Preprocessing } from './preprocessing.js';
import { counted } from './problem.js';
import { readText, tokenize } from './text.js';
import { cutForPrediction } from './windows.js';

/** Cuts a text to continue into the rows that a network for language reads; the last one ends where the text does. */
export async function encodeText(
  { inputs: context, target }: Preprocessing,
  files: DataFiles,
  path: string,
): Promise<ApplyResult> {
  const text = await readText(files, path);
  if ('problem' in text) return { rows: null, problems: [text.problem] };
  if (target.kind !== 'class') throw new Error('a language has classes');
  const { tokens, unknown } = tokenize(text, target.classes as readonly string[]);
  const left = [...unknown.values()].reduce((sum, count) => sum + count, 0);
  const message = `${counted(left, 'character')} of ${path} did not occur in training and ${left === 1 ? 'is' : 'are'} left out (${JSON.stringify([...unknown.keys()].slice(0, 8).join(''))}).`;
  const problems = left === 0 ? [] : [{ severity: 'warning', code: 'unseen-character', message } as const];
  const { count, inputs } = cutForPrediction(tokens, context);
  if (count === 0) {
    const short = `${path} has ${counted(tokens.length, 'character')}, but the network reads ${context} at a time: take a longer text.`;
    return {
      rows: null,
      problems: [...problems, { severity: 'error', code: 'no-rows', message: short, file: path }],
    };
  }
  const rowNumbers = Uint32Array.from({ length: count }, (_, row) => row);
  return { rows: { count, inputs, targets: null, rowNumbers }, problems };
}
