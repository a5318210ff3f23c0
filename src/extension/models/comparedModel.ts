import { Uri, workspace } from 'vscode';
import type { FindModel } from '../../worker/modelReader.js';
import { findModel } from './findModel.js';
import type { ModelHost } from './modelHost.js';

/** One side of a comparison: a file as it is, or as the newest commit has it. */
export interface ComparedModel {
  readonly uri: Uri;
  readonly isHead: boolean;
}

export const finderOf = (host: ModelHost, { uri, isHead }: ComparedModel): FindModel =>
  isHead ? { find: () => host.findHeadVersion(uri) } : findModel(host, uri);

/** What people call it: its path in the workspace. */
export const labelOf = ({ uri, isHead }: ComparedModel): string =>
  `${workspace.asRelativePath(uri)}${isHead ? ' (HEAD)' : ''}`;

const head = 'head+';

/** As text that a panel can remember, and back. */
export const addressOf = ({ uri, isHead }: ComparedModel): string => (isHead ? head : '') + uri.toString();
export function readAddress(address: unknown): ComparedModel | null {
  if (typeof address !== 'string' || address === '') return null;
  const isHead = address.startsWith(head);
  return { uri: Uri.parse(isHead ? address.slice(head.length) : address, true), isHead };
}
