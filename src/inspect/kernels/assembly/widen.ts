// The short types as f32.

/** Where the patterns of what is to be widened are brought. */
export const patterns: usize = memory.data(16384, 64);

/**
 * As i32: the parts of an f16; what its exponent is less than that of an f32, in the place of the latter; magnitude and
 * sign where an f32 has them.
 */
const halfParts: usize = memory.data<i32>(
  [0x7fff, 0x7c00, 0x8000, 0x38000000, 0x38800000, 0x0fffe000, 0x80000000],
  16,
);
/** As i16: the smallest magnitude of a normal f16, and how far above it the largest is. */
const normalHalves: usize = memory.data<i16>([0x0400, 0x77ff], 4);

/** Widens `count` patterns of bfloat16, a multiple of 8, to f32 at `to`: they are the upper halves. */
export function widenBfloat16(count: i32, to: usize): void {
  const end = patterns + (<usize>count << 1);
  const zero = i32x4.splat(0);
  for (let at = patterns; at < end; at += 16, to += 32) {
    const v = v128.load(at);
    v128.store(to, v128.shuffle<i16>(zero, v, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(to, v128.shuffle<i16>(zero, v, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  }
}

/** Widens `count` patterns of float16, a multiple of 8, to f32 at `to`; eight normal numbers at a time are the rule. */
export function widenFloat16(count: i32, to: usize): void {
  const end = patterns + (<usize>count << 1);
  // Loaded, since constants would be made anew in every turn.
  const magnitudes = v128.load16_splat(halfParts);
  const smallest = v128.load16_splat(normalHalves);
  const span = v128.load16_splat(normalHalves, 2);
  const shifted = v128.load32_splat(halfParts, 20);
  const signs = v128.load32_splat(halfParts, 24);
  const bias = v128.load32_splat(halfParts, 12);
  for (let at = patterns; at < end; at += 16, to += 32) {
    const v = v128.load(at);
    const above = i16x8.sub(v128.and(v, magnitudes), smallest);
    if (v128.any_true(i16x8.sub_sat_u(above, span))) {
      v128.store(to, floatsOf(i32x4.extend_low_i16x8_u(v)));
      v128.store(to, floatsOf(i32x4.extend_high_i16x8_u(v)), 16);
    } else {
      v128.store(to, normalsOf(i32x4.extend_low_i16x8_s(v), shifted, bias, signs));
      v128.store(to, normalsOf(i32x4.extend_high_i16x8_s(v), shifted, bias, signs), 16);
    }
  }
}

@inline
function normalsOf(halves: v128, shifted: v128, bias: v128, signs: v128): v128 {
  const magnitude = i32x4.add(v128.and(i32x4.shl(halves, 13), shifted), bias);
  return v128.or(magnitude, v128.and(halves, signs));
}

/** Widens `count` whole numbers of 16 bits, a multiple of 8, to f32 at `to`. */
export function widenInt16(count: i32, to: usize): void {
  const end = patterns + (<usize>count << 1);
  for (let at = patterns; at < end; at += 16, to += 32) storeSigned(to, v128.load(at));
}

export function widenUint16(count: i32, to: usize): void {
  const end = patterns + (<usize>count << 1);
  for (let at = patterns; at < end; at += 16, to += 32) {
    const v = v128.load(at);
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(v)));
    v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(v)), 16);
  }
}

/** Widens `count` whole numbers of 8 bits, a multiple of 8, to f32 at `to`. */
export function widenInt8(count: i32, to: usize): void {
  const end = patterns + <usize>count;
  for (let at = patterns; at < end; at += 8, to += 32) storeSigned(to, v128.load8x8_s(at));
}

export function widenUint8(count: i32, to: usize): void {
  const end = patterns + <usize>count;
  for (let at = patterns; at < end; at += 8, to += 32) storeSigned(to, v128.load8x8_u(at));
}

/** Eight whole numbers of 16 bits as f32. */
@inline
function storeSigned(to: usize, v: v128): void {
  v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(v)));
  v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(v)), 16);
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
