import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Dataset, LoadResult } from '../../../src/data/dataset.js';
import { load, table } from './fixtures.js';

function dataset(result: LoadResult): Dataset {
  assert.ok(result.dataset, JSON.stringify(result.problems));
  return result.dataset;
}

function near(actual: ArrayLike<number>, expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) =>
    assert.ok(Math.abs(actual[i]! - value) < 1e-6, `${i}: ${actual[i]} is not ${value}`),
  );
}

describe('loading data', () => {
  describe('features', () => {
    const text = 'size,colour,y\n1,red,0.5\n2,blue,1.5\n3,red,2.5\n6,green,3.5\n';

    it('puts one-hot columns in the place of their column, sorted by code point', async () => {
      const { preprocessing, train } = dataset(await load({ 'train.csv': text }, { target: ['y'] }));
      assert.equal(preprocessing.inputs, 4);
      near(train.inputs, [1, 0, 0, 1, 2, 1, 0, 0, 3, 0, 0, 1, 6, 0, 1, 0]);
      near(train.targets, [0.5, 1.5, 2.5, 3.5]);
    });

    it('takes the features that are named, in that order', async () => {
      const { train } = dataset(
        await load({ 'train.csv': text }, { target: ['y'], features: ['colour', 'size'] }),
      );
      near(train.inputs.subarray(0, 4), [0, 0, 1, 1]);
      const { preprocessing } = dataset(
        await load({ 'train.csv': text }, { target: ['y'], ignore: ['colour'] }),
      );
      assert.deepEqual(
        preprocessing.features.map(({ column }) => column),
        ['size'],
      );
    });

    it('sorts an emoji behind every letter', async () => {
      const words = table('c,y', 4, (i) => `${['😀', '\uff21', 'b', 'a'][i]},${i / 2}`);
      const { preprocessing } = dataset(await load({ 'train.csv': words }, { target: ['y'] }));
      const [feature] = preprocessing.features;
      assert.deepEqual(feature?.kind === 'category' && feature.categories, ['a', 'b', '\uff21', '😀']);
    });

    it('scales to mean 0 and standard deviation 1 with divisor N', async () => {
      const result = await load(
        { 'train.csv': text },
        { target: ['y'], ignore: ['colour'], scale: 'standard' },
      );
      const std = Math.sqrt(3.5);
      near(dataset(result).train.inputs, [-2 / std, -1 / std, 0, 3 / std]);
    });

    it('scales to 0 … 1', async () => {
      const result = await load(
        { 'train.csv': text },
        { target: ['y'], ignore: ['colour'], scale: 'minmax' },
      );
      near(dataset(result).train.inputs, [0, 0.2, 0.4, 1]);
    });

    for (const scale of ['standard', 'minmax'] as const) {
      it(`makes a constant column 0 (${scale})`, async () => {
        const constant = table('k,x,y', 3, (i) => `0.1,${i},${i / 2}`);
        const { train } = dataset(await load({ 'train.csv': constant }, { target: ['y'], scale }));
        assert.deepEqual([train.inputs[0], train.inputs[2], train.inputs[4]], [0, 0, 0]);
      });
    }

    it('fits on the training rows alone', async () => {
      const time = table('t,x,y', 10, (i) => `${i},${i < 8 ? i : 1000},${i / 2}`);
      const { preprocessing } = dataset(
        await load({ 'train.csv': time }, { target: ['y'], order: 't', validation: 0.2, scale: 'minmax' }),
      );
      assert.deepEqual(preprocessing.features, [
        { kind: 'number', column: 'x', offset: 0, scale: 1 / 7, fill: null },
      ]);
    });

    it('gives a category that training has not seen no input, with a warning', async () => {
      const files = { 'train.csv': text, 'v.csv': 'size,colour,y\n1,mauve,1\n' };
      const result = await load(files, { target: ['y'], validation: 'v.csv' });
      near(dataset(result).validation!.inputs, [1, 0, 0, 0]);
      const warning = result.problems.find(({ code }) => code === 'unseen-category')!;
      assert.deepEqual(
        [warning.severity, warning.path, warning.file, warning.line],
        ['warning', ['data', 'validation'], 'v.csv', 2],
      );
    });

    it('refuses numbers that single precision cannot tell apart', async () => {
      const text = 'x,y\n1e-320,1.5\n0,2.5\n1e-310,3.5\n';
      const { problems } = await load({ 'train.csv': text }, { target: ['y'], scale: 'standard' });
      assert.match(problems[0]!.message, /cannot be scaled .* too large or too close together/);
    });

    it('refuses numbers that single precision cannot hold', async () => {
      const { problems } = await load({ 'train.csv': 'x,y\n1e300,1.5\n2,2.5\n' }, { target: ['y'] });
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['number-too-large'],
      );
    });

    it('checks the shape', async () => {
      const two = table('a,b,y', 4, (i) => `${i},${-i},${i / 2}`);
      const fits = await load({ 'train.csv': two }, { target: ['y'], shape: [1, 1, 2] });
      assert.deepEqual(dataset(fits).preprocessing.inputShape, [1, 1, 2]);
      const { problems } = await load({ 'train.csv': two }, { target: ['y'], shape: [1, 28, 28] });
      assert.deepEqual(
        problems.map(({ code, path }) => [code, path]),
        [['wrong-shape', ['data', 'shape']]],
      );
      assert.match(problems[0]!.message, /784 inputs, but the features make 2/);
    });
  });

  describe('missing cells', () => {
    const text = 'x,c,y\n1,a,0.5\n,b,1.5\n3,,2.5\n8,b,\n5,a,4.5\n';

    it('are an error by default, with the way out', async () => {
      const { dataset: none, problems } = await load({ 'train.csv': text }, { target: ['y'] });
      assert.equal(none, null);
      assert.deepEqual(
        problems.map(({ code, path, line, suggestion }) => [code, path, line, suggestion]),
        ['x', 'c', 'y'].map((_, i) => ['missing-values', ['data', 'missing'], 3 + i, 'drop']),
      );
    });

    it('say nothing of the rows that have none', async () => {
      // Of y only one value is left: that says nothing of the target.
      const gaps = 'x,y\n1,a\n,b\n3,a\n';
      const { problems } = await load({ 'train.csv': gaps }, { target: ['y'] });
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['missing-values'],
      );
    });

    it('leave their rows out with "drop"', async () => {
      const result = await load({ 'train.csv': text }, { target: ['y'], missing: 'drop' });
      assert.deepEqual([...dataset(result).train.rowNumbers], [0, 4]);
      assert.match(result.problems[0]!.message, /3 of 5 rows of train\.csv lack a value/);
    });

    it('are filled with mean and mode by "mean", rows without a target left out', async () => {
      const result = await load({ 'train.csv': text }, { target: ['y'], missing: 'mean' });
      const { train, preprocessing } = dataset(result);
      assert.deepEqual([...train.rowNumbers], [0, 1, 2, 4]);
      assert.deepEqual(
        preprocessing.features.map(({ fill }) => fill),
        [3, 'a'],
      );
      near(train.inputs, [1, 1, 0, 3, 0, 1, 3, 1, 0, 5, 1, 0]);
    });

    it('take the smallest of several modes', async () => {
      const tied = 'c,y\nb,0.5\na,1.5\n,2.5\n';
      const { preprocessing } = dataset(
        await load({ 'train.csv': tied }, { target: ['y'], missing: 'mean' }),
      );
      assert.equal(preprocessing.features[0]!.fill, 'a');
    });

    it('count as at the mean when scaling', async () => {
      const { train } = dataset(
        await load(
          { 'train.csv': 'x,y\n-1,0.5\n1,1.5\n,2.5\n,3.5\n' },
          { target: ['y'], missing: 'mean', scale: 'standard' },
        ),
      );
      near(train.inputs, [-Math.SQRT2, Math.SQRT2, 0, 0]);
    });

    it('explain why no row is left', async () => {
      const { problems } = await load(
        { 'train.csv': 'x,z,y\n1,,0.5\n2,,1.5\n' },
        { target: ['y'], missing: 'drop' },
      );
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['no-rows'],
      );
      assert.match(problems[0]!.message, /"z" is missing in 2 of 2/);
    });

    it('of a whole column cannot be filled', async () => {
      const { problems } = await load(
        { 'train.csv': 'x,z,y\n1,,0.5\n2,,1.5\n' },
        { target: ['y'], missing: 'mean' },
      );
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['empty-column'],
      );
    });
  });

  describe('tasks', () => {
    const cases: readonly [string, (i: number) => string, string, number][] = [
      ['three words', (i) => 'cab'[i % 3]!, 'classification', 3],
      ['two words', (i) => 'ba'[i % 2]!, 'binary', 1],
      ['twenty whole numbers', (i) => `${(i * 7) % 20}`, 'classification', 20],
      ['twenty-one whole numbers', (i) => `${i % 21}`, 'regression', 1],
      ['two whole numbers', (i) => `${i % 2}`, 'binary', 1],
      ['fractions', (i) => `${i % 3}.5`, 'regression', 1],
      ['fifty words', (i) => `w${i % 50}`, 'classification', 50],
    ];
    for (const [what, cell, task, outputs] of cases) {
      it(`${what}: ${task}`, async () => {
        const { preprocessing, outputs: width } = dataset(
          await load({ 'train.csv': table('x,y', 100, (i) => `${i},${cell(i)}`) }, { target: ['y'] }),
        );
        assert.deepEqual([preprocessing.task, width], [task, outputs]);
      });
    }

    it('several targets of 0 and 1: multilabel, else regression', async () => {
      const labels = table('x,a,b', 10, (i) => `${i},${i % 2},${i % 3 === 0 ? 1 : 0}`);
      const multilabel = dataset(await load({ 'train.csv': labels }, { target: ['a', 'b'] }));
      assert.deepEqual([multilabel.preprocessing.task, multilabel.outputs], ['multilabel', 2]);
      near(multilabel.train.targets.subarray(0, 6), [0, 1, 1, 0, 0, 0]);
      const values = dataset(await load({ 'train.csv': labels }, { target: ['x', 'b'] }));
      assert.deepEqual([values.preprocessing.task, values.outputs], ['regression', 2]);
    });

    it('sorts classes: numbers by value, words by code point', async () => {
      const numbers = dataset(
        await load({ 'train.csv': table('x,y', 9, (i) => `${i},${[10, 9, -1][i % 3]}`) }, { target: ['y'] }),
      );
      assert.deepEqual(numbers.preprocessing.target, { kind: 'class', column: 'y', classes: [-1, 9, 10] });
      near(numbers.train.targets.subarray(0, 3), [2, 1, 0]);
      const words = dataset(
        await load(
          { 'train.csv': table('x,y', 9, (i) => `${i},${['é', 'b', 'A'][i % 3]}`) },
          { target: ['y'] },
        ),
      );
      assert.deepEqual(words.preprocessing.target.kind === 'class' && words.preprocessing.target.classes, [
        'A',
        'b',
        'é',
      ]);
    });

    it('obeys the task that is given', async () => {
      const text = table('x,y', 10, (i) => `${i},${i % 2}`);
      assert.equal(
        dataset(await load({ 'train.csv': text }, { target: ['y'] }, { task: 'classification' })).outputs,
        2,
      );
      const regression = dataset(
        await load({ 'train.csv': text }, { target: ['y'], scaleTarget: 'standard' }, { task: 'regression' }),
      );
      near(regression.train.targets.subarray(0, 2), [-1, 1]);
      assert.deepEqual(regression.preprocessing.target, {
        kind: 'values',
        columns: ['y'],
        offset: [0.5],
        scale: [2],
      });
    });

    const refused: readonly [string, string, Parameters<typeof load>[2], string, RegExp][] = [
      ['one class', table('x,y', 5, (i) => `${i},same`), {}, 'one-class', /always "same"/],
      [
        'binary with three values',
        table('x,y', 9, (i) => `${i},${i % 3}`),
        { task: 'binary' },
        'not-binary',
        /3 \(/,
      ],
      [
        'classes of fractions',
        table('x,y', 50, (i) => `${i},${i}.5`),
        { task: 'classification' },
        'not-classes',
        /regression/,
      ],
      [
        'regression on words',
        table('x,y', 9, (i) => `${i},w${i}`),
        { task: 'regression' },
        'target-not-numbers',
        /classification/,
      ],
      [
        'labels that are not 0 or 1',
        table('x,y', 9, (i) => `${i},${i}`),
        { task: 'multilabel' },
        'not-labels',
        /0 and 1/,
      ],
    ];
    for (const [what, text, input, code, message] of refused) {
      it(`refuses ${what}`, async () => {
        const { dataset: none, problems } = await load({ 'train.csv': text }, { target: ['y'] }, input);
        assert.equal(none, null);
        assert.deepEqual(
          problems.map((problem) => [problem.code, problem.path]),
          [[code, ['data', 'target']]],
        );
        assert.match(problems[0]!.message, message);
      });
    }

    it('weighs classes as sklearn does', async () => {
      const text = table('x,y', 8, (i) => `${i},${i < 6 ? 'a' : 'b'}`);
      const { classWeights } = dataset(
        await load({ 'train.csv': text }, { target: ['y'], classWeights: 'balanced' }),
      );
      near(classWeights!, [8 / 12, 2]);
      const { problems } = await load(
        { 'train.csv': table('x,y', 9, (i) => `${i},${i}.5`) },
        { target: ['y'], classWeights: 'balanced' },
      );
      assert.deepEqual(
        problems.map(({ path }) => path),
        [['data', 'classWeights']],
      );
    });
  });

  describe('columns', () => {
    const text = table('bill_length,species,year', 12, (i) => `${i},${'ab'[i % 2]},2007`);

    it('that are not there are problems where they are named, with the nearest name', async () => {
      const { problems } = await load(
        { 'train.csv': text },
        {
          target: ['specis'],
          features: ['bill length', 'yaer'],
          ignore: ['nothing like it'],
          group: 'birds',
        },
      );
      assert.deepEqual(
        problems.map(({ severity, code, path, suggestion }) => [severity, code, path.join('.'), suggestion]),
        [
          ['error', 'missing-column', 'data.target', 'species'],
          ['warning', 'missing-column', 'data.ignore.0', undefined],
          ['error', 'missing-column', 'data.group', undefined],
          ['error', 'missing-column', 'data.features.0', 'bill_length'],
          ['error', 'missing-column', 'data.features.1', 'year'],
        ],
      );
      assert.match(problems[1]!.message, /it has "bill_length", "species", "year"/);
    });

    for (const [what, config, code, path] of [
      ['the target among features', { features: ['species'] }, 'target-among-features', 'data.features.0'],
      ['the target among ignored', { ignore: ['species'] }, 'ignored-target', 'data.ignore.0'],
      [
        'a feature that is ignored',
        { features: ['year'], ignore: ['year'] },
        'ignored-feature',
        'data.ignore.0',
      ],
      ['a feature named twice', { features: ['year', 'year'] }, 'repeated-feature', 'data.features.1'],
      ['nothing left to learn from', { ignore: ['bill_length', 'year'] }, 'no-features', 'data.train'],
      ['group and order at once', { group: 'year', order: 'year' }, 'group-and-order', 'data.order'],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const result = await load({ 'train.csv': text }, { target: ['species'], ...config });
        assert.equal(result.dataset, null);
        assert.deepEqual(
          result.problems.map((problem) => [problem.code, problem.path.join('.')]),
          [[code, path]],
        );
      });
    }

    it('that nobody uses may hold what they like', async () => {
      const messy = table('x,notes,y', 40, (i) => `${i},${i === 30 ? 'oops' : i},${i / 2}`);
      const used = await load({ 'train.csv': messy }, { target: ['y'], features: ['x', 'notes'] });
      assert.deepEqual(
        used.problems.map(({ code, path, line, column }) => [code, path.join('.'), line, column]),
        [['text-among-numbers', 'data.features.1', 32, 2]],
      );
      assert.equal(used.dataset, null);
      assert.deepEqual(
        (await load({ 'train.csv': messy }, { target: ['y'], ignore: ['notes'] })).problems.filter(
          ({ severity }) => severity === 'error',
        ),
        [],
      );
    });

    it('that give the target away are warned of', async () => {
      const leak = table('x,code,y', 40, (i) => `${(i * 7) % 11},${i % 2 ? 'p' : 'q'},${i % 2}`);
      const { problems } = await load({ 'train.csv': leak }, { target: ['y'] });
      assert.deepEqual(
        problems.map(({ severity, code }) => [severity, code]),
        [['warning', 'target-leak']],
      );
      const finer = table('x,code,y', 40, (i) => `${(i * 7) % 11},c${i % 4},${i % 2}`);
      assert.deepEqual((await load({ 'train.csv': finer }, { target: ['y'] })).problems, []);
      const price = table('x,euro,dollar', 40, (i) => `${(i * 7) % 11},${i * 1.5},${i * 1.5 * 1.08 + 2}`);
      assert.match(
        (await load({ 'train.csv': price }, { target: ['dollar'] })).problems[0]!.message,
        /"euro" gives the target/,
      );
    });
  });

  describe('files', () => {
    const text = table('x,y', 10, (i) => `${i},${'ab'[i % 2]}`);

    it('that cannot be read are problems at their key', async () => {
      const none = await load({}, { target: ['y'] });
      assert.deepEqual(
        none.problems.map(({ code, path, message }) => [code, path.join('.'), message]),
        [['unreadable-file', 'data.train', 'There is no file "train.csv".']],
      );
      const half = await load({ 'train.csv': text }, { target: ['y'], validation: 'v.csv', test: 't.csv' });
      assert.deepEqual(
        half.problems.map(({ path }) => path.join('.')),
        ['data.validation', 'data.test'],
      );
    });

    it('of their own for validation and test are read like the training file', async () => {
      const files = { 'train.csv': text, 'v.csv': 'y,x\na,3\nb,4\n', 't.csv': 'x,y\n5,b\n' };
      const result = await load(files, { target: ['y'], validation: 'v.csv', test: 't.csv' });
      const { train, validation, test, sha256 } = dataset(result);
      assert.equal(train.count, 10);
      near(validation!.inputs, [3, 4]);
      near(validation!.targets, [0, 1]);
      near(test!.targets, [1]);
      const hash = (content: string) => createHash('sha256').update(content).digest('hex');
      const lines = Object.entries(files).map(([path, content]) => `${hash(content)}  ${path}\n`);
      assert.equal(sha256, hash(lines.join('')));
    });

    it('with a class that training has not are refused', async () => {
      const files = { 'train.csv': text, 'v.csv': 'x,y\n3,c\n' };
      const { dataset: none, problems } = await load(files, { target: ['y'], validation: 'v.csv' });
      assert.equal(none, null);
      assert.deepEqual(
        problems.map(({ code, path }) => [code, path.join('.')]),
        [['unknown-class', 'data.validation']],
      );
    });

    it('without a needed column are refused', async () => {
      const { problems } = await load(
        { 'train.csv': text, 'v.csv': 'z,y\n3,a\n' },
        { target: ['y'], validation: 'v.csv' },
      );
      assert.match(problems[0]!.message, /v\.csv has no column "x"/);
    });
  });

  it('says why nothing is held back: too few rows, or too few of each class', async () => {
    const few = await load({ 'train.csv': 'x,y\n1,a\n2,b\n' }, { target: ['y'], validation: 0.2 });
    assert.match(few.problems[0]!.message, /^2 rows are too few to hold 0\.2 of them back/);
    const unique = table('x,y', 50, (i) => `${i % 7},id${i}`);
    const { problems } = await load({ 'train.csv': unique }, { target: ['y'], validation: 0.2 });
    assert.match(problems.at(-1)!.message, /^Every class has too few of the 50 rows/);
  });

  it('suggests no name that has nothing in common with the wrong one', async () => {
    const { problems } = await load({ 'train.csv': 'x,y\n1,a\n2,b\n' }, { target: ['z'] });
    assert.match(problems[0]!.message, /has no column "z": it has "x", "y"/);
  });
});
