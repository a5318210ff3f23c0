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

  it('names columns of one type and length once, and brings them back by name, in their order', () => {
    const columns = (length: number): Record<string, Float64Array> =>
      Object.fromEntries(
        Array.from({ length: 300 }, (_, i) => [`block${300 - i}.weight`, new Float64Array(length).fill(i)]),
      );
    const message = {
      norms: columns(2),
      none: columns(0),
      ragged: { a: new Float64Array(2), b: new Float64Array(1) },
      mixed: { a: new Float64Array(1), b: new Float32Array(2), c: 'x' },
      odd: { 'a\nb': new Float64Array(1), c: new Float64Array(1) },
      single: { a: new Float64Array(1) },
    };
    assert.deepEqual(sent(message), message);
    assert.deepEqual(Object.keys((sent(message) as typeof message).norms), Object.keys(message.norms));
    const { packed, numbers } = packMessage({ norms: message.norms });
    assert.ok(JSON.stringify(packed).length < 300 * 20);
    assert.equal(numbers.byteLength, 300 * 2 * 8);
  });

  it('leaves messages of others alone, and refuses what it cannot bring back', () => {
    assert.equal(unpackMessage('theirs'), 'theirs');
    const theirs = { packed: true };
    assert.equal(unpackMessage(theirs), theirs);
    assert.throws(() => packMessage({ view: new DataView(new ArrayBuffer(1)) }), /DataView/);
  });
});
