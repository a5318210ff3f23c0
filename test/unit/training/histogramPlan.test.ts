import assert from 'node:assert/strict';
import { planHistograms } from '../../../src/training/histogramPlan.js';

function epochsDue(epochs: number): number[] {
  const isDue = planHistograms(epochs);
  return Array.from({ length: epochs }, (_, i) => i + 1).filter(isDue);
}

describe('histograms', () => {
  it('are due after every epoch of a short run', () => {
    assert.equal(epochsDue(100).length, 100);
  });

  it('are due after the first epoch of a long run, ever more seldom, then in a hundred equal steps', () => {
    const due = epochsDue(2005);
    assert.deepEqual(due.slice(0, 8), [1, 2, 4, 8, 16, 21, 42, 63]);
    assert.equal(due.at(-1), 2005);
    assert.ok(due.length <= 110);
  });
});
