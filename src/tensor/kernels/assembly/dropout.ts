// Dropout on four elements at a time, with the numbers of `../../random.ts` to the bit.
import { firstKey, secondKey } from './random';
import { seedOf, stepIndexOf } from './stepBlock';

/** lowbias32 by Chris Wellons. */
@inline
function mixLanes(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x21f0aaad));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0xd35a2d97));
  return v128.xor(x, i32x4.shr_u(x, 15));
}

export function dropoutForward(
  x: usize,
  y: usize,
  mask: usize,
  count: i32,
  rate: f64,
  purpose: i32,
  step: usize,
): void {
  const first = firstKey(seedOf(step), purpose, stepIndexOf(step));
  const key0 = i32x4.splat(first);
  const key1 = i32x4.splat(secondKey(first));
  const threshold = i32x4.splat(<i32>ceil(rate * 16777216));
  const scale = f32x4.splat(<f32>(1 / (1 - rate)));
  let element = i32x4(0, 1, 2, 3);
  for (let i = 0; i < count; i += 4, x += 16, y += 16, mask += 16) {
    const hash = mixLanes(v128.xor(mixLanes(i32x4.add(element, key0)), key1));
    const factor = v128.and(i32x4.ge_s(i32x4.shr_u(hash, 8), threshold), scale);
    v128.store(mask, factor);
    v128.store(y, f32x4.mul(v128.load(x), factor));
    element = i32x4.add(element, i32x4.splat(4));
  }
}
