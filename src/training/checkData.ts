import type { DataFiles } from '../data/files.js';
import { parseSpec } from '../spec/parse.js';
import type { Problem } from '../spec/spec.js';
import { prepare } from './prepare.js';

/** Problems of a spec that need its data or its weights: files, columns, classes, shapes. Those of the text alone are left out. */
export async function checkData(text: string, files: DataFiles): Promise<readonly Problem[]> {
  const ofText = new Set(parseSpec(text).problems.map((problem) => JSON.stringify(problem)));
  const { problems } = await prepare(text, files);
  return problems.filter((problem) => !ofText.has(JSON.stringify(problem)));
}
