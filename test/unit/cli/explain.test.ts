import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { methods } from '../../../src/explain/index.js';
import { buildCommand, copyPenguins, runCommand } from './command.js';

interface Explained {
  readonly method: string;
  readonly output: string;
  readonly features: readonly string[];
  readonly classes: readonly string[] | null;
  readonly baseValue: readonly number[];
  readonly rows: readonly {
    readonly row: number;
    readonly prediction: readonly number[];
    readonly values: readonly (readonly number[])[];
    readonly residual: readonly number[];
  }[];
}

describe('netweight explain', function () {
  this.timeout(120_000);
  let folder = '';
  const run = (...args: string[]) => runCommand(['explain', ...args], { cwd: folder });
  const explainJson = async (...args: string[]): Promise<Explained> => {
    const { status, stdout, stderr } = await run(...args, '--json');
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Explained;
  };

  before(async () => {
    await buildCommand();
    folder = copyPenguins();
    const train = ['train', 'penguins.nn.json', '--epochs', '15', '--run'];
    assert.equal((await runCommand([...train, 'run'], { cwd: folder })).status, 0);
    const text = readFileSync(join(folder, 'penguins.nn.json'), 'utf8');
    writeFileSync(join(folder, 'mass.nn.json'), text.replace('"species"', '"body_mass_g"'));
    const linear = `{ "data": { "train": "penguins.csv", "target": "body_mass_g", "missing": "drop" },
      "layers": [{ "type": "dense" }], "optimizer": { "type": "adam", "learningRate": 10 }, "training": { "epochs": 20 } }`;
    writeFileSync(join(folder, 'linear.nn.json'), linear);
    const table = readFileSync(join(folder, 'penguins.csv'), 'utf8');
    writeFileSync(join(folder, 'other.csv'), table.replace('bill_length_mm', 'bill_length'));
    writeFileSync(join(folder, 'features.csv'), table.replaceAll(/^[^,]+,/gm, ''));
    await runCommand(['train', 'mass.nn.json', '--epochs', '15', '--run', 'mass'], { cwd: folder });
    await runCommand(['train', 'linear.nn.json', '--run', 'linear'], { cwd: folder });
  });

  for (const { name, tolerance } of methods.filter((method) => method.name !== 'linear')) {
    it(`adds up by ${name}, a value for each feature and class`, async () => {
      const told = await explainJson('run', 'penguins.csv', '--rows', '2:9', '--method', name);
      assert.equal(told.method, name);
      assert.equal(told.output, 'logit');
      assert.deepEqual(told.classes, ['Adelie', 'Chinstrap', 'Gentoo']);
      assert.deepEqual(told.features.slice(0, 2), ['island', 'bill_length_mm']);
      assert.deepEqual(
        told.rows.map(({ row }) => row),
        [2, 4, 5, 6, 7],
        'rows keep their numbers, and those that lack a value are left out',
      );
      for (const { prediction, values, residual } of told.rows) {
        assert.equal(values.length, told.features.length);
        prediction.forEach((value, o) => {
          const sum = values.reduce((total, each) => total + each[o]!, told.baseValue[o]!);
          assert.ok(Math.abs(sum - value - residual[o]!) < 1e-9);
          if (tolerance !== undefined) assert.ok(Math.abs(residual[o]!) < tolerance * 10);
        });
      }
    });
  }

  it('takes exact for a few features and linear for a linear model, in the units of the target', async () => {
    assert.equal((await explainJson('run', 'penguins.csv', '--rows', '0:3')).method, 'exact');
    const { method, output, classes, baseValue, rows } = await explainJson('linear', 'penguins.csv');
    assert.deepEqual([method, output, classes], ['linear', 'value', null]);
    assert.ok(baseValue[0]! > 1000, 'grams');
    assert.ok(rows.every(({ residual }) => Math.abs(residual[0]!) < 1e-2));
    const predicted = await runCommand(['predict', 'linear', 'penguins.csv', '--json'], { cwd: folder });
    const { rows: known } = JSON.parse(predicted.stdout) as { rows: { output: number[] }[] };
    rows.forEach(({ prediction }, i) => assert.ok(Math.abs(prediction[0]! - known[i]!.output[0]!) < 0.1));
  });

  it('explains probabilities where they are asked for, by every way that asks the model or its gradient', async () => {
    const predicted = await runCommand(['predict', 'run', 'penguins.csv', '--json'], { cwd: folder });
    const known = JSON.parse(predicted.stdout) as { rows: { row: number; output: number[] }[] };
    for (const method of ['exact', 'kernel', 'permutation', 'expectedGradients']) {
      const told = await explainJson(
        ...['run', 'penguins.csv', '--rows', '0:3', '--method', method, '--output', 'probability'],
      );
      assert.equal(told.output, 'probability');
      const sum = told.baseValue.reduce((total, value) => total + value, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5, 'base values are probabilities too');
      told.rows.forEach(({ row, prediction, values, residual }) => {
        const { output } = known.rows.find((each) => each.row === row)!;
        prediction.forEach((value, o) => {
          assert.ok(Math.abs(value - output[o]!) < 1e-5);
          const total = values.reduce((all, each) => all + each[o]!, told.baseValue[o]!);
          assert.ok(Math.abs(total - value - residual[o]!) < 1e-9);
          assert.ok(Math.abs(residual[o]!) < (method === 'expectedGradients' ? 0.05 : 1e-5), method);
        });
      });
    }
  });

  it('draws the background from the training rows by the seed, all of them where N is large', async () => {
    const ask = (...more: string[]) => explainJson('mass', 'penguins.csv', '--rows', '0:1', ...more);
    const few = await ask('--background', '5');
    assert.deepEqual(await ask('--background', '5'), few);
    assert.notDeepEqual((await ask('--background', '5', '--seed', '1')).baseValue, few.baseValue);
    const all = await ask('--background', '1000');
    assert.deepEqual((await ask('--background', '1000', '--seed', '1')).baseValue, all.baseValue);
    // A checkpoint by itself knows no training rows: the data serves.
    const model = join('mass', 'checkpoints', 'best.safetensors');
    const ofData = await explainJson(model, 'penguins.csv', '--rows', '0:1', '--background', '1000');
    assert.notDeepEqual(ofData.baseValue, all.baseValue);
  });

  it('measures importance where the target is known', async () => {
    const { stdout } = await run('run', 'penguins.csv', '--method', 'importance', '--json');
    const told = JSON.parse(stdout) as {
      method: string;
      metric: string;
      base: number;
      features: { name: string; drop: number; std: number }[];
    };
    assert.deepEqual([told.method, told.metric], ['importance', 'accuracy']);
    assert.ok(told.base > 0.9);
    const bill = told.features.find(({ name }) => name === 'bill_length_mm')!;
    assert.ok(bill.drop > 0.1 && bill.std > 0);
  });

  it('shows people a table with bars', async () => {
    const { stdout } = await run('run', 'penguins.csv', '--rows', '0:1');
    assert.match(stdout, /^exact, against 100 rows of the training rows\nrow 0, logit of Adelie/);
    assert.match(stdout, /bill_length_mm +\+\d\.\d+ █+/);
    assert.match(stdout, /largest residual/);
    assert.match((await run('run', 'penguins.csv')).stdout, /mean \|φ\| over 333 rows/);
  });

  const refusals: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['run', 'penguins.csv', '--method', 'lime'], /no method "lime"\. Known are linear, exact, kernel/],
    [
      ['run', 'penguins.csv', '--method', 'linear'],
      /linear explains linear models alone.*use exact, or kernel/,
    ],
    [['run', 'penguins.csv', '--output', 'odds'], /--output is "odds"; known are logit, probability, value/],
    [['run', 'penguins.csv', '--output', 'value'], /predicts classes, which are no values/],
    [['mass', 'penguins.csv', '--output', 'probability'], /predicts values, which have no probability/],
    [
      ['run', 'penguins.csv', '--output', 'probability', '--method', 'deep'],
      /rescale rule does not cover probability \(activation\)/,
    ],
    [['run', 'penguins.csv', '--rows', '5'], /--rows is "5"; give A:B/],
    [['run', 'penguins.csv', '--rows', '9:3'], /--rows is "9:3"/],
    [['run', 'penguins.csv', '--rows', '9000:9001'], /no rows from 9000 to 9001/],
    [['run', 'penguins.csv', '--background', '0'], /--background is "0"/],
    [['run', 'penguins.csv', '--seed', 'x'], /--seed is "x"/],
    [['none', 'penguins.csv'], /no run or checkpoint/],
    [['run', 'other.csv'], /other\.csv has no column "bill_length_mm".*is it "bill_length"\?/],
    [['run', 'features.csv', '--method', 'importance'], /lacks the target/],
  ];
  for (const [args, message] of refusals) {
    it(`refuses ${args.join(' ')} in one line`, async () => {
      const { status, stderr } = await run(...args);
      assert.equal(status, 2, stderr);
      const lines = stderr
        .trim()
        .split('\n')
        .filter((line) => !line.includes('left out'));
      assert.equal(lines.length, 1, stderr);
      assert.match(lines[0]!, message);
    });
  }
});
