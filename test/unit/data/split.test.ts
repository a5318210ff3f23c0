import assert from 'node:assert/strict';
import type { Dataset } from '../../../src/data/dataset.js';
import { load, table } from './fixtures.js';

async function split(text: string, data: Parameters<typeof load>[1], seed = 0): Promise<Dataset> {
  const { dataset, problems } = await load({ 'train.csv': text }, data, { seed });
  assert.ok(dataset, JSON.stringify(problems));
  return dataset;
}

function rows(dataset: Dataset): number[][] {
  return [dataset.train, dataset.validation, dataset.test].map((part) => [...(part?.rowNumbers ?? [])]);
}

describe('splitting', () => {
  const hundred = table('x,y', 100, (i) => `${i},${i < 80 ? 'a' : 'b'}`);

  it('gives every row to one side, each side in file order', async () => {
    const sides = rows(await split(hundred, { target: ['y'], validation: 0.2, test: 0.1 }));
    assert.deepEqual(
      sides.map((side) => side.length),
      [70, 20, 10],
    );
    assert.deepEqual(
      sides.flat().sort((a, b) => a - b),
      Array.from({ length: 100 }, (_, i) => i),
    );
    for (const side of sides)
      assert.deepEqual(
        side,
        [...side].sort((a, b) => a - b),
      );
  });

  it('is drawn from the seed', async () => {
    const config = { target: ['y'], validation: 0.2 };
    const first = rows(await split(hundred, config, 1));
    assert.deepEqual(rows(await split(hundred, config, 1)), first);
    assert.notDeepEqual(rows(await split(hundred, config, 2)), first);
  });

  it('keeps the classes in proportion', async () => {
    const { validation, test } = await split(hundred, { target: ['y'], validation: 0.2, test: 0.1 });
    assert.equal(validation!.targets.filter((y) => y === 1).length, 4);
    assert.equal(test!.targets.filter((y) => y === 1).length, 2);
  });

  it('leaves a class of one row in training', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const text = table('x,y', 11, (i) => `${i},${i === 5 ? 'rare' : 'ab'[i % 2]}`);
      const { train, validation } = await split(text, { target: ['y'], validation: 0.3 }, seed);
      assert.ok(train.rowNumbers.includes(5));
      assert.equal(validation!.count, 3);
    }
  });

  it('leaves a row of each class in training, however much is held back', async () => {
    const text = table('x,y', 12, (i) => `${(i * 7) % 13},c${i % 6}`);
    for (let seed = 0; seed < 10; seed++) {
      const { train } = await split(text, { target: ['y'], validation: 0.4, test: 0.1 }, seed);
      assert.equal(new Set(train.targets).size, 6);
    }
    const rare = table('x,y', 10, (i) => `${(i * 7) % 13},${i === 5 ? 'rare' : 'common'}`);
    for (const shares of [
      { validation: 0.8 },
      { validation: 0, test: 0.8 },
      { validation: 0.4, test: 0.4 },
    ]) {
      assert.ok((await split(rare, { target: ['y'], ...shares })).train.rowNumbers.includes(5));
    }
  });

  it('trains on every row where validation is 0', async () => {
    const { train, validation } = await split(hundred, { target: ['y'], validation: 0 });
    assert.deepEqual([train.count, validation], [100, null]);
  });

  it('warns where the rows are too few', async () => {
    const { dataset, problems } = await load(
      { 'train.csv': 'x,y\n1,0.5\n2,1.5\n' },
      { target: ['y'], validation: 0.2 },
    );
    assert.equal(dataset!.validation, null);
    assert.deepEqual(
      problems.map(({ severity, code }) => [severity, code]),
      [['warning', 'no-validation-rows']],
    );
  });

  it('keeps the rows of a group on one side and its column out of the inputs', async () => {
    const text = table('patient,x,y', 100, (i) => `p${(i * 7) % 25},${i},${i / 2}`);
    for (let seed = 0; seed < 10; seed++) {
      const dataset = await split(
        text,
        { target: ['y'], group: 'patient', validation: 0.2, test: 0.2 },
        seed,
      );
      const groups = rows(dataset).map((side) => new Set(side.map((row) => (row * 7) % 25)));
      assert.deepEqual(
        groups.map((side) => side.size),
        [15, 5, 5],
      );
      assert.equal(new Set(groups.flatMap((side) => [...side])).size, 25);
      assert.deepEqual(
        dataset.preprocessing.features.map(({ column }) => column),
        ['x'],
      );
    }
  });

  it('holds back one of two large groups, and refuses a single one', async () => {
    const two = table('g,x,y', 20, (i) => `${i % 2},${i},${i / 2}`);
    assert.equal((await split(two, { target: ['y'], group: 'g', validation: 0.2 })).validation!.count, 10);
    const one = table('g,x,y', 20, (i) => `7,${i},${i / 2}`);
    const { dataset, problems } = await load(
      { 'train.csv': one },
      { target: ['y'], group: 'g', validation: 0.2 },
    );
    assert.equal(dataset, null);
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error').map(({ path }) => path),
      [['data', 'group']],
    );
  });

  it('validates on the last part of an order, tests on what comes after', async () => {
    const text = table('day,x,y', 10, (i) => `2024-01-${String(((i * 3) % 10) + 10)},${i},${i / 2}`);
    const [, validation, test] = rows(
      await split(text, { target: ['y'], order: 'day', validation: 0.2, test: 0.2 }),
    );
    const day = (row: number): number => (row * 3) % 10;
    assert.deepEqual(validation!.map(day).sort(), [6, 7]);
    assert.deepEqual(test!.map(day).sort(), [8, 9]);
    const numbers = table('t,x,y', 12, (i) => `${11 - i},${i},${i / 2}`);
    assert.deepEqual(
      rows(await split(numbers, { target: ['y'], order: 't', validation: 0.25 }))[1],
      [0, 1, 2],
    );
  });

  for (const [validation, test, key] of [
    [1, 0, 'validation'],
    [-0.1, 0, 'validation'],
    [0.5, 0.5, 'test'],
  ] as const) {
    it(`refuses shares of ${validation} and ${test}`, async () => {
      const { dataset, problems } = await load({ 'train.csv': hundred }, { target: ['y'], validation, test });
      assert.equal(dataset, null);
      assert.deepEqual(
        problems.map(({ code, path }) => [code, path]),
        [['bad-share', ['data', key]]],
      );
    });
  }
});
