/** The weights of a run over time, from what the run left on the disk. */
import assert from 'node:assert/strict';
import { RunWeights } from '../../../src/model/runWeights.js';
import { MemoryTraining, writeSpec } from '../training/memoryTraining.js';

const layers = [
  { type: 'dense', name: 'frozen', units: 4, activation: 'tanh', trainable: false },
  { type: 'batchNorm', name: 'norm' },
  { type: 'dense', name: 'output' },
];

describe('the weights of a run', () => {
  const training = new MemoryTraining();
  let weights: RunWeights;

  before(async () => {
    training.tickMilliseconds = 600;
    await training.run(writeSpec({ layers }));
    weights = new RunWeights(training.fileSystem, '/run');
  });

  it('are there for every checkpoint, and for the beginning, which no file holds', async () => {
    const epochs = await weights.listEpochs();
    assert.equal(epochs[0], 0);
    assert.equal(epochs.at(-1), 6);
    assert.ok((await weights.bestEpoch())! > 0);
  });

  it('begin with what training drew: layers that do not learn still have it, others have moved', async () => {
    const frozen = await weights.readTensor('frozen.weight', 0);
    assert.deepEqual(frozen, await weights.readTensor('frozen.weight', 6));
    assert.ok(frozen.values.some((value) => value !== 0));
    assert.notDeepEqual(
      await weights.readTensor('output.weight', 0),
      await weights.readTensor('output.weight', 6),
    );
    assert.deepEqual([...(await weights.readTensor('norm.running_var', 0)).values], [1, 1, 1, 1]);
  });

  it('have histograms by epoch in the event file', async () => {
    const { histograms, stepsPerEpoch } = await weights.readHistograms('weights', 'output.weight');
    assert.deepEqual(
      histograms.map(({ step }) => step / stepsPerEpoch),
      [1, 2, 3, 4, 5, 6],
    );
    assert.equal((await weights.readHistograms('gradients', 'output.weight')).histograms.length, 6);
    assert.equal((await weights.readHistograms('weights', 'nobody')).histograms.length, 0);
  });

  it('are refused by name where there are none', async () => {
    await assert.rejects(weights.readTensor('output.weight', 99), /checkpoint of epoch 99 is gone/);
    await assert.rejects(weights.readTensor('nobody', 6), /has no tensor "nobody"/);
    await assert.rejects(weights.readTensor('nobody', 0), /beginning of "nobody"/);
  });

  it('have no beginning where training began with given weights', async () => {
    const [name, bytes] = [
      'base.safetensors',
      training.fileSystem.files.get('/run/checkpoints/epoch-0006.safetensors')!,
    ];
    const second = new MemoryTraining();
    second.files.set(name, bytes);
    await second.run(writeSpec({ layers, pretrained: { weights: name } }));
    const epochs = await new RunWeights(second.fileSystem, '/run').listEpochs();
    assert.ok(epochs.length > 0 && !epochs.includes(0));
  });
});
