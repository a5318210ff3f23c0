import assert from 'node:assert/strict';
import { chooseStride, isSampled } from '../../../src/engine/sampling.js';
import { estimateNanoseconds } from '../../../src/tensor/kernels/cost.js';
import { buildNetwork } from '../../../src/engine/build.js';
import { findLayer } from '../../../src/engine/layers/index.js';
import { planTraining } from '../../../src/engine/trainingPlan.js';
import type { KernelCall } from '../../../src/tensor/kernels/table.js';

const fill = (count: number): KernelCall => ({ kernel: 'fill', arguments: { x: 16, count, value: 0 } });

describe('sampling', () => {
  it('looks at the first step, at doubling steps, and then by the stride', () => {
    const sampled = Array.from({ length: 40 }, (_, i) => i + 1).filter((step) => isSampled(step, 10));
    assert.deepEqual(sampled, [1, 2, 4, 8, 10, 20, 30, 40]);
    assert.ok([1, 2, 3, 4].every((step) => isSampled(step, 1)));
  });

  it('looks less often where a step is cheap beside a look', () => {
    const stride = (words: number): number =>
      chooseStride({
        stepCalls: [fill(words)],
        sampledStepCalls: [fill(words), fill(words / 10)],
        words: words / 100,
        scalars: 30,
        totalSteps: 1000,
      });
    assert.ok(stride(1000) > stride(1_000_000));
    assert.ok(stride(1_000_000) >= 3);
  });

  it('takes at most about 2000 samples of a training', () => {
    const stride = chooseStride({
      stepCalls: [fill(1e9)],
      sampledStepCalls: [fill(1e9)],
      words: 1,
      scalars: 1,
      totalSteps: 1_000_000,
    });
    assert.equal(stride, 500);
  });

  const wide = [
    { type: 'dense', inputShape: [256], options: { units: 256 } },
    { type: 'conv1d', inputShape: [32, 64], options: { filters: 64, kernel: 5 } },
    { type: 'conv2d', inputShape: [16, 16, 16], options: { filters: 32, kernel: 3 } },
    { type: 'attention', inputShape: [64, 64], options: { heads: 4 } },
    { type: 'lstm', inputShape: [20, 64], options: { units: 128 } },
    { type: 'gru', inputShape: [20, 64], options: { units: 128 } },
  ] as const;
  for (const { type, inputShape, options } of wide) {
    it(`estimates a step of ${type} by its multiplications: forward, and twice as many back`, () => {
      const layers = [
        { type, name: 'wide', index: 0, ...options },
        { type: 'flatten', name: 'flat', index: 1 },
        { type: 'dense', name: 'output', index: 2, units: 1 },
      ];
      const { network } = buildNetwork({ inputShape, outputs: 1, freeze: [], layers });
      const rows = 32;
      const plan = planTraining(
        network!,
        {
          task: 'regression',
          loss: { type: 'mse' },
          optimizer: { type: 'sgd', learningRate: 0.1 },
          schedule: { type: 'constant' },
          ...{ epochs: 1, batchSize: rows, seed: 0, shuffle: false, deterministic: true },
        },
        rows,
      );
      const nanoseconds = estimateNanoseconds(plan.trainStep(rows, false));
      const operations = findLayer(type)!.operations!(network!.layers[0]!) * rows;
      // Nothing learns before the layer, so that its inputs need no gradient.
      const expected = ((type === 'dense' || type.startsWith('conv') ? 2 : 2.5) * operations) / 40;
      assert.ok(nanoseconds > 0.8 * expected && nanoseconds < 2.5 * expected, `${nanoseconds / expected}`);
    });
  }
});
