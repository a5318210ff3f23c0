import { values } from './block';

// The short floats as f32, to `values`.

/** The patterns of what is to be widened, as u16. */
export const patterns: usize = memory.data(16384, 64);

/** As i32: the parts of an f16, and what its exponent is less than that of an f32, in the place of the latter. */
const halfParts: usize = memory.data<i32>([0x7fff, 0x7c00, 0x8000, 0x38000000, 0x38800000], 16);

/** Widens `count` patterns of bfloat16, a multiple of 8: they are the upper halves. */
export function widenBfloat16(count: i32): void {
  const end = <usize>count << 1;
  const zero = i32x4.splat(0);
  for (let at: usize = 0; at < end; at += 16) {
    const v = v128.load(patterns + at);
    const to = values + (at << 1);
    v128.store(to, v128.shuffle<i16>(zero, v, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(to, v128.shuffle<i16>(zero, v, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  }
}

/** Widens `count` patterns of float16, a multiple of 8. */
export function widenFloat16(count: i32): void {
  const end = <usize>count << 1;
  for (let at: usize = 0; at < end; at += 16) {
    const v = v128.load(patterns + at);
    const to = values + (at << 1);
    v128.store(to, floatsOf(i32x4.extend_low_i16x8_u(v)));
    v128.store(to, floatsOf(i32x4.extend_high_i16x8_u(v)), 16);
  }
}

/**
 * The exponent is moved by what lies between the two biases, twice for what is not finite. A denormal number becomes
 * the mantissa behind a leading 1, which is taken off again: that is exact.
 */
@inline
function floatsOf(halves: v128): v128 {
  const bias = v128.load32_splat(halfParts, 12);
  const one = v128.load32_splat(halfParts, 16);
  const topExponent = v128.load32_splat(halfParts, 4);
  const exponent = v128.and(halves, topExponent);
  const moved = i32x4.shl(v128.and(halves, v128.load32_splat(halfParts)), 13);
  const beyond = v128.and(i32x4.eq(exponent, topExponent), bias);
  const normal = i32x4.add(i32x4.add(moved, bias), beyond);
  const denormal = f32x4.sub(i32x4.add(moved, one), one);
  const magnitude = v128.bitselect(denormal, normal, i32x4.eq(exponent, i32x4.splat(0)));
  return v128.or(magnitude, i32x4.shl(v128.and(halves, v128.load32_splat(halfParts, 8)), 16));
}
