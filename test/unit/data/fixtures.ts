import type { DataConfig, LoadInput, LoadResult } from '../../../src/data/dataset.js';
import { loadData } from '../../../src/data/load.js';

/** Loads from files that exist only here. */
export function load(
  files: Readonly<Record<string, string>>,
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
  return loadData({ seed: 0, ...input, data: config }, async (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`There is no file "${path}".`);
    return new TextEncoder().encode(text);
  });
}

/** `count` rows of a table, a line each. */
export function table(header: string, count: number, row: (index: number) => string): string {
  return `${header}\n${Array.from({ length: count }, (_, index) => row(index)).join('\n')}\n`;
}
