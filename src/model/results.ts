import type { Dataset, Split } from '../data/dataset.js';
import type { DataFiles } from '../data/files.js';
import { loadData } from '../data/load.js';
import { parseSpec } from '../spec/parse.js';
import type { DataConfig } from '../data/dataset.js';
import type { Model } from './model.js';
import { judgeRows, type Judged } from './judgeRows.js';
import { judgeText } from './judgeText.js';
import { pictureOfRow, type RowPicture } from './rowPicture.js';

/** How a trained network does on rows that it did not learn from. */
export interface SplitResults {
  readonly rows: number;
  readonly file: string;
  readonly judged: Judged;
  /** Where each of the worst rows is to be seen. */
  readonly places: readonly RowPlace[];
}

export interface RowPlace {
  /** Line (from 1) in the file; null where it has no lines. */
  readonly line: number | null;
  /** The row's own file, beside the spec, where each has one; else null. */
  readonly file: string | null;
  readonly picture: RowPicture | null;
}

export type RunResults =
  | { readonly validation: SplitResults | null; readonly test: SplitResults | null; readonly reason: null }
  /** Why nothing can be said: one sentence. */
  | { readonly validation: null; readonly test: null; readonly reason: string };

/**
 * Reads the data of a model's spec anew, splits it as training did, and judges each row that was held back.
 * `sha256` is of the data as it was trained on: of other data nothing is said.
 */
export async function computeResults(model: Model, files: DataFiles, sha256: string): Promise<RunResults> {
  const refuse = (reason: string): RunResults => ({ validation: null, test: null, reason });
  const { spec } = parseSpec(model.metadata.spec);
  if (!spec) return refuse('The run’s copy of the spec is damaged.');
  const { dataset, problems } = await loadData(
    { data: spec.data, task: model.preprocessing.task, seed: spec.training.seed },
    files,
  );
  const first = problems.find(({ severity }) => severity === 'error');
  if (!dataset) return refuse(first?.message ?? 'The data cannot be read.');
  if (dataset.sha256 !== sha256) {
    return refuse(
      `${spec.data.train} has changed since this run was trained: its rows cannot be told apart any more. Train again for results.`,
    );
  }
  const judge = (split: Split | null, from: DataConfig['test']): SplitResults | null =>
    split && judgeSplit(model, dataset, split, typeof from === 'string' ? from : spec.data.train);
  const { validation, test } = dataset;
  return {
    validation: judge(validation, spec.data.validation),
    test: judge(test, spec.data.test),
    reason: null,
  };
}

function judgeSplit(model: Model, dataset: Dataset, split: Split, file: string): SplitResults {
  const { target, task } = dataset.preprocessing;
  if (task === 'language' && target.kind === 'class') {
    const judged = judgeText(
      target.classes.map(String),
      (inputs, count) => model.predictRaw(inputs, count),
      split,
    );
    return { rows: split.count, file, judged, places: [] };
  }
  const raw = model.predictRaw(split.inputs, split.count);
  const judged = judgeRows(dataset.preprocessing, raw, split.targets, split.rowNumbers);
  const width = split.count === 0 ? 0 : split.inputs.length / split.count;
  const places = judged.worst.map(({ index }) => ({
    line: split.lines?.[index] ?? null,
    file: split.files?.[index] ?? null,
    picture: pictureOfRow(dataset.preprocessing, split.inputs.subarray(index * width, (index + 1) * width)),
  }));
  return { rows: split.count, file, judged, places };
}
