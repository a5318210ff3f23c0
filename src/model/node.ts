/** Runs on this machine's disk. */
import { basename } from 'node:path';
import { filesBeside } from '../data/node.js';
import type { KernelBinaries } from '../engine/session.js';
import { openFile, openWithOthers } from '../formats/node.js';
import { specPathOf } from '../runs/folder.js';
import { nodeFileSystem } from '../runs/node.js';
import { RunReader } from '../runs/reader.js';
import { locateCheckpoint } from './locate.js';
import { openModel, type EncodedFile, type Model } from './model.js';
import { computeResults, type RunResults } from './results.js';
import { RunWeights } from './runWeights.js';
import { readTrainingData, type TrainingData } from './trainingData.js';

export const openRunWeights = (directory: string): RunWeights => new RunWeights(nodeFileSystem, directory);

/** Judges a run's best checkpoint (else its last) on the rows that its data holds back. */
export async function readRunResults(directory: string, kernels: KernelBinaries | null): Promise<RunResults> {
  const record = await new RunReader(nodeFileSystem, directory).readRecord();
  const checkpoint = await locateCheckpoint(nodeFileSystem, directory);
  if ('reason' in record || checkpoint === null) {
    const reason = 'reason' in record ? `${record.reason}.` : 'There is no checkpoint to judge yet.';
    return { validation: null, test: null, reason };
  }
  const file = await openFile(checkpoint);
  try {
    const model = await openModel(file, basename(checkpoint), kernels);
    const { spec, dataSha256 } = record.value;
    return await computeResults(model, filesBeside(specPathOf(directory, spec)), dataSha256);
  } finally {
    await file.close();
  }
}

/** A model opened from a run or a file of its own, and that file's path. */
export interface LocatedModel {
  readonly model: Model;
  readonly checkpoint: string;
}

/**
 * Opens a run's best checkpoint (else its last), or the checkpoint or ONNX model at the path, for the data at another;
 * null where there is none.
 */
export async function openModelAt(
  path: string,
  kernels: KernelBinaries | null,
  dataPath?: string,
): Promise<LocatedModel | null> {
  const checkpoint = await locateCheckpoint(nodeFileSystem, path);
  if (checkpoint === null) return null;
  const { file, openBeside, close } = await openWithOthers(checkpoint);
  const data =
    dataPath === undefined ? {} : { data: { files: filesBeside(dataPath), path: basename(dataPath) } };
  try {
    const model = await openModel(file, basename(checkpoint), kernels, { ...data, openBeside });
    return { model, checkpoint };
  } finally {
    await close();
  }
}

/** The rows of a data file on disk, as the model takes them. */
export const encodeFileAt = (model: Model, path: string): Promise<EncodedFile> =>
  model.encode(filesBeside(path), basename(path));

/** The data of a run on disk; see `readTrainingData`. */
export const readTrainingDataOf = (directory: string, model: Model): Promise<TrainingData | null> =>
  readTrainingData(nodeFileSystem, directory, model, filesBeside);
