import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

type Json = Record<string, unknown>;

/** A spec as it is written, so that cases can change any of it. */
export interface WrittenSpec {
  data: Json;
  task?: string;
  layers: Json[];
  loss?: unknown;
  optimizer: Json;
  schedule?: unknown;
  training: Json;
  pretrained?: Json;
}

interface Table {
  readonly file: string;
  readonly data: Json;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly width: number;
}

/** Real tables, and what trains well on each. */
export const tables = {
  iris: {
    file: 'test/fixtures/data/iris.csv',
    data: { target: 'species' },
    batchSize: 16,
    epochs: 60,
    learningRate: 0.01,
    width: 16,
  },
  wine: {
    file: 'test/fixtures/data/wine.csv',
    data: { target: 'cultivar' },
    batchSize: 16,
    epochs: 40,
    learningRate: 0.01,
    width: 16,
  },
  penguins: {
    file: 'examples/penguins/penguins.csv',
    data: { target: 'species', ignore: ['year'], missing: 'drop' },
    batchSize: 16,
    epochs: 40,
    learningRate: 0.01,
    width: 16,
  },
  cancer: {
    file: 'test/fixtures/data/breast_cancer.csv',
    data: { target: 'diagnosis' },
    batchSize: 32,
    epochs: 40,
    learningRate: 0.003,
    width: 16,
  },
  digits: {
    file: 'test/fixtures/data/digits.csv',
    data: { target: 'digit', scale: 'minmax' },
    batchSize: 32,
    epochs: 30,
    learningRate: 0.003,
    width: 64,
  },
  diabetes: {
    file: 'test/fixtures/data/diabetes.csv',
    data: { target: 'progression', scaleTarget: 'standard' },
    batchSize: 32,
    epochs: 40,
    learningRate: 0.003,
    width: 16,
  },
  housing: {
    file: 'test/fixtures/data/housing.csv',
    data: { target: 'median_house_value', missing: 'mean', scaleTarget: 'standard' },
    batchSize: 128,
    epochs: 15,
    learningRate: 0.003,
    width: 32,
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;

/** What a sound network may differ in. */
export interface Sound {
  readonly depth?: number;
  readonly width?: number;
  readonly activation?: string;
  readonly optimizer?: Json;
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly norm?: 'batchNorm' | 'layerNorm';
  readonly dropout?: number;
  readonly l2?: number;
  readonly training?: Json;
}

/** A network that trains well on this table: `hidden1` … and `output`. */
export function soundSpec(name: TableName, sound: Sound = {}): WrittenSpec {
  const table: Table = tables[name];
  const { depth = 1, width = table.width, activation = 'relu', norm, dropout, l2 } = sound;
  const penalty = l2 === undefined ? {} : { l2 };
  const hidden = Array.from({ length: depth }, (_, i): Json[] => [
    {
      type: 'dense',
      name: `hidden${i + 1}`,
      units: width,
      ...(norm ? {} : { activation }),
      ...penalty,
    },
    ...(norm ? [{ type: norm, activation }] : []),
    ...(dropout === undefined ? [] : [{ type: 'dropout', rate: dropout }]),
  ]).flat();
  return {
    data: { train: table.file, ...table.data },
    layers: [...hidden, { type: 'dense', name: 'output', ...penalty }],
    optimizer: sound.optimizer ?? { type: 'adam', learningRate: table.learningRate },
    training: {
      epochs: sound.epochs ?? table.epochs,
      batchSize: sound.batchSize ?? table.batchSize,
      ...sound.training,
    },
  };
}

const files = new Map<string, Promise<Uint8Array>>();

/**
 * Reads a file of the repository, each once. `file.csv#value/n` is that table with only every n-th of the rows that
 * end in this value: a class made rare.
 */
export function readTableFile(path: string): Promise<Uint8Array> {
  let bytes = files.get(path);
  if (!bytes) files.set(path, (bytes = readPart(path)));
  return bytes;
}

async function readPart(path: string): Promise<Uint8Array> {
  const [file = '', part] = path.split('#');
  const bytes = await readFile(join(root, file));
  if (part === undefined) return bytes;
  const text = bytes.toString('utf8');
  const [value = '', every] = part.split('/');
  let seen = 0;
  const rows = text
    .split(/\r?\n/)
    .filter((row) => !row.split(',').includes(value) || seen++ % Number(every) === 0);
  return new TextEncoder().encode(rows.join('\n'));
}
