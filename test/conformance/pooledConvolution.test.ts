/** A convolution that is emitted as one with the pool behind it, and what is seen of it while it trains. */
import assert from 'node:assert/strict';
import { mse } from '../../src/engine/losses/mse.js';
import { kernelMachines, prepareKernels, type KernelMachine } from './kernelMachines.js';
import { drawRows, planNetwork, trainingOf, type PlannedNetwork } from './plannedNetwork.js';

const images = 6;
const inputShape = [2, 11, 9];

/** A network whose first convolution is read by its pool alone, unless one of `more` reads it too. */
function plan(create: KernelMachine['create'], more: readonly object[] = []): PlannedNetwork {
  const layers = [
    { type: 'conv2d', name: 'first', filters: 5, kernel: 3, activation: 'relu' },
    { type: 'maxPool2d', name: 'pool' },
    { type: 'conv2d', name: 'second', filters: 3, kernel: 2, padding: 1 },
    { type: 'maxPool2d', name: 'smaller', size: 3 },
    { type: 'flatten', name: 'flat' },
    ...more,
    { type: 'dense', name: 'output' },
  ].map((config, index) => ({ ...config, index }));
  const config = { inputShape, outputs: 2, freeze: [], layers: layers as never };
  const rows = drawRows(images, inputShape, mse, 2);
  return planNetwork(config, trainingOf(mse, 2, { batchSize: images }), rows, create);
}

/** Runs a step; returns the kernels of its calls. */
function runStep({ plan: planned, machine }: PlannedNetwork, sampled: boolean): string[] {
  const calls = planned.trainStep(images, sampled);
  machine.compile(calls).run();
  return calls.map(({ kernel }) => kernel);
}

/** Mean and standard deviation of what the first convolution gives. */
function momentsOf({ plan: { watch }, machine }: PlannedNetwork): number[] {
  const { moments } = watch.layers.find(({ layer }) => layer.name === 'first')!;
  return [...machine.floats.subarray(moments, moments + 2)];
}

describe('a convolution with the pool behind it', function () {
  this.timeout(60_000);
  before(prepareKernels);

  for (const { name, create, tolerance } of kernelMachines) {
    it(`has the same gradients to the bit whether it is looked at or not, on ${name}`, () => {
      const [plain, watched] = [plan(create), plan(create)];
      assert.ok(runStep(plain, false).includes('pooledConvolutionForward'));
      runStep(watched, true);
      const { gradient, words } = plain.plan.placement.learning;
      const gradientsOf = ({ machine }: PlannedNetwork): number[] => [
        ...machine.floats.subarray(gradient, gradient + words),
      ];
      assert.deepEqual(gradientsOf(watched), gradientsOf(plain));
    });

    it(`shows what it would show by itself, on ${name}`, () => {
      const alone = [
        { type: 'flatten', name: 'seen', from: 'first' },
        { type: 'concat', name: 'both', from: ['flat', 'seen'] },
      ];
      const [fused, apart] = [plan(create), plan(create, alone)];
      runStep(fused, true);
      assert.ok(runStep(apart, true).includes('maxPoolForward'));
      const expected = momentsOf(apart);
      momentsOf(fused).forEach((value, i) => {
        assert.ok(
          Math.abs(value - expected[i]!) <= tolerance * Math.abs(expected[i]!),
          `${value}, not ${expected[i]}`,
        );
      });
    });
  }
});
