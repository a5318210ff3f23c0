import { FileSystemError, workspace, type Uri } from 'vscode';
import { formatBytes } from '../../display/units.js';
import type { FindModel } from '../../worker/modelReader.js';
import { UserError } from '../commands.js';
import type { ModelHost } from './modelHost.js';

/** What other file systems give whole is kept in memory: no more than this. */
const mostBytes = 256 << 20;

/** Files on the disk are read by range; what lies elsewhere is fetched whole. */
export function findModel({ isOnDisk }: ModelHost, uri: Uri): FindModel {
  return async () => {
    if (isOnDisk(uri)) return { path: uri.fsPath };
    const { size } = await workspace.fs.stat(uri);
    if (size > mostBytes) throw tooLarge(size, `${uri.scheme}: files`);
    const bytes = await workspace.fs.readFile(uri);
    if (bytes.length > mostBytes) throw tooLarge(bytes.length, `${uri.scheme}: files`);
    return { name: uri.path, bytes: bytes.slice() };
  };
}

export const tooLarge = (size: number, what: string): UserError =>
  new UserError(
    `The file has ${formatBytes(size)}. ${what} have to be read whole, and are at most ${formatBytes(mostBytes)}: open it from the disk instead.`,
  );

export { mostBytes };

/** What keeps a model from being read, for people. */
export function explainFailure(error: unknown, fileName: string): string {
  if (error instanceof FileSystemError && error.code === 'FileNotFound')
    return `${fileName} is not there any more.`;
  const message = error instanceof Error ? error.message : String(error);
  if (/\bENOENT\b/.test(message)) return `${fileName} is not there any more.`;
  if (/\bEACCES\b/.test(message)) return `${fileName} may not be read.`;
  return message;
}
