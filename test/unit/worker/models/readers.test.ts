import assert from 'node:assert/strict';
import { layoutOf } from '../../../../src/inspect/layout.js';
import { memoryReader } from '../../../../src/inspect/valueReader.js';
import { InspectedTensor } from '../../../../src/worker/inspectedTensor.js';
import { differenceReader } from '../../../../src/inspect/differenceReader.js';
import { readSlice } from '../../../../src/worker/models/sliceReader.js';
import { StreamedMatrix } from '../../../../src/worker/models/streamedMatrix.js';

const shape = [3, 4, 5, 6];
const size = 3 * 4 * 5 * 6;
const values = Float32Array.from({ length: size }, (_, i) => i);
const at = (place: readonly number[]): number =>
  place.reduce((sum, index, axis) => sum * shape[axis]! + index, 0);

describe('slices', () => {
  it('are the matrix of any two axes, the others held', async () => {
    for (let rowAxis = 0; rowAxis < 4; rowAxis++) {
      for (let colAxis = 0; colAxis < 4; colAxis++) {
        if (rowAxis === colAxis) continue;
        const slice = readSlice(memoryReader(values), shape, { axes: [rowAxis, colAxis], at: [1, 2, 3, 4] });
        assert.deepEqual(slice.shape, [shape[rowAxis], shape[colAxis]]);
        const found = await slice.reader.read(0, slice.reader.size);
        const [, cols] = slice.shape as [number, number];
        found.forEach((value, i) => {
          const place = [1, 2, 3, 4];
          place[rowAxis] = Math.floor(i / cols);
          place[colAxis] = i % cols;
          assert.equal(value, at(place), `${rowAxis} ${colAxis} ${i}`);
        });
      }
    }
  });

  it('refuse a place or an axis that there is not', () => {
    const refuse = (axes: readonly [number, number], place: number[]): void =>
      assert.throws(() => readSlice(memoryReader(values), shape, { axes, at: place }), RangeError);
    refuse([0, 0], [0, 0, 0, 0]);
    refuse([0, 4], [0, 0, 0, 0]);
    refuse([0, 1], [0, 0, 5, 0]);
    refuse([0, 1], [0, 0]);
  });
});

describe('differences', () => {
  it('are after less before, in double precision where one side is', async () => {
    const before = memoryReader(Float64Array.of(1, 2, 3));
    const after = memoryReader(Float64Array.of(1, 5, -1));
    assert.deepEqual(await differenceReader(after, before).read(1, 2), Float64Array.of(3, -4));
    assert.throws(() => differenceReader(after, memoryReader(Float32Array.of(1))), RangeError);
  });
});

describe('a matrix that is not held', () => {
  const [rows, cols] = [40, 90];
  const matrix = Float32Array.from({ length: rows * cols }, (_, i) => Math.sin(i * 7.77) * (i % 13));
  const held = new InspectedTensor([rows, cols], matrix);
  const stream = (): StreamedMatrix =>
    new StreamedMatrix([rows, cols], memoryReader(matrix), new AbortController().signal);

  it('gives the tiles of one that is', async () => {
    const streamed = stream();
    assert.equal(layoutOf([rows, cols]).kind, 'matrix');
    const whole = { row: 0, col: 0, rows, cols };
    for (const [region, resolution] of [
      [whole, { rows: 10, cols: 20 }],
      [
        { row: 3, col: 60, rows: 20, cols: 9 },
        { rows: 40, cols: 40 },
      ],
      [
        { row: 3, col: 10, rows: 20, cols: 60 },
        { rows: 7, cols: 7 },
      ],
    ] as const) {
      const expected = held.tile({ region, resolution, clip: 0.99 });
      const found = await streamed.tile({ region, resolution, clip: 0.99 }, async () => expected.limit);
      assert.deepEqual({ ...found, beyond: expected.beyond }, expected);
    }
  });

  it('refuses what lies outside', async () => {
    const request = {
      region: { row: 30, col: 0, rows: 11, cols: 1 },
      resolution: { rows: 1, cols: 1 },
      clip: 1,
    };
    await assert.rejects(
      stream().tile(request, async () => 1),
      RangeError,
    );
  });
});
