import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildKernels } from '../../src/tensor/kernels/build.mjs';
import type { Binaries } from '../../src/tensor/kernels/loader.js';
import { MemoryTraining } from '../unit/training/memoryTraining.js';

const root = join(import.meta.dirname, '../..');

/** What `npm run results` wrote of a small table. */
interface Table {
  readonly name: string;
  readonly file: string;
  readonly metric: 'accuracy' | 'r2';
  readonly spec: object;
  /** By split: what scikit-learn reached from each initialisation, and which rows validate. */
  readonly splits: readonly {
    readonly values: readonly number[];
    readonly validationRows: readonly number[];
  }[];
}

const tables = JSON.parse(readFileSync(join(root, 'test/fixtures/results.json'), 'utf8')) as Table[];
/** Below the worst of its initialisations: one row of the smallest table's five splits, and a little. */
const tolerance = 0.01;
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** The table's text parted in two: rows that train, rows that validate. */
function splitTable({ file }: Table, validationRows: readonly number[]): [string, string] {
  const [header, ...rows] = readFileSync(join(root, file), 'utf8').trim().split(/\r?\n/);
  const validates = new Set(validationRows);
  const part = (wanted: boolean) =>
    [header, ...rows.filter((_, row) => validates.has(row) === wanted)].join('\n');
  return [part(false), part(true)];
}

describe('real tables', function () {
  this.timeout(120_000);
  let kernels: Binaries;
  before(async () => {
    const { simd, relaxedSimd } = await buildKernels();
    kernels = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
  });

  for (const table of tables) {
    it(`${table.name}: reaches what scikit-learn's network reaches on the same splits`, async () => {
      const reached: number[] = [];
      for (const { validationRows } of table.splits) {
        const training = new MemoryTraining();
        training.kernels = kernels;
        const [train, validation] = splitTable(table, validationRows);
        training.files.set('train.csv', new TextEncoder().encode(train));
        training.files.set('validation.csv', new TextEncoder().encode(validation));
        const { run } = await training.run(JSON.stringify(table.spec));
        assert.equal(run.validationRows, validationRows.length);
        reached.push(run.final!.metrics[table.metric === 'r2' ? 'validationR2' : 'validationAccuracy']!);
      }
      const floor = mean(table.splits.map(({ values }) => Math.min(...values))) - tolerance;
      assert.ok(mean(reached) >= floor, `${mean(reached)}, scikit-learn at least ${floor}`);
    });
  }
});
