import assert from 'node:assert/strict';
import { decimate } from '../../../src/runs/decimate.js';
import { checkpointsToRemove } from '../../../src/runs/retention.js';

describe('decimate', () => {
  const count = 10_000;
  const steps = Float64Array.from({ length: count }, (_, i) => i + 1);

  it('keeps every peak, both ends and the order', () => {
    const values = Float64Array.from(steps, (step) => Math.sin(step / 50));
    values[777] = 9;
    values[5555] = -9;
    const thin = decimate({ steps, values }, 100);
    assert.ok(thin.steps.length <= 202, String(thin.steps.length));
    assert.ok(thin.values.includes(9) && thin.values.includes(-9));
    assert.equal(thin.steps[0], 1);
    assert.equal(thin.steps.at(-1), count);
    assert.ok(thin.steps.every((step, i) => i === 0 || step > thin.steps[i - 1]!));
    thin.steps.forEach((step, i) => assert.equal(thin.values[i], values[step - 1]));
  });

  it('keeps a gap', () => {
    const values = new Float64Array(count).fill(1);
    values[4000] = NaN;
    assert.ok(decimate({ steps, values }, 50).values.some(Number.isNaN));
  });

  it('leaves alone what fits', () => {
    const series = { steps: steps.subarray(0, 20), values: steps.subarray(0, 20) };
    assert.equal(decimate(series, 10), series);
  });
});

describe('checkpoints that go', () => {
  const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

  it('none while there is room', () => assert.deepEqual(checkpointsToRemove([3, 1, 2], 3, 2), []));

  it('leave the first, the best and the last, however few are to stay', () =>
    assert.deepEqual(checkpointsToRemove(upTo(6), 1, 4).sort(), [2, 3, 5]));

  it('leave others that are spread', () => {
    let kept: number[] = [];
    for (let epoch = 1; epoch <= 200; epoch++) {
      kept.push(epoch);
      const gone = new Set(checkpointsToRemove(kept, 10, 77));
      kept = kept.filter((epoch) => !gone.has(epoch));
    }
    assert.equal(kept.length, 10);
    for (const epoch of [1, 77, 200]) if (epoch !== 77) assert.ok(kept.includes(epoch));
    const gaps = kept.slice(1).map((epoch, i) => epoch - kept[i]!);
    assert.ok(Math.max(...gaps) <= 64, `gaps of ${gaps.join(', ')}`);
  });
});
