import type { Dataset, LoadInput, LoadResult } from './dataset.js';
import { DigestedFiles } from './digestedFiles.js';
import type { DataFiles } from './files.js';
import { loadTable } from './loadTable.js';
import { loadText } from './loadText.js';

/**
 * From a spec's `data` to encoded rows: reads the files, splits, fits scaling and categories on the training rows,
 * encodes all. The user's mistakes are problems at the key that names them; with an error there is no dataset.
 */
export async function loadData(input: LoadInput, files: DataFiles): Promise<LoadResult> {
  const digested = new DigestedFiles(files);
  const load = input.task === 'language' ? loadText : loadTable;
  const { rows, problems } = await load(input, digested);
  const failed = problems.some((problem) => problem.severity === 'error');
  const dataset: Dataset | null = failed || !rows ? null : { ...rows, sha256: await digested.digest() };
  return { dataset, problems };
}
