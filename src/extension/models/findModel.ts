import { FileSystemError, Uri, workspace } from 'vscode';
import { formatBytes } from '../../display/units.js';
import type { FindModel } from '../../worker/modelReader.js';
import { UserError } from '../commands.js';
import type { ModelHost } from './modelHost.js';

/** What other file systems give whole is kept in memory: no more than this. */
const mostBytes = 256 << 20;

/** Files on the disk are read by range; what lies elsewhere is fetched whole. */
export function findModel({ isOnDisk }: ModelHost, uri: Uri): FindModel {
  let total = 0;
  const add = (bytes: number): void => {
    total += bytes;
    if (total > mostBytes) throw tooLarge(total, `${uri.scheme}: files`);
  };
  const fetch = async (place: Uri): Promise<Uint8Array> => {
    const { size } = await workspace.fs.stat(place);
    add(size);
    const bytes = await workspace.fs.readFile(place);
    add(bytes.length - size);
    return new Uint8Array(bytes);
  };
  return {
    find: async () => {
      if (isOnDisk(uri)) return { path: uri.fsPath };
      total = 0;
      return { name: uri.path, bytes: await fetch(uri) };
    },
    readBeside: (path) => fetch(Uri.joinPath(uri, '..', path)),
  };
}

/** `size` is that of the model's files together, as far as they have been asked for. */
export const tooLarge = (size: number, what: string): UserError =>
  new UserError(
    `The model has ${formatBytes(size)}. ${what} have to be read whole, and are at most ${formatBytes(mostBytes)}: open it from a disk instead.`,
  );

export { mostBytes };

/** What keeps a model from being read, for people. */
export function explainFailure(error: unknown, fileName: string): string {
  if (error instanceof FileSystemError && error.code === 'FileNotFound')
    return `${fileName} is not there any more.`;
  const message = error instanceof Error ? error.message : String(error);
  if (/^ENOENT\b/.test(message)) return `${fileName} is not there any more.`;
  if (/^EACCES\b/.test(message)) return `${fileName} may not be read.`;
  return message;
}
