import type { DataConfig, LoadInput, LoadResult } from '../../../src/data/dataset.js';
import type { DataFiles } from '../../../src/data/files.js';
import { loadData } from '../../../src/data/load.js';

/** Loads from files that exist only here. */
export function load(
  files: Readonly<Record<string, string | Uint8Array>>,
  data: Partial<DataConfig> & Pick<DataConfig, 'target'>,
  input: Partial<Omit<LoadInput, 'data'>> = {},
): Promise<LoadResult> {
  const config: DataConfig = {
    train: 'train.csv',
    ignore: [],
    missing: 'error',
    missingValues: [],
    scale: 'none',
    scaleTarget: 'none',
    header: true,
    validation: 0,
    ...data,
  };
  const bytes = Object.entries(files).map(([path, content]): [string, Uint8Array] => [
    path,
    typeof content === 'string' ? new TextEncoder().encode(content) : content,
  ]);
  return loadData({ seed: 0, ...input, data: config }, memoryFiles(new Map(bytes)));
}

/** Files by their paths; a folder is there where a file lies in it. */
export function memoryFiles(files: ReadonlyMap<string, Uint8Array>): DataFiles {
  return {
    read: async (path) => {
      const bytes = files.get(path);
      if (!bytes) throw new Error(`There is no file "${path}".`);
      return bytes;
    },
    list: async (path) => {
      const folder = path.endsWith('/') ? path : `${path}/`;
      const inside = [...files.keys()].filter((name) => name.startsWith(folder));
      const names = inside.map((name) => /^[^/]*\/?/.exec(name.slice(folder.length))![0]);
      return names.length === 0 ? null : [...new Set(names)].sort();
    },
  };
}

/** `count` rows of a table, a line each. */
export function table(header: string, count: number, row: (index: number) => string): string {
  return `${header}\n${Array.from({ length: count }, (_, index) => row(index)).join('\n')}\n`;
}
