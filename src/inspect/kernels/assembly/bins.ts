import { values } from './block';

// What `binning.ts` says plainly: several values at a time here, and what is rare is left to that.

/** Up to here the counts of pairs stay in a near cache, and f32 tells bins apart. */
export const mostBins: i32 = 128;

/** Where each bin begins and the last one ends, in f64. */
export const edges: usize = memory.data(1032, 64);
/**
 * How often two values lie in bins i and j, at bins·i + j, as i32: to count a pair takes no longer than to count a
 * value, and equal values that follow each other wait for each other less.
 */
export const pairs: usize = memory.data(65536, 64);
/** The values that were counted one by one, as i32. */
export const singles: usize = memory.data(512, 64);

/** Adding it rounds an f32 below 2²² to a whole number, which then stands in the low bits. */
const rounding: f32 = 12582912;
const roundingBits: i32 = 0x4b400000;
/** f32 places a value at most this share of all bins beside where it is (three roundings), and less than half of it. */
const uncertainty: f32 = 4.76837158203125e-7;

/** How many bins a value lies behind the middle of the first. */
@inline
function placeOf(at: usize, first: v128, scales: v128): v128 {
  return f32x4.sub(f32x4.mul(f32x4.sub(v128.load(at), first), scales), f32x4.splat(0.5));
}

/** How far a place is from the middle of its bin, given the two with `rounding` added. */
@inline
function offMiddle(place: v128, rounded: v128, roundings: v128): v128 {
  return f32x4.abs(f32x4.sub(place, f32x4.sub(rounded, roundings)));
}

/** Where four pairs that are sure of their bins are counted. */
const sure: usize = memory.data(16, 64);

@inline
function addOne(place: usize): void {
  store<i32>(place, load<i32>(place) + 1);
}

/**
 * Counts `count` values, a multiple of 8, into `bins` equal bins, `scale` of them to one, from `min` on, which an
 * f32 holds. Values that may stand on an edge, or are not finite, are looked at one by one.
 */
export function countBins(count: i32, bins: i32, min: f64, scale: f64): void {
  const end = values + (<usize>count << 2);
  const first = f32x4.splat(<f32>min);
  const scales = f32x4.splat(<f32>scale);
  const roundings = f32x4.splat(rounding);
  const sureWithin = f32x4.splat(<f32>0.5 - <f32>bins * uncertainty);
  const row = bins << 2;
  const rows = i32x4.splat(row);
  // Less what the bits of both roundings come to, modulo 2³².
  const base = i32x4.splat(<i32>pairs - roundingBits * row - (roundingBits << 2));
  for (let at = values; at < end; at += 32) {
    const a = placeOf(at, first, scales);
    const b = placeOf(at + 16, first, scales);
    const roundedA = f32x4.add(a, roundings);
    const roundedB = f32x4.add(b, roundings);
    // As whole numbers, so that NaN is far off too.
    const off = i32x4.max_s(offMiddle(a, roundedA, roundings), offMiddle(b, roundedB, roundings));
    if (v128.any_true(i32x4.gt_s(off, sureWithin))) {
      for (let i: usize = 0; i < 32; i += 4) countSingle(<f64>load<f32>(at + i), bins, min, scale);
      continue;
    }
    const places = i32x4.add(i32x4.add(i32x4.mul(roundedA, rows), i32x4.shl(roundedB, 2)), base);
    // Through memory: that is several times as quick as taking a lane after the other out of a register.
    v128.store(sure, places);
    addOne(load<i32>(sure));
    addOne(load<i32>(sure, 4));
    addOne(load<i32>(sure, 8));
    addOne(load<i32>(sure, 12));
  }
}

/** The bin by its distance, set right by the edges. */
function countSingle(value: f64, bins: i32, min: f64, scale: f64): void {
  if (value - value != 0) return;
  const near = <i32>((value - min) * scale);
  let bin: i32 = near < bins ? near : bins - 1;
  const edge = edges + (<usize>bin << 3);
  if (value < load<f64>(edge)) bin--;
  else if (bin < bins - 1 && value >= load<f64>(edge, 8)) bin++;
  addOne(singles + (<usize>bin << 2));
}
