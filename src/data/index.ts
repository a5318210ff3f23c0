import { csv } from './csv.js';
import type { TableOptions, TableRead, TableSource } from './source.js';

/** Every kind of file that a table is read from. */
export const sources = [csv] as const satisfies readonly TableSource[];

/** The source for this file: by what it holds, else by its extension, else text. */
export function findSource(bytes: Uint8Array, fileName: string): TableSource {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return (
    sources.find((source) => source.matches(bytes)) ??
    sources.find((source) => source.extensions.includes(extension)) ??
    csv
  );
}

/** Reads a table from a file's bytes, whatever kind of file it is. */
export async function readTable(
  bytes: Uint8Array,
  fileName: string,
  options: TableOptions,
): Promise<TableRead> {
  return findSource(bytes, fileName).read(bytes, fileName, options);
}
