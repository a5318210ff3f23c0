/** Runs on this machine's disk. */
import { basename } from 'node:path';
import { filesBeside } from '../data/node.js';
import type { KernelBinaries } from '../engine/session.js';
import { openFile } from '../formats/node.js';
import { specPathOf } from '../runs/folder.js';
import { nodeFileSystem } from '../runs/node.js';
import { RunReader } from '../runs/reader.js';
import { locateCheckpoint } from './locate.js';
import { openModel } from './model.js';
import { computeResults, type RunResults } from './results.js';
import { RunWeights } from './runWeights.js';

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
