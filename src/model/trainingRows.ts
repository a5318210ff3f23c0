import type { Split } from '../data/dataset.js';
import type { DataFiles } from '../data/files.js';
import { loadData } from '../data/load.js';
import { parseSpec } from '../spec/parse.js';
import type { Model } from './model.js';

export interface TrainingRows {
  /** Null where the data is not there any more, or has become another. */
  readonly rows: Split | null;
  /** Of the files as they are now. */
  readonly sha256: string | null;
  /** Why there are none. */
  readonly reason: string;
}

/** The rows that a model was trained on, split and encoded as they were: by its spec and seed. */
export async function readTrainingRows(model: Model, files: DataFiles): Promise<TrainingRows> {
  const { spec } = parseSpec(model.metadata.spec);
  if (!spec) return { rows: null, sha256: null, reason: 'its copy of the spec is damaged' };
  const { dataset, problems } = await loadData(
    { data: spec.data, task: model.preprocessing.task, seed: spec.training.seed },
    files,
  );
  const first = problems.find(({ severity }) => severity === 'error');
  if (!dataset) return { rows: null, sha256: null, reason: first?.message ?? 'its data cannot be read' };
  if (dataset.preprocessing.inputs !== model.preprocessing.inputs) {
    return { rows: null, sha256: dataset.sha256, reason: 'its data has other columns by now' };
  }
  return { rows: dataset.train, sha256: dataset.sha256, reason: '' };
}
