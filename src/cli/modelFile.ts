import { basename, resolve } from 'node:path';
import type { OpenModel } from '../formats/format.js';
import { FormatError } from '../formats/formatError.js';
import { openModelFile } from '../formats/node.js';
import { locateCheckpoint } from '../model/locate.js';
import { nodeFileSystem } from '../runs/node.js';
import { RefusedError } from '../training/refusedError.js';
import { shortPath } from './shortPath.js';

/** A model file, open for as long as `use` takes. A run folder stands for its best checkpoint. */
export async function withModel<T>(
  path: string,
  use: (model: OpenModel, bytes: number) => Promise<T>,
): Promise<T> {
  const file = (await locateCheckpoint(nodeFileSystem, resolve(path))) ?? resolve(path);
  try {
    const opened = await openModelFile(file);
    try {
      return await use(opened.model, opened.size);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const place = error.message.includes(basename(file)) ? '' : `${shortPath(file)}: `;
    throw new RefusedError(`${place}${error.message}.`, 'no-model');
  }
}
