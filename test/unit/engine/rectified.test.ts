import assert from 'node:assert/strict';
import { buildNetwork } from '../../../src/engine/build.js';
import type { LayerConfig, TrainingConfig } from '../../../src/engine/config.js';
import { planTraining } from '../../../src/engine/trainingPlan.js';
import type { KernelCall } from '../../../src/tensor/kernels/table.js';

const training: TrainingConfig = {
  task: 'regression',
  loss: { type: 'mse' },
  optimizer: { type: 'sgd', learningRate: 0.1 },
  schedule: { type: 'constant' },
  epochs: 1,
  batchSize: 8,
  seed: 1,
  shuffle: false,
  deterministic: true,
};

function stepOf(layers: readonly Omit<LayerConfig, 'index'>[], sampled = false): KernelCall[] {
  const { network, problems } = buildNetwork({
    inputShape: [4],
    outputs: 1,
    freeze: [],
    layers: layers.map((layer, index) => ({ ...layer, index }) as LayerConfig),
  });
  assert.ok(network, JSON.stringify(problems));
  return planTraining(network, training, 8).trainStep(8, sampled);
}

/** What is done about each relu: by the layer before it, or by calls of its own. */
function relusOf(calls: readonly KernelCall[]): { within: number; apart: number; masks: number } {
  const count = (test: (call: KernelCall) => boolean): number => calls.filter(test).length;
  return {
    within: count(({ arguments: values }) => 'relu' in values && values.relu === 1),
    apart: count(({ kernel }) => kernel === 'activationForward'),
    masks: count(({ kernel }) => kernel === 'activationBackward'),
  };
}

const norm = { type: 'batchNorm', name: 'norm' };
const relu = { type: 'activation', name: 'relu', function: 'relu' };
const output = { type: 'dense', name: 'output' };
const first = { type: 'dense', name: 'first', units: 4 };

describe('a relu behind what can apply it', () => {
  it('costs no call, forward nor back', () => {
    assert.deepEqual(relusOf(stepOf([first, relu, output])), { within: 1, apart: 0, masks: 0 });
    assert.deepEqual(relusOf(stepOf([first, norm, relu, output])), { within: 1, apart: 0, masks: 0 });
    const own = { ...norm, activation: 'relu' };
    assert.deepEqual(relusOf(stepOf([first, own, output])), { within: 1, apart: 0, masks: 0 });
  });

  it('stands apart where what it bends is read as well', () => {
    const sum = { type: 'add', name: 'sum', from: ['norm', 'relu'] };
    assert.deepEqual(relusOf(stepOf([first, norm, relu, sum, output])), { within: 0, apart: 1, masks: 1 });
  });

  it('stands apart in steps that look at what it bends', () => {
    assert.deepEqual(relusOf(stepOf([first, norm, relu, output], true)), { within: 0, apart: 1, masks: 1 });
  });

  it('is masked once where two layers read it', () => {
    const sum = { type: 'add', name: 'sum', from: ['relu', 'second'] };
    const second = { type: 'dense', name: 'second', units: 4 };
    const calls = stepOf([first, norm, relu, second, sum, output]);
    assert.deepEqual(relusOf(calls), { within: 1, apart: 0, masks: 1 });
  });
});
