import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { applyPreprocessing, tableOptionsFor } from '../../../src/data/apply.js';
import type { DataConfig } from '../../../src/data/dataset.js';
import { readTable } from '../../../src/data/index.js';
import { findColumns, type Column } from '../../../src/data/table.js';
import { load, memoryFiles } from './fixtures.js';
import { writeNpz } from './writeNpz.js';

const folder = new URL('../../fixtures/data/', import.meta.url);
const bytes = new Uint8Array(readFileSync(new URL('arrays.npz', folder)));
const truth = JSON.parse(readFileSync(new URL('arrays.truth.json', folder), 'utf8')) as Record<
  string,
  unknown[]
>;

function valuesOf(column: Column): unknown[] {
  if (column.kind === 'text') return Array.from(column.codes, (code) => column.words[code] ?? null);
  return [...column.values];
}

describe('reading NPZ', () => {
  it('reads what NumPy wrote: every dtype, in either order of bytes and axes', async () => {
    const { table, problems } = await readTable(memoryFiles(new Map([['a.npz', bytes]])), 'a.npz', {
      header: true,
      missingValues: [],
      targets: ['one_column'],
    });
    assert.deepEqual(problems, []);
    assert.equal(table!.rowCount, 6);
    for (const [name, expected] of Object.entries(truth)) {
      const columns = findColumns(table!, name);
      const flat = expected.flat(9).map((value) => (value === '' || value === 'NA' ? null : value));
      if (name === 'matrix') {
        assert.deepEqual(
          columns.map(({ name: one }) => one),
          ['matrix[0]', 'matrix[1]'],
        );
        assert.deepEqual(
          columns.map(valuesOf),
          [0, 1].map((i) => (expected as number[][]).map((row) => row[i])),
        );
      } else {
        assert.equal(columns.length, 1, name);
        assert.deepEqual(valuesOf(columns[0]!), name === 'bool' ? flat.map(Number) : flat, name);
      }
    }
    const [picture] = findColumns(table!, 'last_channels');
    assert.deepEqual(picture?.kind === 'array' && picture.shape, [3, 5, 6]);
  });

  const count = 12;
  const pixels = Uint8Array.from({ length: count * 16 }, (_, i) => (i * 7) % 256);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  const mnist = writeNpz({
    x_train: { dtype: '|u1', shape: [count, 4, 4], bytes: pixels },
    y_train: { dtype: '|u1', shape: [count], bytes: labels },
    x_test: { dtype: '|u1', shape: [3, 4, 4], bytes: pixels.subarray(0, 48) },
    y_test: { dtype: '|u1', shape: [3], bytes: labels.subarray(0, 3) },
  });
  const config: Partial<DataConfig> & Pick<DataConfig, 'target'> = { train: 'm.npz', target: ['y_train'] };

  it('takes the arrays of the other part for the test, and to predict from', async () => {
    const { dataset, problems } = await load({ 'm.npz': mnist }, { ...config, test: 'm.npz' });
    assert.deepEqual(problems, []);
    const { preprocessing, train, test } = dataset!;
    assert.deepEqual([train.count, test?.count, preprocessing.inputShape], [count, 3, [1, 4, 4]]);
    assert.deepEqual(test!.inputs, train.inputs.subarray(0, 48));
    assert.deepEqual([...test!.targets], [0, 1, 2]);

    const alone = writeNpz({ pictures: { dtype: '|u1', shape: [1, 4, 4], bytes: pixels.subarray(0, 16) } });
    for (const [file, rows] of [
      [mnist, 3],
      [alone, 1],
    ] as const) {
      const read = await readTable(
        memoryFiles(new Map([['p.npz', file]])),
        'p.npz',
        tableOptionsFor(preprocessing),
      );
      const applied = applyPreprocessing(preprocessing, read.table!, 'p.npz');
      assert.deepEqual(applied.rows?.inputs, train.inputs.subarray(0, 16 * rows));
    }
  });

  it('takes a matrix for its columns, and with a shape for one input', async () => {
    const values = Float32Array.from({ length: count * 4 }, (_, i) => Math.sin(i));
    const flat = writeNpz({
      x: { dtype: '<f4', shape: [count, 4], bytes: new Uint8Array(values.buffer) },
      y: { dtype: '|u1', shape: [count], bytes: labels },
    });
    const tabular = await load({ 'f.npz': flat }, { train: 'f.npz', target: ['y'], features: ['x'] });
    assert.deepEqual(
      tabular.dataset?.preprocessing.features.map(({ column }) => column),
      ['x[0]', 'x[1]', 'x[2]', 'x[3]'],
    );
    assert.deepEqual(tabular.dataset?.train.inputs, values);
    const some = await load({ 'f.npz': flat }, { train: 'f.npz', target: ['y'], ignore: ['x[1]', 'x[3]'] });
    assert.equal(some.dataset?.preprocessing.inputs, 2);
    const shaped = await load({ 'f.npz': flat }, { train: 'f.npz', target: ['y'], shape: [1, 2, 2] });
    assert.deepEqual(shaped.dataset?.preprocessing.inputShape, [1, 2, 2]);
    assert.equal(shaped.dataset?.preprocessing.features.length, 1);
    const several = await load({ 'f.npz': flat }, { train: 'f.npz', target: ['x'], features: ['y'] });
    assert.equal(several.dataset?.outputs, 4);
  });

  it('scales an array that is no picture as one quantity, by its training rows', async () => {
    const values = Float64Array.from({ length: count * 4 }, (_, i) => i);
    const series = writeNpz({
      x: { dtype: '<f8', shape: [count, 2, 2], bytes: new Uint8Array(values.buffer) },
      y: { dtype: '|u1', shape: [count], bytes: labels },
    });
    const { dataset } = await load({ 's.npz': series }, { train: 's.npz', target: ['y'], scale: 'minmax' });
    assert.deepEqual(dataset?.preprocessing.inputShape, [2, 2]);
    assert.ok(Math.abs(dataset.train.inputs.at(-1)! - 1) < 1e-6);
  });

  const damaged = mnist.slice();
  damaged[damaged.length - 300] = damaged[damaged.length - 300]! ^ 0xff;
  const objects = writeNpz({ y: { dtype: '|O', shape: [1], bytes: new Uint8Array(9) } });
  const short = writeNpz({ y: { dtype: '<f8', shape: [2, 3], bytes: new Uint8Array(9) } });
  const uneven = writeNpz({
    x: { dtype: '|u1', shape: [3, 2], bytes: new Uint8Array(6) },
    y: { dtype: '|u1', shape: [4], bytes: new Uint8Array(4) },
  });
  for (const [name, file, target, message] of [
    ['an array that is not there', mnist, 'y_trian', /has no column "y_trian": is it "y_train"\?/],
    ['Python objects', objects, 'y', /y\.npy: an array of Python objects cannot be read/],
    [
      'too few bytes',
      short,
      'y',
      /y\.npy: an array of 2 × 3 elements of 8 bytes is told of, but 9 bytes are there \(at byte \d+\)/,
    ],
    ['rows that do not match', uneven, 'y', /target "y" has 4, but "x" has 3/],
    ['an archive cut off', mnist.subarray(0, 200), 'y_train', /no directory at its end/],
    ['a picture as the target', mnist, 'x_train', /"x_train" holds an array of 1 × 4 × 4 in each row/],
  ] as const) {
    it(`says what is wrong: ${name}`, async () => {
      const { dataset, problems } = await load({ 'm.npz': file }, { train: 'm.npz', target: [target] });
      assert.equal(dataset, null);
      assert.match(problems[0]!.message, message);
    });
  }
});
