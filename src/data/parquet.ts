import type { Compressors, DecodedArray, SchemaTree } from 'hyparquet';
import { FormatError } from '../formats/formatError.js';
import { createMissingWords, type MissingWords } from './columnBuilder.js';
import { checkPages, mostPageBytes } from './parquetPages.js';
import { refuse, type SourceFile, type TableOptions, type TableRead, type TableSource } from './source.js';
import { formatErrorOf } from './libraryError.js';
import type { CellColumn } from './table.js';

/** Apache Parquet, column by column. */
export const parquet: TableSource = {
  name: 'Parquet',
  doc: 'Columns as in a CSV. Numbers and booleans (0 and 1) are numbers; all else is text, dates as `2024-01-31T00:00:00.000Z`, lists and structs as their JSON.',
  extensions: ['parquet'],
  matches: (bytes) => startsWith(bytes, 'PAR1') || startsWith(bytes, 'PARE'),
  read: readParquet,
};

const mostBytes = 2 ** 31;
/** Runs of equal values take next to no bytes, but a page of them has a header. */
const mostRowsPerByte = 10_000;

async function readParquet({ path, bytes }: SourceFile, options: TableOptions): Promise<TableRead> {
  if (startsWith(bytes, 'PARE')) {
    const message = `${path} is encrypted, which cannot be read: save it without a key.`;
    return refuse('encrypted-file', message, { file: path });
  }
  const { parquetMetadataAsync, parquetScan, parquetSchema } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  const metadata = await orFormatError(() => parquetMetadataAsync(file));
  const rowCount = Number(metadata.num_rows);
  const tree = await orFormatError(() => parquetSchema(metadata));
  const inGroups = metadata.row_groups.reduce((sum, { num_rows }) => sum + Number(num_rows), 0);
  if (inGroups !== rowCount)
    throw new FormatError(`${rowCount} rows are claimed, and ${inGroups} in groups`, bytes.length);
  const refusal = judgeSize(path, bytes.length, rowCount, tree.children.length);
  if (refusal) return refusal;
  const limited = limitPages(compressors);
  await orFormatError(() => checkPages(bytes, metadata, limited));
  const missing = createMissingWords(options.missingValues);
  const fillers = new Map(
    tree.children.map((child) => [
      child.element.name,
      isNumeric(child)
        ? new NumberFiller(child.element.name, rowCount)
        : new TextFiller(child.element.name, rowCount, missing),
    ]),
  );
  const scan = await orFormatError(() =>
    parquetScan({ file, metadata, compressors: limited, useOffsetIndex: false }),
  );
  // One column at a time: where several are read at once, the errors of all but one reach nobody and end the process.
  for (const { rowStart, rowEnd } of scan.ranges) {
    for (const [column, filler] of fillers) {
      filler.fill(await orFormatError(() => scan.readColumn({ column, rowStart, rowEnd })), rowStart);
    }
  }
  return {
    table: { columns: [...fillers.values()].map((filler) => filler.build()), rowCount },
    problems: [],
  };
}

async function orFormatError<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw formatErrorOf('this Parquet file is damaged, or of a kind that cannot be read', error as Error);
  }
}

/** What a header claims is checked before memory is taken for it. */
function judgeSize(path: string, bytes: number, rows: number, columns: number): TableRead | null {
  if (rows === 0 || columns === 0) return refuse('no-rows', `${path} has no rows.`, { file: path });
  if (!(rows >= 0 && rows <= bytes * mostRowsPerByte))
    throw new FormatError(`${rows} rows cannot stand in ${bytes} bytes`, bytes);
  if (rows * columns * 8 <= mostBytes) return null;
  const message = `${rows} rows of ${columns} columns are more than the 2 GB that can be held: train on a part of them.`;
  return refuse('data-too-large', message, { file: path });
}

function limitPages(compressors: Compressors): Compressors {
  const limited = Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, length: number) => {
      if (length > mostPageBytes) throw new Error(`a page claims ${length} bytes`);
      return unpack(input, length);
    },
  ]);
  return Object.fromEntries(limited) as Compressors;
}

const timeTypes = /^(DATE|TIME|TIMESTAMP|INTERVAL)/;

function isNumeric({ element, children }: SchemaTree): boolean {
  const { type, repetition_type, converted_type = '', logical_type } = element;
  if (children.length > 0 || repetition_type === 'REPEATED') return false;
  const meaning = logical_type?.type ?? converted_type;
  if (type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY')
    return meaning === 'DECIMAL' || meaning === 'FLOAT16';
  return type !== 'INT96' && !timeTypes.test(meaning);
}

class NumberFiller {
  private readonly values: Float64Array;

  constructor(
    private readonly name: string,
    rowCount: number,
  ) {
    this.values = new Float64Array(rowCount).fill(NaN);
  }

  fill(data: DecodedArray, rowStart: number): void {
    for (let i = 0; i < data.length; i++) {
      const value: unknown = data[i];
      this.values[rowStart + i] = value === null || value === undefined ? NaN : Number(value);
    }
  }

  build(): CellColumn {
    return { kind: 'number', name: this.name, values: this.values };
  }
}

class TextFiller {
  private readonly codes: Int32Array;
  private readonly codeOf = new Map<string, number>();

  constructor(
    private readonly name: string,
    rowCount: number,
    private readonly missing: MissingWords,
  ) {
    this.codes = new Int32Array(rowCount).fill(-1);
  }

  fill(data: DecodedArray, rowStart: number): void {
    for (let i = 0; i < data.length; i++) {
      const word = wordOf(data[i]);
      if (word === null || this.missing.has(word, 0, word.length)) continue;
      const code = this.codeOf.get(word) ?? this.codeOf.size;
      if (code === this.codeOf.size) this.codeOf.set(word, code);
      this.codes[rowStart + i] = code;
    }
  }

  build(): CellColumn {
    return { kind: 'text', name: this.name, codes: this.codes, words: [...this.codeOf.keys()] };
  }
}

function wordOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value.trim();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array)
    return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value);
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? Number(item) : item));
}

function startsWith(bytes: Uint8Array, mark: string): boolean {
  return [...mark].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}
