import { basename } from 'node:path';
import type { EncodedRows } from '../data/apply.js';
import { filesBeside } from '../data/node.js';
import { FormatError } from '../formats/formatError.js';
import { locateCheckpoint } from '../model/locate.js';
import type { Model } from '../model/model.js';
import { openModelAt } from '../model/node.js';
import { nodeFileSystem } from '../runs/node.js';
import { readKernels } from '../training/node.js';
import { RefusedError } from '../training/refusedError.js';
import { kernelDirectory } from './kernels.js';
import { shortPath } from './shortPath.js';
import type { Terminal } from './terminal.js';

/** The model at an absolute path: a run's best checkpoint, a checkpoint itself, or an ONNX model, for the data at a path. */
export async function openCheckpoint(path: string, dataPath: string): Promise<Model> {
  try {
    const located = await openModelAt(path, await readKernels(kernelDirectory()), dataPath);
    if (located) return located.model;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const { message } = error;
    const checkpoint = (await locateCheckpoint(nodeFileSystem, path)) ?? path;
    const place = message.includes(basename(checkpoint)) ? '' : `${shortPath(checkpoint)}: `;
    const advice = checkpoint.endsWith('.onnx')
      ? ''
      : '. Name a run, one of its checkpoints, or an ONNX model';
    throw new RefusedError(`${place}${message}${advice}.`, 'no-model');
  }
  throw new RefusedError(`There is no run or checkpoint ${path}. Check the path.`, 'no-model');
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
