import assert from 'node:assert/strict';
import { plainTensor } from '../../../src/formats/denseTensor.js';
import { Rooms } from '../../../src/inspect/rooms.js';
import { pieceValues, readPieces } from '../../../src/inspect/valueReader.js';
import { decodeValues } from '../../../src/tensor/decode.js';
import type { Scratch } from '../../../src/tensor/scratch.js';

const length = 4 * pieceValues + 17;
const patterns = Uint16Array.from({ length }, (_, i) => (i * 40503) >>> 3);
const bytes = new Uint8Array(patterns.buffer);

/** A file that takes its time, so that a piece is on its way while another one is looked at. */
const slow = {
  size: bytes.length,
  read: async (offset: number, count: number, scratch?: Scratch): Promise<Uint8Array> => {
    const room = scratch!.bytes(count);
    await new Promise(setImmediate);
    room.set(bytes.subarray(offset, offset + count));
    return room;
  },
};

describe('values read a piece at a time', () => {
  for (const dtype of ['bfloat16', 'float16', 'int16', 'float32'] as const) {
    it(`are all values of ${dtype}, in two rooms that are used in turn`, async () => {
      const whole = decodeValues(
        dtype,
        bytes.subarray(0, dtype === 'float32' ? bytes.length & ~3 : undefined),
      );
      const shape = [whole.length];
      const tensor = plainTensor({ name: 'w', dtype, shape, source: slow, byteOffset: 0 });
      const rooms = new Set<ArrayBufferLike>();
      let count = 0;
      for await (const { offset, values } of readPieces(tensor)) {
        await new Promise(setImmediate);
        const expected = whole.subarray(offset, offset + values.length);
        assert.equal(Buffer.compare(bytesOf(values), bytesOf(expected)), 0, `piece at ${offset}`);
        rooms.add(values.buffer);
        count += values.length;
      }
      assert.equal(count, whole.length);
      assert.equal(rooms.size, 2);
    });
  }
});

describe('rooms for pieces', () => {
  const tensor = plainTensor({
    name: 'w',
    dtype: 'float32',
    shape: [length >> 1],
    source: slow,
    byteOffset: 0,
  });

  it('are used again by who reads next', async () => {
    const rooms = new Rooms();
    const buffers = async (): Promise<Set<ArrayBufferLike>> => {
      const found = new Set<ArrayBufferLike>();
      for await (const { values } of readPieces(tensor, undefined, rooms)) found.add(values.buffer);
      return found;
    };
    const first = await buffers();
    assert.deepEqual(await buffers(), first);
  });

  it('are not lent to others while they are still read into', async () => {
    const rooms = new Rooms();
    const order: string[] = [];
    const source = {
      ...slow,
      read: async (...request: Parameters<typeof slow.read>): Promise<Uint8Array> => {
        order.push('begun');
        const bytes = await slow.read(...request);
        order.push('read');
        return bytes;
      },
    };
    const takeBack = rooms.takeBack.bind(rooms);
    rooms.takeBack = (room) => {
      order.push('back');
      takeBack(room);
    };
    const slowly = plainTensor({ name: 'w', dtype: 'float32', shape: [length >> 1], source, byteOffset: 0 });
    for await (const piece of readPieces(slowly, undefined, rooms)) {
      assert.equal(piece.offset, 0);
      break;
    }
    assert.deepEqual(order, ['begun', 'read', 'begun', 'read', 'back', 'back']);
  });
});

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
