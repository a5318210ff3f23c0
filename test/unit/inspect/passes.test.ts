/** The passes in WebAssembly against the plain ones: what is counted is the same, sums hold to 1e-9. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { makeBinning } from '../../../src/inspect/binning.js';
import { buildPasses } from '../../../src/inspect/kernels/build.mjs';
import { createWasmPasses } from '../../../src/inspect/kernels/wasmPasses.js';
import { plainPasses, type Passes } from '../../../src/inspect/passes.js';
import { RowWatch, type RowFacts } from '../../../src/inspect/rowWatch.js';
import { computeSides, type Sides } from '../../../src/inspect/sides.js';
import {
  computeStandardizedMoments,
  type StandardizedMoments,
} from '../../../src/inspect/standardizedMoments.js';
import { computeStatistics, describeSummary } from '../../../src/inspect/statistics.js';
import { poolTile } from '../../../src/inspect/tile.js';
import { memoryReader } from '../../../src/inspect/valueReader.js';
import { bfloat16ToFloat32, float16ToFloat32 } from '../../../src/tensor/half.js';
import type { Values } from '../../../src/tensor/values.js';

const many = 20_011; // several parts of the kernel's memory, and a rest
const wave = (i: number): number => Math.sin(i * 12.9898) * (1 + (i % 7));
const floats = (value: (i: number) => number, length = many): Float32Array =>
  Float32Array.from({ length }, (_, i) => value(i));
const doubles = (value: (i: number) => number, length = many): Float64Array =>
  Float64Array.from({ length }, (_, i) => value(i));

const cases: Readonly<Record<string, Values>> = {
  'a wave': floats(wave),
  nothing: floats(wave, 0),
  'fewer than fill a vector': floats(wave, 3),
  'NaN, infinities and zeros of both signs among others': floats((i) =>
    i % 5003 === 17
      ? NaN
      : i === 9000
        ? -Infinity
        : i === 20_003
          ? Infinity
          : i % 3 === 0
            ? 0
            : i % 7
              ? -0
              : wave(i),
  ),
  'nothing finite': floats((i) => [NaN, Infinity, -Infinity][i % 3]!),
  'far from 0': floats((i) => 1e6 + wave(i)),
  'far from 0 after values near it': floats((i) => (i < 8192 ? wave(i) : 1e9 + 64 * (i % 9))),
  'all the same': floats(() => 0.1),
  'all on one side of 0': floats((i) => Math.abs(wave(i))),
  'with squares too small for f32': floats((i) => 1e-22 * wave(i)),
  'with squares too large for f32': floats((i) => 1e22 * wave(i)),
  'whole numbers, on edges': floats((i) => (i * 7919) % 65),
  'the whole width of f32': floats((i) => (i % 2 ? 3.4e38 : -3.4e38) * ((i % 11) / 10)),
  'denormal numbers': floats((i) => (i % 64) * 1.5e-45),
  doubles: doubles(wave),
  'fewer doubles than fill a vector': doubles(wave, 3),
  'doubles that are not finite, and zeros of both signs, among others': doubles((i) =>
    i % 5003 === 17 ? NaN : i === 9000 ? -Infinity : i % 3 === 0 ? 0 : i % 7 ? -0 : wave(i),
  ),
  'doubles far from 0': doubles((i) => 1e9 + wave(i)),
  'doubles hardly told apart': doubles((i) => 1e16 + 2 * (i % 301)),
  'doubles with squares too large': doubles((i) => 1e200 * wave(i)),
  'the whole width of doubles': doubles((i) => (i % 2 ? 1.7e308 : -1.7e308) * ((i % 11) / 10)),
  'denormal doubles': doubles((i) => (i % 64) * 5e-324),
  'whole doubles, on edges': doubles((i) => (i * 7919) % 65),
};
const binCounts = [1, 2, 24, 32, 63, 64, 128, 200];

/** The same values in memory that the passes look at where it lies. */
function bringInto({ allocate }: Passes, values: Values): Values {
  const { buffer, byteOffset } = allocate(values.byteLength);
  const there =
    values instanceof Float32Array
      ? new Float32Array(buffer, byteOffset, values.length)
      : new Float64Array(buffer, byteOffset, values.length);
  there.set(values);
  return there;
}

const near = (actual: number, expected: number, scale: number, what: string): void =>
  assert.ok(
    actual === expected || Math.abs(actual - expected) <= 1e-9 * scale,
    `${what}: ${actual} is not ${expected}`,
  );

describe('the passes in WebAssembly', function () {
  this.timeout(120_000); // for the first build
  let passes: Passes;
  before(async () => {
    passes = createWasmPasses(readFileSync(await buildPasses()))!;
  });

  for (const [name, values] of Object.entries(cases)) {
    it(`sum and count ${name} as the plain ones do`, () => {
      const found = passes.summarize(values, 100);
      assert.deepEqual(passes.summarize(bringInto(passes, values), 100), found);
      const { mean, deviations, magnitude, ...counted } = found;
      const expected = plainPasses.summarize(values, 100);
      const { mean: trueMean, deviations: trueDeviations, magnitude: trueMagnitude, ...rest } = expected;
      assert.deepEqual(withoutSign(counted), withoutSign(rest));
      const norm = Math.sqrt(trueDeviations);
      // What a mean far from 0 loses by being a double, and one of denormal numbers.
      const rounding = 1e9 * (Number.EPSILON * Math.abs(trueMean) + 1e-322);
      near(mean, trueMean, norm / Math.sqrt(Math.max(1, rest.finite)) + rounding, 'mean');
      near(Math.sqrt(deviations), norm, norm + Math.sqrt(rest.finite) * rounding, 'deviations');
      const lost = 1e9 * Number.EPSILON * Math.sqrt(rest.finite) * trueMagnitude;
      near(magnitude, trueMagnitude, 1e3 * Math.sqrt(trueDeviations * rest.finite) + lost, 'magnitude');
    });

    it(`put ${name} into the same bins`, () => {
      const { finite, min, max } = plainPasses.summarize(values, 0);
      if (finite === 0 || min === max) return;
      for (const bins of binCounts) {
        const count = ({ countBins }: Passes, counted: Values): Float64Array => {
          const counts = new Float64Array(bins).fill(3);
          countBins(counted, makeBinning(min, max, bins), counts);
          return counts;
        };
        const expected = count(plainPasses, values);
        assert.deepEqual(count(passes, values), expected, `${bins} bins`);
        assert.deepEqual(count(passes, bringInto(passes, values)), expected, `${bins} bins, without a copy`);
      }
    });
  }

  for (const [name, values] of Object.entries(cases)) {
    it(`sum powers of ${name} as the plain ones do`, () => {
      const { mean, std } = describeSummary(plainPasses.summarize(values, 0));
      const sum = ({ sumPowers }: Passes, summed: Values): StandardizedMoments =>
        computeStandardizedMoments(summed, mean, std, sumPowers);
      const [fast, plain] = [sum(passes, values), sum(plainPasses, values)];
      assert.deepEqual(sum(passes, bringInto(passes, values)), fast);
      if (plain.kurtosis === null) assert.deepEqual(fast, plain);
      else {
        near(fast.skew!, plain.skew!, plain.kurtosis, 'skew');
        near(fast.kurtosis!, plain.kurtosis, plain.kurtosis, 'kurtosis');
      }
    });

    for (const width of [3, 64, 101, 5001]) {
      it(`sum rows of ${width} and columns of ${name} as the plain ones do`, () => {
        const rows = Math.floor(values.length / width);
        const sides = ({ addRows }: Passes, all: Values): Sides =>
          computeSides(all.subarray(0, rows * width), rows, width, addRows);
        const [fast, plain] = [sides(passes, values), sides(plainPasses, values)];
        assert.deepEqual(sides(passes, bringInto(passes, values)), fast);
        for (const side of ['rows', 'cols'] as const) {
          assert.equal(fast[side].sums.length, plain[side].sums.length);
          const scale = Math.max(1e-30, ...plain[side].norms);
          for (const kind of ['norms', 'sums'] as const) {
            plain[side][kind].forEach((expected, i) => {
              const actual = fast[side][kind][i]!;
              const room = 1e-6 * scale * Math.sqrt(width);
              assert.ok(
                actual === expected || Math.abs(actual - expected) <= room,
                `${kind} of ${side}, ${i}: ${actual} is not ${expected}`,
              );
            });
          }
        }
      });

      it(`know rows of ${width} of ${name} again`, () => {
        const rows = Math.floor(values.length / width);
        // Every third row is like the one before, but in part of them by all but one value.
        const matrix = values.slice(0, rows * width);
        for (let row = 2; row < rows; row += 3) {
          matrix.copyWithin(row * width, (row - 1) * width, row * width);
          if (row % 2) matrix[row * width + (row % width)]! += 1;
        }
        const watch = ({ markRow }: Passes, all: Values): RowFacts | null => {
          const watched = RowWatch.of([rows, width], markRow);
          for (let at = 0; at < all.length; at += 777) watched?.add(all.subarray(at, at + 777));
          return watched?.finish() ?? null;
        };
        const expected = watch(plainPasses, matrix);
        assert.deepEqual(watch(passes, matrix), expected);
        assert.deepEqual(watch(passes, bringInto(passes, matrix)), expected);
      });

      it(`find the largest in rows of ${width} of ${name}`, () => {
        const rows = Math.floor(values.length / width);
        const region = { row: 0, col: 1, rows, cols: width - 1 };
        const matrix = values.subarray(0, rows * width);
        const pool = ({ raise }: Passes, all: Values): Float32Array =>
          poolTile(all, width, region, { rows: 7, cols: 90 }, raise).finish();
        const expected = pool(plainPasses, matrix);
        assert.deepEqual(pool(passes, matrix), expected);
        assert.deepEqual(pool(passes, bringInto(passes, matrix)), expected);
      });
    }
  }

  for (const [what, typed, ranges] of [
    [
      'floats',
      Float32Array,
      [
        [-0.11, 0.7],
        [1 / 3, 10],
        [-1, 1],
        [100, 100.001],
      ],
    ],
    [
      'doubles',
      Float64Array,
      [
        [-0.11, 0.7],
        [1 / 3, 10],
        [-1, 1],
        [100, 100 + 1e-9],
        [1e9, 1e9 + 1e-4],
      ],
    ],
  ] as const) {
    it(`find the right side of every edge among ${what}`, () => {
      const step = typed === Float32Array ? stepFloat : stepDouble;
      for (const [low, high] of ranges) {
        for (let bins = 2; bins <= 128; bins++) {
          const [min = 0, max = 0] = typed.of(low, high);
          const binning = makeBinning(min, max, bins);
          const around = [...binning.edges].flatMap((edge) =>
            [-2, -1, 0, 1, 2].map((steps) => step(edge, steps)),
          );
          const values = typed.from(around.map((value) => Math.min(max, Math.max(min, value))));
          const expected = new Float64Array(bins);
          for (const value of values)
            expected[
              Math.max(
                0,
                binning.edges.findLastIndex((e, i) => i < bins && value >= e),
              )
            ]!++;
          const counts = new Float64Array(bins);
          passes.countBins(values, binning, counts);
          assert.deepEqual(counts, expected, `${low} to ${high}, ${bins} bins`);
        }
      }
    });
  }

  it('count values that lie outside of the range, as in a file that changed, without harm', () => {
    const inside = makeBinning(-1, 1, 64);
    for (const factor of [1.01, 3, 1e6, 1e38]) {
      passes.countBins(
        floats((i) => factor * wave(i)),
        inside,
        new Float64Array(64),
      );
      passes.countBins(
        doubles((i) => factor ** 8 * wave(i)),
        inside,
        new Float64Array(64),
      );
    }
    for (const values of [floats((i) => Math.sin(i)), doubles((i) => Math.sin(i))]) {
      const [after, expected] = [new Float64Array(64), new Float64Array(64)];
      passes.countBins(values, inside, after);
      plainPasses.countBins(values, inside, expected);
      assert.deepEqual(after, expected);
    }
  });

  const definitions = {
    float16: float16ToFloat32,
    bfloat16: bfloat16ToFloat32,
    int16: (pattern: number) => (pattern << 16) >> 16,
    uint16: (pattern: number) => pattern,
    int8: (pattern: number) => (pattern << 24) >> 24,
    uint8: (pattern: number) => pattern,
  } as const;
  for (const dtype of ['float16', 'bfloat16', 'int16', 'uint16', 'int8', 'uint8'] as const) {
    it(`widen every pattern of ${dtype} as the definition has it`, () => {
      const define = definitions[dtype];
      const width = dtype.endsWith('8') ? 1 : 2;
      const patterns = Uint16Array.from({ length: 2 ** 16 }, (_, i) => (width === 2 ? i : (i * 7) % 256));
      for (const count of [2 ** 16, 2 ** 16 - 3, 5, 0]) {
        // The last ones, so that no count has the same pattern in the same place.
        const some = patterns.slice(2 ** 16 - count);
        const bytes = width === 2 ? new Uint8Array(some.buffer) : Uint8Array.from(some);
        for (const values of [new Float32Array(count), bringInto(passes, new Float32Array(count))]) {
          passes.widen(dtype, bytes, values as Float32Array);
          assert.ok(values.every((value, i) => Object.is(value, define(some[i]!))));
        }
      }
    });
  }

  it('give the statistics of a tensor', async () => {
    const values = cases['NaN, infinities and zeros of both signs among others']!;
    const plain = await computeStatistics(memoryReader(values), { bins: 32 });
    const fast = await computeStatistics(memoryReader(values), { bins: 32, passes });
    for (const key of ['mean', 'std', 'l1', 'l2'] as const) near(fast[key]!, plain[key]!, plain.l1!, key);
    const { histogram, zeros, firstNan, firstInfinity } = plain;
    assert.deepEqual(
      {
        histogram: fast.histogram,
        zeros: fast.zeros,
        firstNan: fast.firstNan,
        firstInfinity: fast.firstInfinity,
      },
      { histogram, zeros, firstNan, firstInfinity },
    );
  });

  it('allocate memory of their own, and of JavaScript where the system has no more of it', () => {
    const zeros = passes.allocate(2 ** 20);
    assert.ok(zeros.length === 2 ** 20 && zeros.every((byte) => byte === 0));
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function () {
      throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    } as unknown as typeof Instance;
    try {
      assert.equal(passes.allocate(2 ** 20).length, 2 ** 20);
    } finally {
      WebAssembly.Instance = Instance;
    }
  });

  it('are not there where the host cannot run them', () => {
    assert.equal(createWasmPasses(Uint8Array.of(0, 0x61, 0x73, 0x6d)), null);
  });
});

/** The f32 that is `steps` of them from a number. */
function stepFloat(value: number, steps: number): number {
  if (value === 0) return steps * 2 ** -149;
  const word = new Int32Array(new Float32Array([value]).buffer);
  word[0]! += value < 0 ? -steps : steps;
  return new Float32Array(word.buffer)[0]!;
}

/** The same of f64. */
function stepDouble(value: number, steps: number): number {
  if (value === 0) return steps * Number.MIN_VALUE;
  const word = new BigInt64Array(new Float64Array([value]).buffer);
  word[0]! += BigInt(value < 0 ? -steps : steps);
  return new Float64Array(word.buffer)[0]!;
}

/** −0 is 0 where a smallest or largest value is told. */
function withoutSign<T extends { min: number; max: number }>(summary: T): T {
  return { ...summary, min: summary.min + 0, max: summary.max + 0 };
}
