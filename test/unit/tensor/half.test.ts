import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as half from '../../../src/tensor/half.js';

const formats = {
  float16: { bits: 16, widen: half.float16ToFloat32, narrow: half.float32ToFloat16 },
  bfloat16: { bits: 16, widen: half.bfloat16ToFloat32, narrow: half.float32ToBfloat16 },
  float8_e4m3fn: { bits: 8, widen: half.float8e4m3fnToFloat32, narrow: half.float32ToFloat8e4m3fn },
  float8_e5m2: { bits: 8, widen: half.float8e5m2ToFloat32, narrow: half.float32ToFloat8e5m2 },
};

/** A spread of f32 values without NaN: bit patterns at random, and every second one of the size of ordinary numbers. */
const spread = Float32Array.from({ length: 200_000 }, (_, i) => {
  const bits = Math.imul(i, 2654435761) >>> 0;
  if (i % 2 === 1) return Math.fround((bits % 2000001) - 1000000) / 13;
  const [value] = new Float32Array(new Uint32Array([bits]).buffer);
  return Number.isNaN(value) ? 0 : value!;
});

function hash(values: Float32Array | Uint16Array): string {
  return createHash('sha256').update(values).digest('hex');
}

describe('short floating-point formats', () => {
  for (const [name, { bits, widen, narrow }] of Object.entries(formats)) {
    it(`${name}: every pattern comes back from f32`, () => {
      for (let pattern = 0; pattern < 2 ** bits; pattern++) {
        const value = widen(pattern);
        if (Number.isNaN(value)) assert.ok(Number.isNaN(widen(narrow(value))));
        else assert.equal(narrow(value), pattern, `pattern ${pattern} is ${value}`);
      }
    });

    it(`${name}: what lies between two patterns goes to the nearer, the middle to the even one`, () => {
      const top = 2 ** (bits - 1) - 1;
      for (let pattern = 0; pattern < top; pattern++) {
        const [low, high] = [widen(pattern), widen(pattern + 1)];
        if (!Number.isFinite(low) || !Number.isFinite(high)) continue;
        const middle = (low + high) / 2;
        assert.equal(narrow(middle), pattern % 2 === 0 ? pattern : pattern + 1, `middle above ${low}`);
        if (name === 'bfloat16') continue; // the quarters of its smallest numbers are below f32
        assert.equal(narrow(low + (high - low) / 4), pattern);
        assert.equal(narrow(-(low + ((high - low) * 3) / 4)), (pattern + 1) | (2 ** (bits - 1)));
      }
    });
  }

  it('float16 widens and narrows as numpy does (sha256 of what numpy gave)', () => {
    const widened = Float32Array.from({ length: 65536 }, (_, pattern) => half.float16ToFloat32(pattern) || 0);
    for (let pattern = 0; pattern < 65536; pattern++) if (pattern === 0x8000) widened[pattern] = -0;
    assert.equal(hash(widened), 'faa6d965574036872b0d39a42d1f8bee361d5be92b1e718155a69556a5abacdd');
    assert.equal(
      hash(Uint16Array.from(spread, half.float32ToFloat16)),
      '013dd2ecfa8e2481cab37ab404f4245c7ef825a1399d32ce93e02d846761e67d',
    );
  });

  it('bfloat16 narrows as PyTorch does (sha256 of what PyTorch gave)', () => {
    assert.equal(
      hash(Uint16Array.from(spread, half.float32ToBfloat16)),
      '63e06466c3af449ab656c1d4c051ebc96b5dbba661f572724400a83e977ffac6',
    );
  });

  it('the ends of the ranges', () => {
    assert.equal(half.float16ToFloat32(0x7bff), 65504);
    assert.equal(half.float16ToFloat32(half.float32ToFloat16(65519)), 65504);
    assert.equal(half.float16ToFloat32(half.float32ToFloat16(65520)), Infinity);
    assert.equal(half.float16ToFloat32(1), 2 ** -24);
    assert.equal(half.float8e4m3fnToFloat32(0x7e), 448);
    assert.ok(Number.isNaN(half.float8e4m3fnToFloat32(half.float32ToFloat8e4m3fn(-Infinity))));
    assert.equal(half.float8e5m2ToFloat32(0x7b), 57344);
    assert.equal(half.float8e5m2ToFloat32(half.float32ToFloat8e5m2(-1e9)), -Infinity);
    assert.ok(Object.is(half.float16ToFloat32(half.float32ToFloat16(-0)), -0));
  });
});
