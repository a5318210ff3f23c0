/** Findings of a file's weights: each rule fires on its sick tensor and is quiet on the healthy one. */
import assert from 'node:assert/strict';
import { findInWeights, weightRules } from '../../../src/inspect/findings/index.js';
import type { TensorFacts } from '../../../src/inspect/findings/weightRule.js';
import { RowWatch } from '../../../src/inspect/rowWatch.js';
import { computeStatistics } from '../../../src/inspect/statistics.js';
import { memoryReader } from '../../../src/inspect/valueReader.js';
import type { Values } from '../../../src/tensor/values.js';

/** A tensor of values that follow a rule, as it is measured. */
async function measure(
  name: string,
  shape: readonly number[],
  value: (index: number) => number,
  dtype = 'float32',
): Promise<TensorFacts> {
  const values = Float32Array.from(
    { length: shape.reduce((product, dimension) => product * dimension, 1) },
    (_, i) => value(i),
  );
  const watch = RowWatch.of(shape);
  const statistics = await computeStatistics(memoryReader(values), { bins: 4, watch });
  return { name, dtype, shape, statistics, rows: watch?.finish() ?? null };
}

const healthy = (i: number): number => Math.sin(i * 12.9898) * 0.1;
const columns = 16;
const rowOf = (i: number): number => Math.floor(i / columns);
const layers = (scaleOfThird: number): Promise<TensorFacts[]> =>
  Promise.all(
    [1, 1, scaleOfThird, 1, 1, 1].map((scale, layer) =>
      measure(`layers.${layer}.weight`, [8, columns], (i) => healthy(i + 31 * layer) * scale),
    ),
  );
const one = async (...of: Parameters<typeof measure>): Promise<TensorFacts[]> => [await measure(...of)];

interface Case {
  readonly sick: () => Promise<TensorFacts[]>;
  readonly parameter: string;
  readonly value: number;
  readonly message: RegExp;
  readonly quiet: readonly (() => Promise<TensorFacts[]>)[];
}

const cases: Readonly<Record<string, Case>> = {
  'not-finite': {
    sick: () => one('w', [4, 16], (i) => (i === 37 ? NaN : i === 50 ? -Infinity : healthy(i))),
    parameter: 'w',
    value: 2,
    message: /^1 NaN and 1 infinite of 64 values, the first at \[2, 5\]$/,
    quiet: [
      () => one('w', [4, 16], healthy),
      () => one('attn_mask', [4, 16], (i) => (i % 17 > 8 ? -Infinity : 0)),
    ],
  },
  'all-zeros': {
    sick: () => one('fc.weight', [4, 16], () => 0),
    parameter: 'fc.weight',
    value: 1,
    message: /^all 64 values are 0$/,
    quiet: [
      () => one('fc.bias', [64], () => 0),
      () => one('fc.weight', [4, 16], (i) => (i === 3 ? 1 : 0)),
      () => one('optimizer.state.0.exp_avg', [4, 16], () => 0),
      () => one('relative_index', [4, 16], () => 0, 'int64'),
    ],
  },
  'dead-rows': {
    sick: () => one('w', [8, columns], (i) => (rowOf(i) === 2 || rowOf(i) === 7 ? 0 : healthy(i))),
    parameter: 'w',
    value: 2,
    message: /^2 of 8 rows are all zeros, the first is row 2$/,
    quiet: [
      () => one('w', [8, columns], healthy),
      () => one('embedding.weight', [8, columns], (i) => (rowOf(i) === 0 ? 0 : healthy(i))),
    ],
  },
  'identical-rows': {
    sick: () => one('w', [8, columns], (i) => healthy(rowOf(i) === 6 ? i - 5 * columns : i)),
    parameter: 'w',
    value: 1,
    message: /^row 6 is the same as row 1$/,
    quiet: [
      () => one('w', [8, columns], healthy),
      () => one('w', [8, columns], (i) => (rowOf(i) % 2 === 0 ? 0 : healthy(i))),
      () => one('w', [8, 2], () => 1),
    ],
  },
  'out-of-scale': {
    sick: () => layers(40),
    parameter: 'layers.2.weight',
    value: 40,
    message: /^values are 40 times larger than those of its 5 siblings/,
    quiet: [() => layers(5), () => layers(1), async () => (await layers(40)).slice(0, 4)],
  },
};

describe('findings of weights', () => {
  it('have a case for each rule', () => {
    assert.deepEqual(
      Object.keys(cases),
      weightRules.map(({ code }) => code),
    );
  });

  for (const rule of weightRules) {
    const { sick, parameter, value, message, quiet } = cases[rule.code]!;
    it(`${rule.code} fires on its own tensor`, async () => {
      const found = findInWeights(await sick()).filter(({ code }) => code === rule.code);
      assert.equal(found.length, 1);
      const [finding] = found;
      assert.equal(finding!.parameter, parameter);
      assert.ok(Math.abs(finding!.value / value - 1) < 0.05, `value ${finding!.value}`);
      assert.match(finding!.message, message);
      assert.deepEqual([finding!.severity, finding!.threshold], [rule.severity, rule.threshold]);
      assert.match(finding!.source, /https:/);
    });
    it(`${rule.code} is quiet on healthy ones`, async () => {
      for (const make of quiet) {
        const found = findInWeights(await make()).filter(({ code }) => code === rule.code);
        assert.deepEqual(found, []);
      }
    });
  }
});

describe('rows that pass by', () => {
  /** Rows of few different values, so that many are zero or the same. */
  const rows = Array.from({ length: 300 }, (_, row) =>
    Array.from({ length: 9 }, (_, col) =>
      row % 7 === 0 || (row % 2 === 0 && col < 5) ? 0 : (((row * row) % 61) * (col % 2 ? 1 : -1)) / 8,
    ),
  );
  const texts = rows.map((row) => row.map((value) => value + 0).join(' '));
  const isZero = rows.map((row) => row.every((value) => value === 0));
  const expectedZero = isZero.filter(Boolean).length;
  const expectedRepeated = texts.filter((text, row) => !isZero[row] && texts.indexOf(text) < row).length;

  for (const pieceLength of [1, 5, 9, 100, 2700]) {
    it(`are counted in pieces of ${pieceLength}, as f32 and f64`, () => {
      for (const all of [Float32Array.from(rows.flat()), Float64Array.from(rows.flat())] as Values[]) {
        const watch = RowWatch.of([300, 3, 3])!;
        for (let at = 0; at < all.length; at += pieceLength) watch.add(all.subarray(at, at + pieceLength));
        const facts = watch.finish();
        assert.deepEqual([facts.rows, facts.zero, facts.firstZero], [300, expectedZero, 0]);
        assert.equal(facts.repeated, expectedRepeated);
        const [earlier, later] = facts.firstPair!;
        assert.ok(earlier < later);
        assert.equal(texts[earlier], texts[later]);
      }
    });
  }

  it('differ where only signs do', () => {
    const signs = Float32Array.from({ length: 256 * 8 }, (_, i) => (((i >> 3) >> (i & 7)) & 1 ? 1 : -1));
    const watch = RowWatch.of([256, 8])!;
    watch.add(signs);
    assert.equal(watch.finish().repeated, 0);
  });
});
