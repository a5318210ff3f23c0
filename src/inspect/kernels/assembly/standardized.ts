import { pairAt, sumOfLanes } from './block';

/** f64: Σz³ and Σz⁴. */
export const powers: usize = memory.data(16, 64);

/** Sums of powers of z = (x − mean) · scale over `count` values, a multiple of 4. One that is not finite makes both so. */
@inline
function sumPowersOf<T extends number>(from: usize, count: i32, mean: f64, scale: f64): void {
  const pair = 2 * sizeof<T>();
  const end = from + <usize>count * sizeof<T>();
  const means = f64x2.splat(mean);
  const scales = f64x2.splat(scale);
  let cubesLow = f64x2.splat(0);
  let cubesHigh = f64x2.splat(0);
  let fourthsLow = f64x2.splat(0);
  let fourthsHigh = f64x2.splat(0);
  for (let at = from; at < end; at += pair << 1) {
    const a = f64x2.mul(f64x2.sub(pairAt<T>(at), means), scales);
    const b = f64x2.mul(f64x2.sub(pairAt<T>(at + pair), means), scales);
    const aa = f64x2.mul(a, a);
    const bb = f64x2.mul(b, b);
    cubesLow = f64x2.add(cubesLow, f64x2.mul(aa, a));
    cubesHigh = f64x2.add(cubesHigh, f64x2.mul(bb, b));
    fourthsLow = f64x2.add(fourthsLow, f64x2.mul(aa, aa));
    fourthsHigh = f64x2.add(fourthsHigh, f64x2.mul(bb, bb));
  }
  store<f64>(powers, sumOfLanes(cubesLow, cubesHigh));
  store<f64>(powers, sumOfLanes(fourthsLow, fourthsHigh), 8);
}

export function sumPowers(from: usize, count: i32, mean: f64, scale: f64): void {
  sumPowersOf<f32>(from, count, mean, scale);
}

export function sumPowersOfDoubles(from: usize, count: i32, mean: f64, scale: f64): void {
  sumPowersOf<f64>(from, count, mean, scale);
}
