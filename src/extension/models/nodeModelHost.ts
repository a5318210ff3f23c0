import { Uri } from 'vscode';
import { startLookingWorker } from '../../worker/inspectorWorker.js';
import { findHeadVersion } from './headVersion.js';
import type { ModelHost } from './modelHost.js';

/** Of a worker that reads the files of one panel. */
const heapMegabytes = 512;

/** On a desktop or a server: a thread of Node's reads from the disk. */
export function nodeModelHost(extensionUri: Uri): ModelHost {
  const entry = Uri.joinPath(extensionUri, 'dist/inspector.js').fsPath;
  return {
    extensionUri,
    start: (owner) => startLookingWorker(entry, heapMegabytes, owner),
    isOnDisk: ({ scheme }) => scheme === 'file',
    findHeadVersion,
  };
}
