import assert from 'node:assert/strict';
import type { ExplainedRecord, FeatureValue } from '../../../src/protocol/explain.js';
import { createRandom } from '../../../src/tensor/random.js';
import { scaleOf } from '../../../webview/explain/featureScale.js';
import { findPartner } from '../../../webview/explain/interaction.js';
import { filterRows, listRows } from '../../../webview/explain/model.js';
import { summarize } from '../../../webview/explain/summary.js';
import { pileUp } from '../../../webview/explain/swarm.js';
import { layWaterfall } from '../../../webview/explain/waterfall.js';

const record = (row: number, values: FeatureValue[], phi: number[], rest: object = {}): ExplainedRecord => ({
  row,
  line: row + 2,
  split: 'training',
  values,
  pixels: null,
  prediction: [0],
  probability: [0.5],
  predicted: 'a',
  truth: 'a',
  phi: Float32Array.from(phi),
  residual: [0],
  ...rest,
});

describe('the explain panel’s model', () => {
  it('puts features in order by their mean |φ| of the chosen output', () => {
    const rows = [record(0, [1, 2], [1, -3, 5, 0]), record(1, [1, 2], [-1, 1, 1, 0])];
    const { mean, largest, order, limit } = summarize(rows, 2, 2, 0);
    assert.deepEqual([...mean], [1, 3]);
    assert.deepEqual([...largest], [1, 5]);
    assert.deepEqual(order, [1, 0]);
    assert.equal(limit, 5);
    assert.deepEqual(summarize(rows, 2, 2, 1).order, [0, 1]);
  });

  it('walks from the base value to the sum, the small ones together at the end', () => {
    const steps = layWaterfall([0.5, -3, 1, 0.25], 2, 3);
    assert.deepEqual(
      steps.map(({ feature, features, phi }) => [feature, features, phi]),
      [
        [1, 1, -3],
        [2, 1, 1],
        [null, 2, 0.75],
      ],
    );
    assert.equal(steps[0]!.from, 2);
    assert.equal(steps.at(-1)!.to, 0.75);
  });

  it('finds the feature that an attribution depends on besides its own', () => {
    const random = createRandom(1, 1);
    const rows = Array.from({ length: 300 }, (_, i) => {
      const [x, y, z] = [random.normal(4 * i), random.normal(4 * i + 1), random.normal(4 * i + 2)];
      const side = random.uniform(9000 + i) < 0.5 ? 'left' : 'right';
      // φ of x·y at independent x and y is x·y; of the category it is a jump.
      return record(i, [x, y, z, side], [x * y, 0, 0, side === 'left' ? z : 0]);
    });
    assert.equal(findPartner(rows, 0, 4, ({ phi }) => phi[0]!)?.feature, 1);
    const partner = findPartner(rows, 3, 4, ({ phi }) => phi[3]!);
    assert.equal(partner?.feature, 2);
    assert.equal(
      findPartner(rows.slice(0, 10), 0, 4, ({ phi }) => phi[0]!),
      null,
    );
  });

  it('lists the closest calls of classes first, values as they stand in the file', () => {
    const rows = [
      record(3, [], [], { probability: [0.9, 0.1, 0] }),
      record(1, [], [], { probability: [0.4, 0.35, 0.25] }),
    ];
    assert.deepEqual(
      listRows(rows, { hasClasses: true }).map(({ row }) => row),
      [1, 3],
    );
    assert.deepEqual(
      listRows([...rows].reverse(), { hasClasses: false }).map(({ row }) => row),
      [1, 3],
    );
  });

  it('keeps the rows that were misclassified, or held back; what is not known is neither', () => {
    const rows = [
      record(0, [], [], { truth: 'b' }),
      record(1, [], [], { split: 'validation' }),
      record(2, [], [], { truth: null, split: null }),
    ];
    const kept = (filter: 'all' | 'wrong' | 'validation'): number[] =>
      filterRows(rows, filter).map(({ row }) => row);
    assert.deepEqual([kept('all'), kept('wrong'), kept('validation')], [[0, 1, 2], [0], [1]]);
  });

  it('scales colours without the outliers, and knows categories', () => {
    const rows = Array.from({ length: 100 }, (_, i) =>
      record(i, [i === 99 ? 1e9 : i, i % 2 ? 'b' : null], []),
    );
    const numbers = scaleOf(rows, 0);
    assert.ok(numbers.kind === 'numbers' && numbers.max < 100 && numbers.share(1e9) === 1);
    const categories = scaleOf(rows, 1);
    assert.deepEqual(categories.kind === 'categories' && categories.categories, ['b', 'unseen']);
  });

  it('piles dots of one place up within their lane', () => {
    const pile = pileUp(
      Array.from({ length: 41 }, () => 1),
      2,
    );
    assert.equal(new Set(pile).size, 41);
    assert.ok(Math.max(...pile.map(Math.abs)) <= 0.38);
    assert.deepEqual([...pileUp([-2, 0, 2], 2)].map(Math.abs), [0, 0, 0]);
  });
});
