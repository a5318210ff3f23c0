import assert from 'node:assert/strict';
import { measureImportance } from '../../../src/explain/importance.js';
import { drawRows, makePlayers } from './questions.js';

describe('permutation importance', () => {
  const count = 40;
  const inputs = drawRows(count, 3, 1);
  /** How well the first two inputs, taken together, still go with what they were; the third is not looked at. */
  const score = (rows: Float32Array): number => {
    let kept = 0;
    for (let at = 0; at < rows.length; at += 3) {
      kept += Number(rows[at] === inputs[at] && rows[at + 1] === inputs[at + 1]) / count;
    }
    return kept;
  };
  const measure = (players = makePlayers(3), seed = 5, told: number[] = []) =>
    measureImportance({
      players,
      inputs,
      count,
      seed,
      metric: 'accuracy',
      score: (rows) => {
        told.push(score(rows));
        return told.at(-1)!;
      },
    });

  it('is the mean drop of the metric over the shuffles, with its standard deviation', () => {
    const scores: number[] = [];
    const { base, features } = measure(makePlayers(3), 5, scores);
    assert.equal(base, scores[0]);
    features.forEach(({ drop, std }, feature) => {
      const own = scores.slice(1 + 5 * feature, 6 + 5 * feature).map((value) => base - value);
      const mean = own.reduce((sum, value) => sum + value, 0) / 5;
      const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5;
      assert.ok(Math.abs(drop - mean) < 1e-12);
      assert.ok(Math.abs(std - Math.sqrt(variance)) < 1e-12);
    });
    assert.ok(features[0]!.drop > 0.8 && features[0]!.std > 0);
    assert.deepEqual([features[2]!.drop, features[2]!.std], [0, 0]);
  });

  it('deals the inputs of one feature together', () => {
    const together = measure(makePlayers(3, [[0, 1]]));
    assert.deepEqual(
      together.features.map(({ name }) => name),
      ['x2', 'x0+1'],
    );
    assert.equal(together.features[0]!.drop, 0);
    assert.ok(together.features[1]!.drop > 0.8);
  });

  it('repeats by its seed and leaves the rows as they were', () => {
    const before = inputs.slice();
    assert.deepEqual(measure(), measure());
    assert.notDeepEqual(measure(makePlayers(3), 6), measure());
    assert.deepEqual(inputs, before);
  });
});
