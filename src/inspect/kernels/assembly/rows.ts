// What `rowMarks.ts` says plainly.

/** i32: low and high sum of what is mixed, whether any value is not 0, the bits of the largest magnitude. */
export const marks: usize = memory.data(16, 64);

const step: i32 = -1640531535;
const first: i32 = -2048144789;
const second: i32 = -1028477387;
const third: i32 = 668265263;

@inline
function shifted(v: v128, by: i32): v128 {
  return v128.xor(v, i32x4.shr_u(v, by));
}

@inline
function sumOf(v: v128): i32 {
  return (
    i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) + i32x4.extract_lane(v, 3)
  );
}

/** Looks at `count` values, a multiple of 4, of a row, the first of which stands in column `column`. */
export function markRow(from: usize, count: i32, column: i32): void {
  const end = from + (<usize>count << 2);
  const magnitude = i32x4.splat(0x7fffffff);
  const steps = i32x4.splat(step << 2);
  let places = i32x4.mul(
    i32x4.add(i32x4.splat(column), i32x4(0, 1, 2, 3)),
    i32x4.splat(step),
  );
  let low = i32x4.splat(0);
  let high = low;
  let bits = low;
  let largest = low;
  for (let at = from; at < end; at += 16) {
    const word = v128.load(at);
    const size = v128.and(word, magnitude);
    bits = v128.or(bits, size);
    largest = i32x4.max_s(largest, size);
    const mixed = i32x4.mul(shifted(i32x4.add(word, places), 16), i32x4.splat(first));
    low = i32x4.add(low, i32x4.mul(shifted(mixed, 13), i32x4.splat(second)));
    high = i32x4.add(high, i32x4.mul(shifted(mixed, 15), i32x4.splat(third)));
    places = i32x4.add(places, steps);
  }
  store<i32>(marks, sumOf(low));
  store<i32>(marks, sumOf(high), 4);
  store<i32>(marks, v128.any_true(bits) ? 1 : 0, 8);
  largest = i32x4.max_s(largest, v128.shuffle<i32>(largest, largest, 2, 3, 0, 1));
  largest = i32x4.max_s(largest, v128.shuffle<i32>(largest, largest, 1, 0, 3, 2));
  store<i32>(marks, i32x4.extract_lane(largest, 0), 12);
}
