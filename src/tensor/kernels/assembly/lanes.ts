// Four floats at a time: the few things that every kernel needs. What stands in `f32x4.splat(…)` as a constant is
// loaded from memory by the build (`constantVectors.mjs` says why).

/** a·b + c, rounded once where the build has relaxed SIMD (and the machine FMA), twice otherwise. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** The sum of the four lanes, in every lane. */
@inline
export function sumAcross(v: v128): v128 {
  const pairs = f32x4.add(v, v128.shuffle<i32>(v, v, 1, 0, 3, 2));
  return f32x4.add(pairs, v128.shuffle<i32>(pairs, pairs, 2, 3, 0, 1));
}

@inline
export function sumOfLanes(v: v128): f32 {
  return f32x4.extract_lane(sumAcross(v), 0);
}

/** The largest of the four lanes, in every lane; a NaN may be passed over. */
@inline
export function maxAcross(v: v128): v128 {
  const pairs = f32x4.pmax(v, v128.shuffle<i32>(v, v, 1, 0, 3, 2));
  return f32x4.pmax(pairs, v128.shuffle<i32>(pairs, pairs, 2, 3, 0, 1));
}

/** All bits set in the lanes of columns j … j + 3 that are below n. */
@inline
export function lanesBelow(n: i32, j: i32): v128 {
  return i32x4.gt_s(i32x4.splat(n - j), i32x4(0, 1, 2, 3));
}

/**
 * 0 where |v| < 1e-30; NaN stays. WebAssembly cannot flush denormal numbers, and on x86 each operation on one
 * costs some 150 cycles, so nothing that decays may reach them.
 */
@inline
export function flushSmall(v: v128): v128 {
  return v128.andnot(v, f32x4.lt(f32x4.abs(v), f32x4.splat(1e-30)));
}

/** v², or 0 where |v| < 1e-18: its square would be denormal, and is lost in whatever sums it up. */
@inline
export function squareOf(v: v128): v128 {
  const large = v128.andnot(v, f32x4.lt(f32x4.abs(v), f32x4.splat(1e-18)));
  return f32x4.mul(large, large);
}

/** −1, 0 or 1; NaN stays. */
@inline
export function signOf(v: v128): v128 {
  const zero = f32x4.splat(0);
  const sign = v128.or(
    v128.and(f32x4.gt(v, zero), f32x4.splat(1)),
    v128.and(f32x4.lt(v, zero), f32x4.splat(-1)),
  );
  return v128.bitselect(v, sign, f32x4.ne(v, v));
}

/** max(0, v); NaN stays. */
@inline
export function positivePart(v: v128): v128 {
  return v128.andnot(v, f32x4.lt(v, f32x4.splat(0)));
}
