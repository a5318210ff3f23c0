import assert from 'node:assert/strict';
import { chooseStride, isSampled } from '../../../src/engine/sampling.js';
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
});
