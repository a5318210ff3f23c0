import { basename } from 'node:path';
import type { EncodedRows, Model } from '../model/model.js';
import { readFeatureValues } from '../explain/featureValues.js';
import { describePrediction, describeTruth } from '../model/labelWords.js';
import { encodeFileAt, openModelAt, readTrainingDataOf } from '../model/node.js';
import { readOutput } from '../model/outputs.js';
import type { TrainingData } from '../model/trainingData.js';
import type { ExplainTarget, ExplainedRecord, FeatureValue, PictureFacts } from '../protocol/explain.js';
import { readKernels } from '../training/node.js';
import { RefusedError } from '../training/refusedError.js';

/** A model and the rows that it is asked about. */
export interface Opened {
  readonly target: ExplainTarget;
  readonly model: Model;
  readonly checkpoint: string;
  /** Path. */
  readonly data: string;
  readonly rows: EncodedRows;
  readonly training: TrainingData | null;
  readonly splits: ReadonlyMap<number, ExplainedRecord['split']>;
  readonly warning: string;
}

export async function openTarget(target: ExplainTarget, kernelDirectory: string): Promise<Opened> {
  const { directory } = target;
  const located = await openModelAt(directory, await readKernels(kernelDirectory), target.data ?? undefined);
  if (!located)
    throw new RefusedError('There is no checkpoint to explain yet: train the network first.', 'no-model');
  const { model } = located;
  const checkpoint = basename(located.checkpoint);
  const training = await readTrainingDataOf(directory, model);
  const data = target.data ?? training?.path;
  if (data === undefined)
    throw new RefusedError('Choose the data whose rows are to be explained.', 'no-data');
  const { rows, problems } = await encodeFileAt(model, data);
  if (!rows) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    throw new RefusedError(`${errors[0]?.message ?? 'The data has no rows.'}${more}`, 'data-problems');
  }
  const warnings = [training?.warning ?? '', ...problems.map(({ message }) => message)];
  const splits: Opened['splits'] = training && data === training.path ? splitsOf(training) : new Map();
  return {
    target,
    model,
    checkpoint,
    data,
    rows,
    training,
    splits,
    warning: warnings.filter(Boolean).join(' '),
  };
}

/** All of a record but what a method says of it. */
export function recordOf(
  opened: Opened,
  place: number,
  picture: PictureFacts | null,
): Omit<ExplainedRecord, 'phi' | 'prediction' | 'residual'> {
  const { model, rows, splits } = opened;
  const { preprocessing } = model;
  const { inputs } = preprocessing;
  const width = (rows.targets?.length ?? 0) / rows.count;
  const row = rows.rowNumbers[place]!;
  const encoded = rows.inputs.subarray(place * inputs, (place + 1) * inputs);
  const probability = readOutput(preprocessing, model.predictRaw(encoded, 1));
  const values = readFeatureValues(preprocessing, encoded);
  return {
    row,
    line: rows.lines?.[place] ?? null,
    split: splits.get(row) ?? null,
    values: picture ? meansOf(values, picture) : values,
    pixels: picture && Float32Array.from(values, Number),
    probability,
    predicted: describePrediction(preprocessing, probability),
    truth: describeTruth(preprocessing, rows.targets?.subarray(place * width, (place + 1) * width) ?? []),
  };
}

/** The mean of the pixels of each region. */
function meansOf(pixels: readonly FeatureValue[], { regionOf }: PictureFacts): number[] {
  const sums = new Float64Array(Math.max(...regionOf) + 1);
  const sizes = new Float64Array(sums.length);
  pixels.forEach((value, at) => {
    sums[regionOf[at]!]! += Number(value);
    sizes[regionOf[at]!]!++;
  });
  return Array.from(sums, (sum, region) => sum / sizes[region]!);
}

/** Where training had the rows of its own file. */
function splitsOf({ dataset }: TrainingData): Map<number, ExplainedRecord['split']> {
  const splits = new Map<number, ExplainedRecord['split']>();
  const mark = (rows: Uint32Array | undefined, split: ExplainedRecord['split']): void =>
    rows?.forEach((row) => splits.set(row, splits.get(row) ?? split));
  mark(dataset?.train.rowNumbers, 'training');
  mark(dataset?.validation?.rowNumbers, 'validation');
  mark(dataset?.test?.rowNumbers, 'test');
  return splits;
}

/** The row that stands on this line, or begins above it and goes on there. */
export function rowAtLine({ lines, count }: EncodedRows, line: number, data: string): number | null {
  if (!lines) return null;
  let place = -1;
  for (let at = 0; at < count && lines[at]! <= line; at++) place = at;
  if (place >= 0 && lines[place] === line) return place;
  const name = data.split(/[\\/]/).at(-1);
  throw new RefusedError(
    `Line ${line} of ${name} is no row that can be explained: it is the header, or it lacks a value and is left out.`,
    'no-row',
  );
}
