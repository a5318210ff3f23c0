import { csv } from './csv.js';
import { explainDamage, listFolder, readUnpacked, type DataFiles } from './files.js';
import { idx } from './idx.js';
import { image, imageFolder, readImageFolder } from './imageFolder.js';
import { npz } from './npz.js';
import { parquet } from './parquet.js';
import type { TableOptions, TableRead, TableSource } from './source.js';
import { text } from './text.js';

/** Every kind of file that a table is read from. */
export const sources: readonly TableSource[] = [csv, parquet, npz, idx, image];

/** Everything that is learnt from, for docs. */
export const dataFiles: readonly { readonly name: string; readonly doc: string }[] = [
  ...sources,
  imageFolder,
  text,
];

/** The source for this file: by what it holds, else by its extension, else a table in text. */
export function findSource(bytes: Uint8Array, path: string): TableSource {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return (
    sources.find((source) => source.matches(bytes)) ??
    sources.find((source) => source.extensions.includes(extension)) ??
    csv
  );
}

/** Reads a table, whatever it is made of. What is wrong with it is among the problems. */
export async function readTable(files: DataFiles, path: string, options: TableOptions): Promise<TableRead> {
  const folder = await listFolder(files, path);
  if ('problem' in folder) return { table: null, problems: [folder.problem] };
  if (folder.entries) return readImageFolder(files, path, folder.entries, options);
  const read = await readUnpacked(files, path);
  if ('problem' in read) return { table: null, problems: [read.problem] };
  const { bytes } = read;
  const source = findSource(bytes, path.replace(/\.gz$/i, ''));
  const table = await explainDamage(path, () => source.read({ path, bytes, files }, options));
  return 'problem' in table ? { table: null, problems: [table.problem] } : table;
}
