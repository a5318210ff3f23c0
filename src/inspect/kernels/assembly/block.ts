// Every call is told where the values that it looks at begin: here, where they were brought, or elsewhere in this memory.

/** Bytes of values that a call takes at most: they and the tables stay in the nearest cache. */
export const mostBytes: i32 = 32768;
export const values: usize = memory.data(32768, 64);

@inline
export function low(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

@inline
export function high(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 1));
}

/** Two values of type T at a place, as f64. */
@inline
export function pairAt<T extends number>(place: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(place);
  return f64x2.promote_low_f32x4(v128.load64_zero(place));
}

@inline
export function sumOfLanes(a: v128, b: v128): f64 {
  const sum = f64x2.add(a, b);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
