import assert from 'node:assert/strict';
import {
  decodeToFloat32,
  decodeToFloat64,
  decodeValues,
  fromFloatTensor,
  toFloatTensor,
} from '../../../src/tensor/decode.js';
import type { DType } from '../../../src/tensor/dtype.js';
import { dtypes } from '../../../src/tensor/dtype.js';
import {
  bfloat16ToFloat32,
  float16ToFloat32,
  float8e4m3fnToFloat32,
  float8e5m2ToFloat32,
} from '../../../src/tensor/half.js';

const rows: [DType, ArrayBufferView, number[]][] = [
  ['float64', new Float64Array([0.1, -1e300, NaN]), [0.1, -1e300, NaN]],
  ['float32', new Float32Array([0.5, -Infinity]), [0.5, -Infinity]],
  ['float16', new Uint16Array([0x3c00, 0xfc00, 0x0001]), [1, -Infinity, 2 ** -24]],
  ['bfloat16', new Uint16Array([0x3f80, 0xc000]), [1, -2]],
  ['float8_e4m3fn', new Uint8Array([0x38, 0xb8, 0x7e, 0x7f]), [1, -1, 448, NaN]],
  ['float8_e5m2', new Uint8Array([0x3c, 0xbc, 0x7b, 0x7c]), [1, -1, 57344, Infinity]],
  ['int64', new BigInt64Array([-(2n ** 53n), 5n, 2n ** 63n - 1n]), [-(2 ** 53), 5, 2 ** 63]],
  ['int32', new Int32Array([-(2 ** 31), 7]), [-(2 ** 31), 7]],
  ['int16', new Int16Array([-32768, 7]), [-32768, 7]],
  ['int8', new Int8Array([-128, 7]), [-128, 7]],
  ['uint64', new BigUint64Array([2n ** 64n - 1n]), [2 ** 64]],
  ['uint32', new Uint32Array([2 ** 32 - 1]), [2 ** 32 - 1]],
  ['uint16', new Uint16Array([65535]), [65535]],
  ['uint8', new Uint8Array([255]), [255]],
  ['bool', new Uint8Array([0, 1, 255]), [0, 1, 1]],
];

/** The same bytes at an odd place of a larger buffer, as they may lie in a file. */
function misplace(view: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(view.byteLength + 3);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), 3);
  return bytes.subarray(3);
}

describe('decoding', () => {
  it('covers every element type', () => {
    assert.deepEqual(
      rows.map(([dtype]) => dtype),
      Object.keys(dtypes),
    );
  });

  for (const [dtype, view, expected] of rows) {
    it(`${dtype}, wherever its bytes begin`, () => {
      const bytes = misplace(view);
      assert.deepEqual([...decodeToFloat64(dtype, bytes)], expected);
      assert.deepEqual([...decodeToFloat32(dtype, bytes)], expected.map(Math.fround));
      const tensor = toFloatTensor({ name: 'a', dtype, shape: [expected.length, 1], bytes });
      assert.deepEqual([...tensor.values], expected.map(Math.fround));
    });
  }

  for (const [dtype, width, widen] of [
    ['float16', 2, float16ToFloat32],
    ['bfloat16', 2, bfloat16ToFloat32],
    ['float8_e4m3fn', 1, float8e4m3fnToFloat32],
    ['float8_e5m2', 1, float8e5m2ToFloat32],
  ] as const) {
    it(`every pattern of ${dtype}, one by one and all at once`, () => {
      const patterns = Uint16Array.from({ length: 2 ** (8 * width) }, (_, pattern) => pattern);
      const expected = Array.from(patterns, widen);
      const view = width === 1 ? Uint8Array.from(patterns) : patterns;
      for (const bytes of [misplace(view), new Uint8Array(view.buffer)]) {
        assert.deepEqual([...decodeValues(dtype, bytes)], expected);
      }
    });
  }

  it('a copy, never a view of the bytes', () => {
    const bytes = new Uint8Array(new Float32Array([1]).buffer);
    const values = decodeToFloat32('float32', bytes);
    bytes.fill(0);
    assert.equal(values[0], 1);
  });

  it('bytes that are not whole elements, and values that do not fill the shape, throw', () => {
    assert.throws(
      () => decodeToFloat32('float32', new Uint8Array(6)),
      /6 bytes are not whole elements of float32/,
    );
    const tensor = { name: 'a', dtype: 'int8', shape: [2, 2], bytes: new Uint8Array(3) } as const;
    assert.throws(() => toFloatTensor(tensor), /a: 3 values do not fill the shape \[2, 2\]/);
  });

  it('f32 values become bytes and come back', () => {
    const tensor = { name: 'w', shape: [2], values: new Float32Array([9, 1.5, -2]).subarray(1) };
    assert.deepEqual(toFloatTensor(fromFloatTensor(tensor)), {
      ...tensor,
      values: new Float32Array([1.5, -2]),
    });
  });
});
