import { basename } from 'node:path';
import type { EncodedRows } from '../data/apply.js';
import { filesBeside } from '../data/node.js';
import { FormatError } from '../formats/formatError.js';
import { openFile } from '../formats/node.js';
import { locateCheckpoint } from '../model/locate.js';
import { openModel, type Model } from '../model/model.js';
import { nodeFileSystem } from '../runs/node.js';
import { readKernels } from '../training/node.js';
import { RefusedError } from '../training/refusedError.js';
import { kernelDirectory } from './kernels.js';
import { shortPath } from './shortPath.js';
import type { Terminal } from './terminal.js';

/** The model at an absolute path: a run's best checkpoint, or a checkpoint itself. */
export async function openCheckpoint(path: string): Promise<Model> {
  const checkpoint = await locateCheckpoint(nodeFileSystem, path);
  if (checkpoint === null) {
    throw new RefusedError(`There is no run or checkpoint ${path}. Check the path.`, 'no-model');
  }
  const file = await openFile(checkpoint);
  try {
    return await openModel(file, basename(checkpoint), await readKernels(kernelDirectory()));
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { message } = error;
    const place = message.includes(basename(checkpoint)) ? '' : `${shortPath(checkpoint)}: `;
    throw new RefusedError(`${place}${message}. Name a run or one of its checkpoints.`, 'no-model');
  } finally {
    await file.close();
  }
}

/** The rows of a data file as the model takes them; says what is left out. Refuses a file that does not fit. */
export async function encodeFile(model: Model, path: string, terminal: Terminal): Promise<EncodedRows> {
  const { rows, problems } = await model.encode(filesBeside(path), basename(path));
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!rows) throw new RefusedError(firstOf(errors.map(({ message }) => message)), 'data-problems');
  for (const { message } of problems) terminal.error(`netweight: ${message}\n`);
  return rows;
}

function firstOf(messages: readonly string[]): string {
  const more = messages.length > 1 ? ` (and ${messages.length - 1} more)` : '';
  return `${messages[0]}${more}`;
}
