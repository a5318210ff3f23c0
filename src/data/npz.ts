import { FormatError } from '../formats/formatError.js';
import { memorySource } from '../formats/memory.js';
import { readZipDirectory } from '../formats/zip/directory.js';
import { zipEntrySource } from '../formats/zip/entry.js';
import { isZip } from '../formats/zip/signature.js';
import { sizeOf } from '../tensor/shape.js';
import { createMissingWords, TextBuilder } from './columnBuilder.js';
import { arrayColumn } from './ndArray.js';
import { parseNpy, type NpyArray } from './npy.js';
import { refuse, type SourceFile, type TableOptions, type TableRead, type TableSource } from './source.js';
import { arrayName, elementName, type Column } from './table.js';

/** NumPy's archive of arrays (`np.savez`): those that have a row for each row of the target are the columns. */
export const npz: TableSource = {
  name: 'NPZ',
  doc: 'Arrays of NumPy under their names: `"target": "y"`; all others with as many rows are features. An array of two dimensions stands for its columns `x[0]`, `x[1]` …, which `"x"` names together; with more, or with a `shape`, it is one input. Bytes (`uint8`) are pictures: they are divided by 255, and channels that stand last are brought to the front. Where the target is called `y_train`, `"test"` may name the same file: `x_test` and `y_test` are read.',
  extensions: ['npz'],
  matches: (bytes) => isZip(bytes) && firstEntryName(bytes).endsWith('.npy'),
  read: readNpz,
};

const mostBytes = 2 ** 31;

async function readNpz({ path, bytes }: SourceFile, options: TableOptions): Promise<TableRead> {
  const arrays = await readArrays(bytes);
  const names = matchNames([...arrays.keys()], options);
  const rowCount = countRows(arrays, names, options);
  const columns: Column[] = [];
  const others: string[] = [];
  for (const [name, given] of names) {
    const array = arrays.get(given)!;
    if (array.shape[0] !== rowCount || rowCount === 0)
      others.push(`"${given}" has ${array.shape[0] ?? 'none'}`);
    else if (array.shape.length === 2 && sizeOf(array.shape) * 8 > mostBytes) {
      const message = `"${given}" of ${path} has ${array.shape.join(' × ')} numbers, more than the 2 GB that can be held: take fewer rows.`;
      return refuse('data-too-large', message, { file: path, name });
    } else columns.push(...columnsOf(name, array, options));
  }
  // An array that was asked for, or that there is nothing without.
  const found = new Set(columns.flatMap(({ name }) => [name, arrayName(name)]));
  const lacks = options.columns?.some((name) => !found.has(name));
  if (columns.length === 0 || (others.length > 0 && (lacks || columns.length === 1))) {
    const target = options.targets?.[0] ?? '';
    const message = `Rows do not match in ${path}: the target "${target}" has ${rowCount}, but ${others.join(', ')}.`;
    return refuse('rows-mismatch', message, { file: path });
  }
  return { table: { columns, rowCount }, problems: [] };
}

async function readArrays(bytes: Uint8Array): Promise<Map<string, NpyArray>> {
  const source = memorySource(bytes);
  const { entries } = await readZipDirectory(source);
  const arrays = new Map<string, NpyArray>();
  for (const entry of entries.values()) {
    if (!entry.name.endsWith('.npy')) continue;
    const content = zipEntrySource(source, entry, (message) => {
      throw new FormatError(message, entry.headerOffset);
    });
    arrays.set(
      entry.name.slice(0, -'.npy'.length),
      parseNpy(await content.read(0, content.size), entry.name),
    );
  }
  return arrays;
}

/** What the other parts are called where the first is called "train", the likeliest first. */
const partWords = {
  validation: ['validation', 'valid', 'val', 'dev', 'test'],
  test: ['test', 'validation', 'valid', 'val', 'dev'],
  predict: ['test', 'validation', 'valid', 'val', 'dev'],
} as const;
const otherPart = /(^|[^a-z])(validation|valid|val|dev|test)([^a-z]|$)/i;
const trainWord = /train(ing)?/i;

/** By the names that columns have in training, those of the arrays that stand for them here. */
function matchNames(given: readonly string[], options: TableOptions): Map<string, string> {
  const { purpose = 'train', targets = [], columns = [] } = options;
  if (purpose === 'train') {
    const isOnePart = targets.some((target) => trainWord.test(target));
    return new Map(given.filter((name) => !isOnePart || !otherPart.test(name)).map((name) => [name, name]));
  }
  const wanted = [...new Set([...columns, ...targets].map(arrayName))];
  const found = wanted.flatMap((name): [string, string][] => {
    const alternatives = trainWord.test(name)
      ? partWords[purpose].map((word) => name.replace(trainWord, word))
      : [];
    const match = [...alternatives, name].find((candidate) => given.includes(candidate));
    return match === undefined ? [] : [[name, match]];
  });
  // A file with one array to predict from need not call it as the training file did.
  const isAlone = found.length === 0 && given.length === 1 && columns[0] !== undefined;
  return new Map(isAlone ? [[arrayName(columns[0]!), given[0]!]] : found);
}

function countRows(
  arrays: ReadonlyMap<string, NpyArray>,
  names: ReadonlyMap<string, string>,
  { purpose = 'train', targets = [] }: TableOptions,
): number {
  const rowsOf = (given: string | undefined) => arrays.get(given ?? '')?.shape[0] ?? 0;
  const target = names.get(arrayName(targets[0] ?? ''));
  if (purpose === 'train' && target !== undefined) return rowsOf(target);
  return Math.max(0, ...[...names.values()].map(rowsOf));
}

function columnsOf(name: string, array: NpyArray, { shape = [], missingValues }: TableOptions): Column[] {
  const [rowCount, width, ...rest] = array.shape as [number, ...number[]];
  const isOne = width === undefined || (width === 1 && rest.length === 0);
  const nameOf = (index: number): string => (isOne ? name : elementName(name, index));
  const count = isOne ? 1 : width;
  if ('words' in array) {
    const missing = createMissingWords(missingValues);
    if (rest.length > 0) return [];
    return Array.from({ length: count }, (_, index) => {
      const builder = new TextBuilder(nameOf(index), missing, rowCount);
      for (let row = 0; row < rowCount; row++) {
        const word = array.words[row * count + index]!;
        builder.add(word, 0, word.length);
      }
      return builder.build();
    });
  }
  if (rest.length > 0) return [arrayColumn(name, array)];
  if (!isOne && shape.length > 1 && sizeOf(shape) === width) {
    return [arrayColumn(name, { shape: [rowCount, ...shape], values: array.values })];
  }
  return Array.from({ length: count }, (_, index) => {
    const values = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) values[row] = array.values[row * count + index]!;
    return { kind: 'number', name: nameOf(index), values };
  });
}

/** The name of the first file in the archive; npz files hold nothing but arrays. */
function firstEntryName(bytes: Uint8Array): string {
  if (bytes.length < 30) return '';
  const length = bytes[26]! + 256 * bytes[27]!;
  return new TextDecoder().decode(bytes.subarray(30, 30 + length));
}
