import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommand, makeFolder, runCommand } from '../unit/cli/command.js';
import { assertSameRows, hasTorch, predictInTorch, type PredictedRows } from './inTorch.js';

const root = join(import.meta.dirname, '../..');
const dense = (name: string, more: object = {}) => ({ type: 'dense', name, ...more });

interface Case {
  readonly label: string;
  readonly table: string;
  readonly data: object;
  readonly layers: readonly object[];
  readonly training?: object;
}

const cases: readonly Case[] = [
  {
    label: 'dense layers for three classes, categories and dropped rows',
    table: 'examples/penguins/penguins.csv',
    data: { target: 'species', ignore: ['year'], missing: 'drop' },
    layers: [
      dense('hidden', { units: 16, activation: 'relu' }),
      dense('second', { units: 8, activation: 'gelu' }),
      dense('output'),
    ],
  },
  {
    label: 'batchNorm, dropout and layerNorm for two classes',
    table: 'test/fixtures/data/breast_cancer.csv',
    data: { target: 'diagnosis' },
    layers: [
      dense('hidden', { units: 16, bias: false }),
      { type: 'batchNorm', name: 'norm', activation: 'relu' },
      { type: 'dropout', name: 'drop', rate: 0.3 },
      dense('second', { units: 8 }),
      { type: 'layerNorm', name: 'layerNorm', activation: 'silu' },
      dense('output'),
    ],
  },
  {
    label: 'a regression with its target scaled',
    table: 'test/fixtures/data/diabetes.csv',
    data: { target: 'progression', scaleTarget: 'standard' },
    layers: [dense('hidden', { units: 16, activation: 'elu' }), dense('output')],
  },
  {
    label: 'missing cells filled, inputs between 0 and 1, values in the hundred thousands',
    table: 'test/fixtures/data/housing.csv',
    data: { target: 'median_house_value', missing: 'mean', scale: 'minmax', scaleTarget: 'standard' },
    layers: [dense('hidden', { units: 8, activation: 'tanh' }), dense('output')],
    training: { epochs: 1, batchSize: 256 },
  },
  {
    label: 'inputs of a shape, dense and layerNorm on the last axis, flatten, residuals',
    table: 'test/fixtures/data/digits.csv',
    data: { target: 'digit', scale: 'minmax', shape: [8, 8] },
    layers: [
      dense('rows', { units: 8, activation: 'softplus' }),
      { type: 'add', name: 'residual', from: ['input', 'rows'] },
      { type: 'layerNorm', name: 'norm' },
      { type: 'flatten', name: 'flat' },
      { type: 'activation', name: 'bent', function: 'selu' },
      dense('output'),
    ],
    training: { epochs: 2, batchSize: 64 },
  },
  {
    label: 'convolutions, pools, batchNorm over channels, a residual, flattened into dense layers',
    table: 'test/fixtures/data/digits.csv',
    data: { target: 'digit', scale: 'minmax', shape: [1, 8, 8] },
    layers: [
      { type: 'conv2d', name: 'first', filters: 12, kernel: 3, padding: 'same', activation: 'relu' },
      { type: 'conv2d', name: 'depthwise', filters: 12, kernel: 3, padding: 1, groups: 12 },
      { type: 'batchNorm', name: 'norm', activation: 'relu' },
      { type: 'add', name: 'residual', from: ['first', 'norm'] },
      { type: 'maxPool2d', name: 'pool' },
      { type: 'conv2d', name: 'second', filters: 6, kernel: [2, 3], groups: 2, activation: 'gelu' },
      { type: 'avgPool2d', name: 'mean', size: 2, stride: 1 },
      { type: 'flatten', name: 'flat' },
      dense('output'),
    ],
    training: { epochs: 2, batchSize: 64 },
  },
];

describe(`checkpoints in PyTorch${hasTorch ? '' : ' (skipped: /usr/bin/python3 has no torch)'}`, function () {
  this.timeout(120_000);
  const ours: PredictedRows[] = [];
  let theirs: PredictedRows[] = [];

  before(async function () {
    if (!hasTorch) this.skip();
    await buildCommand();
    const folders = cases.map(writeCase);
    for (const folder of folders) ours.push(await trainAndPredict(folder));
    theirs = predictInTorch(
      folders.map((folder) => ({ run: join(folder, 'run'), data: join(folder, 'table.csv') })),
    );
  });

  for (const [i, { label }] of cases.entries()) {
    it(`last.safetensors loads strictly and predicts the same: ${label}`, () => {
      assert.ok(ours[i]!.rows.length > 100);
      assertSameRows(ours[i]!, theirs[i]!);
    });
  }
});

/** A folder with the case's table and spec. */
function writeCase({ table, data, layers, training }: Case): string {
  const folder = makeFolder();
  copyFileSync(join(root, table), join(folder, 'table.csv'));
  const spec = {
    data: { train: 'table.csv', ...data },
    layers,
    training: { epochs: 5, batchSize: 16, seed: 4, ...training },
  };
  writeFileSync(join(folder, 'table.nn.json'), JSON.stringify(spec));
  return folder;
}

async function trainAndPredict(cwd: string): Promise<PredictedRows> {
  const trained = await runCommand(['train', 'table.nn.json', '--run', 'run'], { cwd });
  assert.equal(trained.status, 0, trained.stderr);
  const last = 'run/checkpoints/last.safetensors';
  const predicted = await runCommand(['predict', last, 'table.csv', '--json'], { cwd });
  assert.equal(predicted.status, 0, predicted.stderr);
  return JSON.parse(predicted.stdout) as PredictedRows;
}
