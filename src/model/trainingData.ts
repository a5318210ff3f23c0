import type { Dataset } from '../data/dataset.js';
import type { DataFiles } from '../data/files.js';
import { loadData } from '../data/load.js';
import { joinPath, type FileSystem } from '../runs/fileSystem.js';
import { directoryOf, specPathOf } from '../runs/folder.js';
import { RunReader } from '../runs/reader.js';
import { parseSpec } from '../spec/parse.js';
import type { Model } from './model.js';

export interface TrainingData {
  /** Path of the file, or folder, that the training rows came from. */
  readonly path: string;
  /** Split and encoded as in training; null where the data is not there any more, or has become another. */
  readonly dataset: Dataset | null;
  /** What is to be said of it: why there is none, or that it is not what it was; empty where all is well. */
  readonly warning: string;
}

/** The data that a run's model was trained on, by its spec and seed. Null where the directory is no run folder. */
export async function readTrainingData(
  fileSystem: FileSystem,
  directory: string,
  model: Model,
  filesBeside: (specPath: string) => DataFiles,
): Promise<TrainingData | null> {
  const record = await new RunReader(fileSystem, directory).readRecord();
  if ('reason' in record) return null;
  const specPath = specPathOf(directory, record.value.spec);
  const { spec } = parseSpec(model.metadata.spec);
  if (!spec) return { path: specPath, dataset: null, warning: 'the copy of the spec is damaged' };
  const path = joinPath(directoryOf(specPath), spec.data.train);
  const { dataset, problems } = await loadData(
    { data: spec.data, task: model.preprocessing.task, seed: spec.training.seed },
    filesBeside(specPath),
  );
  const first = problems.find(({ severity }) => severity === 'error');
  if (!dataset) return { path, dataset: null, warning: first?.message ?? 'the data cannot be read' };
  if (dataset.preprocessing.inputs !== model.preprocessing.inputs) {
    return { path, dataset: null, warning: 'the data has other columns by now' };
  }
  const isSame = dataset.sha256 === record.value.dataSha256;
  return { path, dataset, warning: isSame ? '' : 'the training data has changed since this run' };
}
