import type { Uri } from 'vscode';
import type { ModelOrigin, ModelReaderCalls } from '../../protocol/models.js';
import type { StartLooking } from '../../worker/lookingWorker.js';

/** What the extension's host offers to those who look at model files: Node and its disk, or a browser. */
export interface ModelHost {
  readonly extensionUri: Uri;
  /** Starts a worker that reads model files. */
  readonly start: StartLooking<ModelReaderCalls>;
  /** Whether the worker itself reads and writes there, range by range; elsewhere files are fetched whole. */
  readonly isOnDisk: (uri: Uri) => boolean;
  /** The version of a file that the newest commit has. */
  readonly findHeadVersion: (uri: Uri) => Promise<ModelOrigin>;
}
