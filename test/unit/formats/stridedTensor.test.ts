import assert from 'node:assert/strict';
import type { ByteSource } from '../../../src/formats/byteSource.js';
import { plainCodec } from '../../../src/formats/codec.js';
import { memorySource } from '../../../src/formats/memory.js';
import { stridedTensor } from '../../../src/formats/stridedTensor.js';

/** Value i of the storage is i. */
function makeStorage(size: number): { source: ByteSource; readBytes: () => number } {
  const values = Float32Array.from({ length: size }, (_, i) => i);
  const memory = memorySource(new Uint8Array(values.buffer));
  let read = 0;
  const source: ByteSource = {
    size: memory.size,
    read: (offset, length) => {
      read += length;
      return memory.read(offset, length);
    },
  };
  return { source, readBytes: () => read };
}

function makeView(storageSize: number, shape: number[], strides: number[], offset = 0) {
  const { source, readBytes } = makeStorage(storageSize);
  const layout = { name: 'v', dtype: 'float32', shape, strides, offset, storageSize, source, byteOffset: 0 };
  return { tensor: stridedTensor({ ...layout, codec: plainCodec('float32') }), readBytes };
}

/** Where value `index` of the view stands, by the definition. */
function place(index: number, shape: readonly number[], strides: readonly number[], offset: number): number {
  for (let d = shape.length - 1; d >= 0; d--) {
    offset += (index % shape[d]!) * strides[d]!;
    index = Math.floor(index / shape[d]!);
  }
  return offset;
}

describe('views', () => {
  const views: [size: number, shape: number[], strides: number[], offset?: number][] = [
    [24, [4, 6], [6, 1]],
    [24, [6, 4], [1, 6]],
    [24, [2, 3], [12, 2], 1],
    [24, [4], [7]],
    [24, [5, 3], [0, 2], 3],
    [120, [2, 3, 4, 5], [60, 1, 15, 3]],
    [120, [3, 1, 4], [2, 99, 7], 5],
    [200_000, [3, 4], [50_000, 9000], 17],
    [9, [], [], 4],
    [9, [3, 0], [1, 1]],
  ];
  for (const [size, shape, strides, offset = 0] of views) {
    it(`[${shape.join(', ')}] by [${strides.join(', ')}] from ${offset}, whole and in every piece`, async () => {
      const { tensor } = makeView(size, shape, strides, offset);
      const expected = Array.from({ length: tensor.size }, (_, i) => place(i, shape, strides, offset));
      for (let from = 0; from <= tensor.size; from++) {
        for (let to = from; to <= tensor.size; to += Math.max(1, Math.floor(tensor.size / 13))) {
          assert.deepEqual([...(await tensor.read(from, to - from))], expected.slice(from, to));
        }
      }
    });
  }

  it('the diagonal of a wide matrix reads its own values alone', async () => {
    const { tensor, readBytes } = makeView(300 * 20_000, [300], [20_001]);
    assert.deepEqual([...(await tensor.read(299, 1))], [299 * 20_001]);
    await tensor.read(0, 300);
    assert.equal(readBytes(), 4 * 301);
  });

  it('rows of a transposed matrix go over the storage once a piece, not once a value', async () => {
    const { tensor, readBytes } = makeView(1000 * 1000, [1000, 1000], [1, 1000]);
    const values = await tensor.read(3000, 100_000);
    assert.equal(values[1], 3 + 1 * 1000);
    assert.ok(readBytes() <= 4 * 1_100_000, String(readBytes()));
  });
});
