import { ProgressLocation, Uri, window, workspace } from 'vscode';
import type { ModelTensorKey } from '../../protocol/models.js';
import type { ModelReader } from '../../worker/modelReader.js';
import type { ModelHost } from './modelHost.js';

/** Asks where to, and writes all values of a tensor: as .npy, or as CSV where the file's name says so. */
export async function saveValues(
  { isOnDisk }: ModelHost,
  reader: ModelReader,
  beside: Uri,
  name: string,
  key: ModelTensorKey,
): Promise<void> {
  const place = await window.showSaveDialog({
    title: 'Save Values',
    defaultUri: Uri.joinPath(beside, '..', `${name.replace(/[^\w.-]+/g, '_').slice(0, 100) || 'values'}.npy`),
    filters: { 'NumPy array': ['npy'], 'CSV table': ['csv'] },
  });
  if (!place) return;
  const kind = place.path.toLowerCase().endsWith('.csv') ? 'csv' : 'npy';
  const options = { location: ProgressLocation.Notification, title: `Saving ${name}`, cancellable: true };
  await window.withProgress(options, async (_, cancelled) => {
    cancelled.onCancellationRequested(() => void reader.ask('stopWriting', null));
    const saved = isOnDisk(place)
      ? reader.ask('writeValues', { ...key, path: place.fsPath, kind })
      : reader.ask('encodeValues', { ...key, kind }).then((bytes) => workspace.fs.writeFile(place, bytes));
    await saved.catch((error: unknown) => {
      if (!cancelled.isCancellationRequested) throw error;
    });
  });
}
