import { Uri, workspace } from 'vscode';
import { startWebInspector } from '../../worker/webInspectorWorker.js';
import { UserError } from '../commands.js';
import type { ModelHost } from './modelHost.js';

/** In a browser: a Web Worker reads what VS Code fetches. */
export async function browserModelHost(extensionUri: Uri): Promise<ModelHost> {
  const read = async (path: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await workspace.fs.readFile(Uri.joinPath(extensionUri, 'dist', path)));
  const [script, passes] = await Promise.all([read('webInspector.js'), read('kernels/passes.wasm')]);
  return {
    extensionUri,
    start: (owner) => startWebInspector({ script, passes }, owner),
    isOnDisk: () => false,
    findHeadVersion: async () => {
      throw new UserError('What was committed is read by VS Code on a desktop or connected to a server.');
    },
  };
}
