/** Gradients that are summed in groups of images are those of the whole batch. */
import assert from 'node:assert/strict';
import { mse } from '../../src/engine/losses/mse.js';
import { stepBlock } from '../../src/tensor/kernels/stepBlock.js';
import { kernelMachines, prepareKernels } from './kernelMachines.js';
import { drawRows, planNetwork, trainingOf } from './plannedNetwork.js';

const images = 18;
const few = 2;
const inputShape = [6, 20, 21];

type Options = Readonly<Record<string, unknown>> & { readonly pool?: string };

const networks = {
  'a convolution': { filters: 10, kernel: 3, activation: 'relu' },
  'a convolution in groups, without a bias': { filters: 12, kernel: 3, groups: 2, bias: false },
  'a depthwise convolution': { filters: 6, kernel: [3, 2], groups: 6, activation: 'relu' },
  'a convolution with the pool behind it': { filters: 10, kernel: 3, activation: 'relu', pool: 'maxPool2d' },
};

describe('sums over images', function () {
  this.timeout(60_000);
  before(prepareKernels);

  for (const [label, { pool = 'globalAvgPool', ...options }] of Object.entries<Options>(networks)) {
    // In f32 the reference is the same calls once more, and slow.
    for (const { name, create, tolerance } of kernelMachines.filter(({ name }) => !name.endsWith('f32'))) {
      it(`${label}, on ${name}`, () => {
        const layers = [
          { type: 'conv2d', name: 'tested', ...options },
          { type: pool, name: 'pool' },
          { type: 'flatten', name: 'flat' },
          { type: 'dense', name: 'output' },
        ].map((config, index) => ({ ...config, index }));
        const rows = drawRows(images, inputShape, mse, 2);
        const config = { inputShape, outputs: 2, freeze: [], layers };
        const training = trainingOf(mse, 2, { batchSize: images });
        const { plan, machine } = planNetwork(config, training, rows, create);
        const { gradient, words } = plan.placement.learning;
        // What a sum of a group leaves unwritten must not reach the gradient.
        machine.floats.fill(7, plan.stagedTargets + 512);
        const kernels = plan.gradientStep(images).map(({ kernel }) => kernel);
        assert.ok(kernels.includes('addUp'));
        assert.equal(kernels.includes('pooledConvolutionForward'), pool === 'maxPool2d');
        machine.compile(plan.gradientStep(images)).run();
        const whole = machine.floats.slice(gradient, gradient + words);

        const step = machine.compile(plan.gradientStep(few));
        const mean = new Float64Array(words);
        for (let first = 0; first < images; first += few) {
          machine.ints[plan.step + stepBlock.cursor] = first;
          step.run();
          for (let i = 0; i < words; i++) mean[i]! += (machine.floats[gradient + i]! * few) / images;
        }
        const largest = Math.max(...mean.map(Math.abs));
        whole.forEach((value, i) => {
          assert.ok(Math.abs(value - mean[i]!) <= tolerance * largest, `${i}: ${value}, not ${mean[i]}`);
        });
      });
    }
  }
});
