import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openModel } from '../../src/formats/index.js';
import { memorySource } from '../../src/formats/memory.js';
import { buildCommand, makeFolder, parseLines, runCommand } from '../unit/cli/command.js';

const root = join(import.meta.dirname, '../..');

/** The network's tensors as bytes, and their shapes. */
async function readTensors(path: string) {
  const file = await openModel(memorySource(readFileSync(path)), path);
  const tensors = await Promise.all(file.tensors.map((info) => file.read(info)));
  return new Map(
    tensors.map(({ name, shape, bytes }) => [name, { shape, hex: Buffer.from(bytes).toString('hex') }]),
  );
}

function makeSpec(train: string, first: string, more: object = {}) {
  return {
    data: { train, target: 'digit', scale: 'minmax' },
    layers: [
      { type: 'dense', name: first, units: 24 },
      { type: 'batchNorm', name: 'norm', activation: 'relu' },
      { type: 'dense', name: 'second', units: 16, activation: 'relu' },
      { type: 'dense', name: 'output' },
    ],
    optimizer: { type: 'adam', learningRate: 0.01 },
    training: { epochs: 8, batchSize: 32, seed: 1 },
    ...more,
  };
}

const weights = 'base/checkpoints/last.safetensors';

describe('transfer between digits', function () {
  this.timeout(120_000);
  let folder = '';

  /** Trains a spec into a run of that name; gives its last line, what it warned of, and its last weights. */
  async function train(run: string, spec: object) {
    writeFileSync(join(folder, `${run}.nn.json`), JSON.stringify(spec));
    const args = ['train', `${run}.nn.json`, '--run', run, '--json'];
    const { status, stdout, stderr } = await runCommand(args, { cwd: folder });
    assert.equal(status, 0, stderr);
    const done = parseLines(stdout).at(-1)! as { metrics: Record<string, number> };
    return { done, stderr, tensors: await readTensors(join(folder, run, 'checkpoints/last.safetensors')) };
  }

  let base: Awaited<ReturnType<typeof train>>;

  before(async () => {
    await buildCommand();
    folder = makeFolder();
    const [header, ...rows] = readFileSync(join(root, 'test/fixtures/data/digits.csv'), 'utf8')
      .trim()
      .split('\n');
    const isLow = (row: string) => Number(row.slice(row.lastIndexOf(',') + 1)) < 5;
    writeFileSync(join(folder, 'low.csv'), [header, ...rows.filter(isLow)].join('\n'));
    writeFileSync(join(folder, 'all.csv'), [header, ...rows.filter((_, i) => i % 2 === 0)].join('\n'));
    base = await train('base', makeSpec('low.csv', 'hidden'));
  });

  it('frozen layers stay the same bytes, others move, a head of another size is left out with a warning', async () => {
    const { tensors, stderr, done } = await train(
      'moved',
      makeSpec('all.csv', 'features', {
        pretrained: { weights, freeze: ['features.*', 'norm'], rename: { 'hidden.': 'features.' } },
      }),
    );
    assert.match(stderr, /"output\.weight" has shape \[10, 16\] here and \[5, 16\] in the weights file/);
    assert.match(stderr, /"output\.bias" has shape \[10\] here and \[5\] in the weights file/);
    assert.doesNotMatch(stderr, /second|features|norm/);
    const frozen = ['features.weight', 'features.bias', 'norm.weight', 'norm.bias'];
    for (const name of [...frozen, 'norm.running_mean', 'norm.running_var']) {
      assert.deepEqual(tensors.get(name), base.tensors.get(name.replace('features', 'hidden')), name);
    }
    for (const name of ['second.weight', 'second.bias']) {
      assert.notEqual(tensors.get(name)!.hex, base.tensors.get(name)!.hex, name);
    }
    assert.deepEqual(tensors.get('output.weight')!.shape, [10, 16]);
    assert.ok(done.metrics['validationAccuracy']! > 0.85, JSON.stringify(done.metrics));
  });

  it('what is not frozen starts from the file, a head of the same size too', async () => {
    const still = {
      optimizer: { type: 'sgd', learningRate: 1e-30 },
      training: { epochs: 1, batchSize: 32, seed: 9 },
    };
    const { tensors, stderr } = await train(
      'still',
      makeSpec('low.csv', 'hidden', { ...still, pretrained: { weights } }),
    );
    assert.equal(stderr, '');
    for (const [name, tensor] of base.tensors) {
      if (!name.includes('running')) assert.deepEqual(tensors.get(name), tensor, name);
    }
  });
});
