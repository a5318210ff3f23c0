import { strict as assert } from 'node:assert';
import { packMessage, unpackMessage } from '../../../src/protocol/packing.js';

const sent = (message: unknown): unknown => unpackMessage(structuredClone(packMessage(message)));

describe('packing a message', () => {
  it('brings every array of many back, of every type, wherever it stands', () => {
    const message = {
      kind: 'reply',
      value: {
        layers: Array.from({ length: 400 }, (_, i) => ({
          name: `layer ${i}`,
          values: Float64Array.of(i, i / 3),
        })),
        bytes: new Uint8Array([1, 2, 3]),
        rest: [
          new Float32Array([0.5, NaN]),
          new Int32Array(0),
          new Uint16Array([65535]),
          null,
          undefined,
          'x',
          -0,
        ],
      },
    };
    assert.deepEqual(sent(message), message);
  });

  it('sends of a view what it shows alone, each array with a buffer of its own', () => {
    const whole = new Float64Array([1, 2, 3, 4]);
    const packed = packMessage({ first: new Uint8Array([7]), part: whole.subarray(1, 3) });
    assert.equal(packed.numbers.byteLength, 17);
    const { first, part } = unpackMessage(packed) as { first: Uint8Array; part: Float64Array };
    assert.deepEqual(part, new Float64Array([2, 3]));
    assert.equal(part.buffer.byteLength, 16);
    assert.equal(first.buffer.byteLength, 1);
  });

  it('leaves messages of others alone, and refuses what it cannot bring back', () => {
    assert.equal(unpackMessage('theirs'), 'theirs');
    const theirs = { packed: true };
    assert.equal(unpackMessage(theirs), theirs);
    assert.throws(() => packMessage({ view: new DataView(new ArrayBuffer(1)) }), /DataView/);
  });
});
