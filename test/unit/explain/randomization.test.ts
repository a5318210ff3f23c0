import assert from 'node:assert/strict';
import { cutPatches, joinPixels } from '../../../src/explain/patches.js';
import { rankCorrelation } from '../../../src/explain/randomization.js';

describe('rank correlation', () => {
  it('is that of scipy.stats.spearmanr, equals sharing their rank', () => {
    const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-12, `${a}, not ${b}`);
    near(rankCorrelation([1, 2, 3, 4], [10, 100, 1000, 1e4]), 1);
    near(rankCorrelation([1, 2, 3], [3, 2, 1]), -1);
    near(rankCorrelation([1, 2, 2, 4, 5], [5, 6, 7, 8, 7]), 0.7631578947368421);
    assert.ok(Number.isNaN(rankCorrelation([1, 1, 1], [1, 2, 3])));
  });
});

describe('patches of a picture', () => {
  it('cover every pixel once, with all of its channels', () => {
    for (const [height, width] of [
      [28, 28],
      [8, 8],
      [5, 9],
      [1, 1],
    ] as const) {
      const patches = cutPatches(height, width);
      const pixels = Array.from({ length: height * width }, (_, at) => ({
        name: `${at}`,
        inputs: [at, height * width + at],
      }));
      const players = joinPixels(pixels, patches);
      assert.equal(players.length, patches.count);
      assert.ok(players.every(({ inputs }) => inputs.length > 0));
      const all = players.flatMap(({ inputs }) => inputs).sort((a, b) => a - b);
      assert.deepEqual(
        all,
        Array.from({ length: 2 * height * width }, (_, at) => at),
      );
    }
    assert.equal(cutPatches(28, 28).count, 49);
  });
});
