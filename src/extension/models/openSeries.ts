import type { Uri } from 'vscode';
import type { ModelSeries } from '../../protocol/modelPanel.js';
import type { ListedTensor } from '../../protocol/models.js';
import type { ModelReader } from '../../worker/modelReader.js';
import { findModel } from './findModel.js';
import { findSeries, type FileSeries } from './fileSeries.js';
import type { ModelHost } from './modelHost.js';

/**
 * Opens the files that show the reader's model 0 at other moments: those that were chosen, else those that its name
 * tells of. Only those with the same tensors stay; null where there is none beside itself.
 */
export async function openSeries(
  host: ModelHost,
  reader: ModelReader,
  own: Uri,
  chosen: FileSeries | undefined,
): Promise<ModelSeries | null> {
  // Elsewhere each file would be fetched whole.
  if (!host.isOnDisk(own)) return null;
  const series = chosen ?? (await findSeries(own));
  if (!series) return null;
  const { tensors } = await reader.open(0);
  const moments: ModelSeries['moments'][number][] = [];
  for (const { uri, time, name } of series.files) {
    const model = uri.toString() === own.toString() ? 0 : reader.add(findModel(host, uri));
    const listing = await reader.open(model).catch(() => null);
    if (listing && holdsSame(listing.tensors, tensors)) moments.push({ model, time, name });
  }
  return moments.length > 1 ? { word: series.word, moments } : null;
}

/** The same names and shapes, at the same places. */
function holdsSame(some: readonly ListedTensor[], others: readonly ListedTensor[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ name, shape }, place) => {
      const other = others[place]!;
      return name === other.name && shape.join() === other.shape.join();
    })
  );
}
