/** What is said of a tensor seen as a matrix, against NumPy's words and against plain loops. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { layoutOf } from '../../../src/inspect/layout.js';
import { magnitudeQuantiles, quantiles } from '../../../src/inspect/quantiles.js';
import { binnedMoments, rebin } from '../../../src/inspect/rebin.js';
import { computeMoments } from '../../../src/inspect/moments.js';
import { computeSides, SideTotals } from '../../../src/inspect/sides.js';
import { describeSpectrum, longestSpectrum, singularValues } from '../../../src/inspect/spectrum.js';
import { computeStandardizedMoments } from '../../../src/inspect/standardizedMoments.js';
import { symmetricEigenvalues } from '../../../src/inspect/symmetricEigenvalues.js';
import { TilePooler, poolLargest, poolTile } from '../../../src/inspect/tile.js';

interface Reference {
  readonly name: string;
  readonly shape: readonly [number, number];
  readonly values: readonly (number | null)[];
  readonly quantiles: readonly number[];
  readonly magnitudeQuantiles: readonly number[];
  readonly skew: number | null;
  readonly kurtosis: number | null;
  readonly rowNorms: readonly number[];
  readonly colNorms: readonly number[];
  readonly singularValues: readonly number[];
}

const { shares, tensors } = JSON.parse(
  readFileSync(new URL('../../fixtures/inspect/statistics.json', import.meta.url), 'utf8'),
) as { shares: readonly number[]; tensors: readonly Reference[] };

function near(actual: ArrayLike<number | null>, expected: readonly number[], tolerance: number): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    const distance = Math.abs((actual[i] ?? NaN) - value);
    assert.ok(distance <= tolerance, `${i}: ${actual[i]} is not ${value}`);
  });
}

describe('tensors as matrices', () => {
  for (const reference of tensors) {
    it(`says of "${reference.name}" what NumPy says`, () => {
      const values = Float32Array.from(reference.values, (value) => value ?? NaN);
      const [rows, cols] = reference.shape;
      const scale = Math.max(...reference.magnitudeQuantiles, 1e-30);
      near(quantiles(values, shares), reference.quantiles, 1e-7 * scale);
      near(magnitudeQuantiles(values, shares), reference.magnitudeQuantiles, 1e-7 * scale);
      const { mean, std } = computeMoments(values);
      const { skew, kurtosis } = computeStandardizedMoments(values, mean, std);
      if (reference.skew === null) assert.deepEqual([skew, kurtosis], [null, null]);
      else near([skew, kurtosis], [reference.skew, reference.kurtosis!], 1e-9 * reference.kurtosis!);
      const sides = computeSides(values, rows, cols);
      near(sides.rows.norms, reference.rowNorms, 1e-6 * Math.max(...reference.rowNorms));
      near(sides.cols.norms, reference.colNorms, 1e-6 * Math.max(...reference.colNorms));
      const singular = singularValues(values, rows, cols)!;
      // The root of a Gram matrix's eigenvalue: half of the digits are left of what is near 0.
      near(singular, reference.singularValues, 3e-8 * reference.singularValues[0]!);
    });
  }

  it('sums rows and columns, of what is finite, in bands of any height', () => {
    const matrix = [
      [1, -2, 4],
      [NaN, 3, -8],
      [0.5, Infinity, 2],
      [-1, 0, 1],
    ];
    for (const height of [1, 3, 4]) {
      const totals = new SideTotals(4, 3);
      for (let row = 0; row < 4; row += height)
        totals.add(row, Float32Array.from(matrix.slice(row, row + height).flat()));
      const { rows, cols } = totals.finish();
      assert.deepEqual([...rows.sums], [3, -5, 2.5, 0]);
      assert.deepEqual([...cols.sums], [0.5, 1, -1]);
      assert.deepEqual(
        [...rows.norms],
        [21, 73, 4.25, 2].map((square) => Math.fround(Math.sqrt(square))),
      );
      assert.deepEqual(
        [...cols.norms],
        [2.25, 13, 85].map((square) => Math.fround(Math.sqrt(square))),
      );
    }
  });

  it('finds quantiles between, and of infinities none', () => {
    assert.deepEqual(quantiles(Float32Array.of(3, -1, Infinity, NaN, 5), [0, 0.25, 0.5, 1]), [-1, 1, 3, 5]);
    assert.deepEqual(quantiles(Float32Array.of(NaN), [0.5]), [null]);
    assert.deepEqual(quantiles(Float32Array.of(-0, 0), [0.5]), [0]);
  });

  it('finds the eigenvalues of a matrix that is known', () => {
    const size = 30;
    // The second difference: 2 − 2 cos(kπ / (size + 1)).
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      matrix[i * size + i] = 2;
      if (i > 0) matrix[i * size + i - 1] = matrix[(i - 1) * size + i] = -1;
    }
    const expected = Array.from(
      { length: size },
      (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (size + 1)),
    );
    near(symmetricEigenvalues(matrix, size).sort(), expected, 1e-13);
    assert.deepEqual([...symmetricEigenvalues(new Float64Array(9), 3)], [0, 0, 0]);
  });

  it('takes no spectrum of what is too large or nothing, and says little of zeros', () => {
    assert.equal(singularValues([], 0, 4), null);
    assert.equal(singularValues([], longestSpectrum + 1, longestSpectrum + 1), null);
    assert.equal(describeSpectrum(Float64Array.of(0, 0)), null);
    const figures = describeSpectrum(Float64Array.of(3, 1, 0))!;
    assert.deepEqual(figures, { spectralNorm: 3, condition: null, stableRank: 10 / 9, rank90: 1, rank: 2 });
    // What float32 rounds away in a long matrix is no rank.
    assert.equal(describeSpectrum(Float64Array.of(1, 1e-4), 4096)!.rank, 1);
    assert.equal(describeSpectrum(Float64Array.of(1, 1e-4), 2)!.rank, 2);
  });

  it('sees convolutions as filters, vectors as rows, all else as matrices', () => {
    assert.deepEqual(layoutOf([]), { kind: 'vector', rows: 1, cols: 1, kernel: null });
    assert.deepEqual(layoutOf([7]), { kind: 'vector', rows: 1, cols: 7, kernel: null });
    assert.deepEqual(layoutOf([4, 6]), { kind: 'matrix', rows: 4, cols: 6, kernel: null });
    assert.deepEqual(layoutOf([4, 6, 3]), { kind: 'matrix', rows: 4, cols: 18, kernel: null });
    assert.deepEqual(layoutOf([8, 3, 5, 2]), { kind: 'filters', rows: 8, cols: 30, kernel: [5, 2] });
    assert.deepEqual(layoutOf([8, 3, 1, 1]), { kind: 'matrix', rows: 8, cols: 3, kernel: null });
    assert.equal(layoutOf([0, 3]).cols, 0);
  });
});

describe('tiles', () => {
  const [rows, cols] = [13, 17];
  const values = Float32Array.from({ length: rows * cols }, (_, i) => Math.sin(i * 12.9898) * (1 + (i % 7)));

  it('shows values as they are where there is room', () => {
    const tile = poolTile(values, cols, { row: 2, col: 3, rows: 4, cols: 5 }, { rows: 100, cols: 100 });
    assert.deepEqual([tile.rows, tile.cols, tile.isPooled], [4, 5, false]);
    assert.equal(tile.finish()[2 * 5 + 1], values[4 * cols + 4]);
  });

  it('takes the value of largest magnitude where several share a cell, and never loses one', () => {
    const region = { row: 1, col: 0, rows: 11, cols: 17 };
    const tile = poolTile(values, cols, region, { rows: 4, cols: 5 });
    const expected = new Float32Array(20);
    for (let row = 0; row < 11; row++) {
      for (let col = 0; col < 17; col++) {
        const cell = Math.floor((row * 4) / 11) * 5 + Math.floor((col * 5) / 17);
        const value = values[(row + 1) * cols + col]!;
        if (Math.abs(value) > Math.abs(expected[cell]!)) expected[cell] = value;
      }
    }
    assert.deepEqual(tile.finish(), expected);
    const largest = Math.max(...values.subarray(cols, 12 * cols).map(Math.abs));
    assert.equal(Math.max(...tile.finish().map(Math.abs)), largest);
  });

  it('comes out the same from bands in any order', () => {
    const region = { row: 3, col: 2, rows: 9, cols: 14 };
    const whole = poolTile(values, cols, region, { rows: 4, cols: 6 }).finish();
    const banded = new TilePooler(region, { rows: 4, cols: 6 });
    for (const [from, to] of [
      [8, 13],
      [0, 3],
      [3, 8],
    ] as const) {
      banded.add(from, values.subarray(from * cols, to * cols), cols);
    }
    assert.deepEqual(banded.finish(), whole);
  });

  it('marks a cell with anything that is not finite', () => {
    const tile = poolTile(
      [1, NaN, 2, 3, Infinity, 9],
      3,
      { row: 0, col: 0, rows: 2, cols: 3 },
      { rows: 1, cols: 3 },
    );
    assert.deepEqual([...tile.finish()], [3, NaN, 9]);
    assert.deepEqual(
      [...poolTile([NaN, 5], 2, { row: 0, col: 0, rows: 1, cols: 2 }, { rows: 1, cols: 1 }).finish()],
      [NaN],
    );
  });

  it('keeps the largest norm of those that share a place, and of sums that of the largest magnitude', () => {
    assert.deepEqual([...poolLargest(Float32Array.of(9, 1, 5, 2, 3), 1, 4, 2)], [5, 3]);
    assert.deepEqual([...poolLargest(Float32Array.of(1, -5, 2, -3), 0, 4, 2)], [-5, -3]);
  });
});

describe('histograms over other bins', () => {
  it('shares counts out by overlap and loses none', () => {
    const histogram = { edges: [-1, 0, 1], counts: [4, 8] };
    assert.deepEqual([...rebin(histogram, -1, 1, 4)], [2, 2, 4, 4]);
    assert.deepEqual([...rebin(histogram, -2, 2, 4)], [0, 4, 8, 0]);
    assert.deepEqual([...rebin({ edges: [0.5, 0.5], counts: [7] }, -1, 1, 4)], [0, 0, 0, 7]);
  });

  it('tells mean and deviation from the middles', () => {
    const { mean, std } = binnedMoments({ edges: [0, 2, 4], counts: [1, 3] });
    assert.equal(mean, 2.5);
    assert.ok(Math.abs(std - Math.sqrt(0.75)) < 1e-12);
  });
});
