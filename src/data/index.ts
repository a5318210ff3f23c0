import { csv } from './csv.js';
import { explainDamage, readUnpacked, type DataFiles } from './files.js';
import { idx } from './idx.js';
import type { TableOptions, TableRead, TableSource } from './source.js';
import { text } from './text.js';

/** Every kind of file that a table is read from. */
export const sources: readonly TableSource[] = [idx, csv];

/** Every kind of file that is learnt from, for docs. */
export const dataFiles: readonly { readonly name: string; readonly doc: string }[] = [...sources, text];

/** The source for this file: by what it holds, else by its extension, else text. */
export function findSource(bytes: Uint8Array, path: string): TableSource {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return (
    sources.find((source) => source.matches(bytes)) ??
    sources.find((source) => source.extensions.includes(extension)) ??
    csv
  );
}

/** Reads a table, whatever kind of file it is. What is wrong with it is among the problems. */
export async function readTable(files: DataFiles, path: string, options: TableOptions): Promise<TableRead> {
  const read = await readUnpacked(files, path);
  if ('problem' in read) return { table: null, problems: [read.problem] };
  const { bytes } = read;
  const source = findSource(bytes, path.replace(/\.gz$/i, ''));
  const table = await explainDamage(path, () => source.read({ path, bytes, files }, options));
  return 'problem' in table ? { table: null, problems: [table.problem] } : table;
}
