import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommand, makeFolder, runCommand } from './command.js';

const fixtures = join(import.meta.dirname, '../../fixtures');

interface Expected {
  readonly rows: readonly (readonly number[])[];
  readonly outputs: readonly (readonly number[])[];
}

describe('netweight with an ONNX model', function () {
  this.timeout(60_000);
  let folder = '';
  let expected: Expected;
  const run = (...args: string[]) => runCommand(args, { cwd: folder });
  const runJson = async <T>(...args: string[]): Promise<T> => {
    const { status, stdout, stderr } = await run(...args, '--json');
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as T;
  };

  before(async () => {
    await buildCommand();
    folder = makeFolder();
    for (const name of ['dense', 'scaled']) {
      cpSync(join(fixtures, `onnx/${name}.onnx`), join(folder, `${name}.onnx`));
    }
    cpSync(join(fixtures, 'models/onnx/lstm.onnx'), join(folder, 'lstm.onnx'));
    expected = JSON.parse(readFileSync(join(fixtures, 'onnx/dense.json'), 'utf8')) as Expected;
    const table = [['a', 'b', 'c', 'd', 'kind'], ...expected.rows.map((row) => [...row, 'x'])];
    const write = (name: string, rows: readonly (readonly unknown[])[]): void =>
      writeFileSync(join(folder, name), rows.map((row) => `${row.join(',')}\n`).join(''));
    write('rows.csv', table);
    write('narrow.csv', [['a', 'b'], ...expected.rows.map((row) => row.slice(0, 2))]);
    write('text.csv', [['kind', 'a', 'b', 'c'], ...expected.rows.map((row) => ['x', ...row.slice(0, 3)])]);
  });

  it('predicts the probabilities that its softmax puts out', async () => {
    const told = await runJson<{ classes: number[]; rows: { output: number[] }[] }>(
      'predict',
      'dense.onnx',
      'rows.csv',
    );
    assert.deepEqual(told.classes, [0, 1, 2]);
    told.rows.forEach(({ output }, row) => {
      const logits = expected.outputs[row]!.map(Math.exp);
      const sum = logits.reduce((total, value) => total + value, 0);
      output.forEach((value, o) => assert.ok(Math.abs(value - logits[o]! / sum) < 1e-5));
    });
  });

  it('explains its logits by the columns of the data, in their order', async () => {
    const told = await runJson<{
      output: string;
      features: string[];
      baseValue: number[];
      rows: { prediction: number[]; values: number[][]; residual: number[] }[];
    }>('explain', 'dense.onnx', 'rows.csv', '--method', 'exact');
    assert.equal(told.output, 'logit');
    assert.deepEqual(told.features, ['a', 'b', 'c', 'd']);
    told.rows.forEach(({ prediction, values, residual }, row) => {
      prediction.forEach((value, o) => {
        assert.ok(Math.abs(value - expected.outputs[row]![o]!) < 1e-5);
        const sum = values.reduce((total, each) => total + each[o]!, told.baseValue[o]!);
        assert.ok(Math.abs(sum - value) < 1e-6 && Math.abs(residual[o]!) < 1e-6);
      });
    });
  });

  it('explains by gradients and multipliers too', async () => {
    for (const method of ['deep', 'integratedGradients', 'expectedGradients', 'kernel']) {
      const told = await runJson<{ output: string; rows: { residual: number[] }[] }>(
        ...['explain', 'scaled.onnx', 'rows.csv', '--method', method],
      );
      assert.equal(told.output, 'value');
      assert.ok(
        told.rows.every(({ residual }) => Math.abs(residual[0]!) < 0.5),
        method,
      );
    }
  });

  const refusals: readonly (readonly [model: string, data: string, message: RegExp])[] = [
    [
      'lstm.onnx',
      'rows.csv',
      /lstm\.onnx has operators that cannot be run here:.* LSTM \(node "\/lstm\/LSTM", 23 of 28\)/,
    ],
    ['dense.onnx', 'narrow.csv', /narrow\.csv has 2 columns, and dense\.onnx takes 4 numbers/],
    ['dense.onnx', 'text.csv', /column "kind" of text\.csv holds text, and dense\.onnx takes 4 numbers/],
    ['dense.onnx', 'none.csv', /none\.csv/],
  ];
  for (const [model, data, message] of refusals) {
    it(`refuses ${model} with ${data} in one line`, async () => {
      const { status, stderr } = await run('explain', model, data);
      assert.equal(status, 2, stderr);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
      assert.match(stderr, message);
    });
  }
});
