// Where every call finds the values that it looks at.

/** Values that a call takes at most: they and the tables stay in the nearest cache. */
export const mostValues: i32 = 8192;
export const values: usize = memory.data(32768, 64);

@inline
export function low(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

@inline
export function high(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1));
}

/** Two values at a place, which costs no shuffle. */
@inline
export function lowAt(place: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(place));
}

@inline
export function sumOfLanes(a: v128, b: v128): f64 {
  const sum = f64x2.add(a, b);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
