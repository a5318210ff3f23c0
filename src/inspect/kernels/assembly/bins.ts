// What `binning.ts` says plainly: several values at a time here, and what is rare is left to that.

/** Up to here the counts of pairs stay in a near cache, and f32 tells bins apart. */
export const mostBins: i32 = 128;

/** Where each bin begins and the last one ends, in f64; the first is −∞ and the last ∞, so that none lies outside. */
export const edges: usize = memory.data(1032, 64);
/**
 * How often two values lie in bins i and j, at bins·i + j, as i32: to count a pair takes no longer than to count a
 * value, and equal values that follow each other wait for each other less.
 */
export const pairs: usize = memory.data(65536, 64);
/** The values that were counted one by one, and in the end all of them, as i32. */
export const singles: usize = memory.data(512, 64);

/**
 * A value's place is 128 and how many bins it lies behind the first edge, less three 2¹⁶ths. The upper half of an f32
 * from 128 on, below 256, is that of 128 and its whole part less 128; the lower half is 2¹⁶ths. f32 errs by two of them
 * at most (four roundings, none of more than a half), so that a value which may stand on an edge, or below it, or below
 * 128, where the spacing is half as wide, has a lower half beyond the last sure one.
 */
const origin: usize = memory.data<f32>([127.9999542236328], 4);
const originOfDoubles: usize = memory.data<f64>([127.9999542236328], 8);
const lastSure: i32 = 0xfff5;
const bitsOf128: usize = memory.data<i32>([0x43000000], 4);
const upperHalf: usize = memory.data<i32>([0xffff0000], 4);

@inline
function splat<T extends number>(value: T): v128 {
  return sizeof<T>() == 8 ? f64x2.splat(<f64>value) : f32x4.splat(<f32>value);
}

/** Loaded, since constants would be made anew in every turn. */
@inline
function splatOrigin<T extends number>(): v128 {
  return sizeof<T>() == 8 ? v128.load64_splat(originOfDoubles) : v128.load32_splat(origin);
}

@inline
function placesOfPair(at: usize, firsts: v128, scales: v128, origins: v128): v128 {
  const places = f64x2.add(f64x2.mul(f64x2.sub(v128.load(at), firsts), scales), origins);
  return f32x4.demote_f64x2_zero(places);
}

/** The bins of four values in the upper halves; of what lies in none, such as NaN, an upper half beyond all. */
@inline
function placesAt<T extends number>(at: usize, firsts: v128, scales: v128, origins: v128, bits: v128): v128 {
  if (sizeof<T>() == 4)
    return i32x4.sub(f32x4.add(f32x4.mul(f32x4.sub(v128.load(at), firsts), scales), origins), bits);
  const first = placesOfPair(at, firsts, scales, origins);
  const second = placesOfPair(at + 16, firsts, scales, origins);
  return i32x4.sub(v128.shuffle<i64>(first, second, 0, 2), bits);
}

/** The largest halves of a value that is sure of its bin. */
@inline
function sureOf(bins: i32): v128 {
  return i32x4.splat(((bins - 1) << 16) | lastSure);
}

@inline
function isUnsure(most: v128, sure: v128): bool {
  return v128.any_true(i16x8.sub_sat_u(most, sure));
}

/** Where four pairs are counted, in bytes from that of bins 0 and 0. */
@inline
function pairsOf(a: v128, b: v128, uppers: v128, weights: v128): v128 {
  return i32x4.dot_i16x8_s(v128.or(i32x4.shr_u(a, 16), v128.and(b, uppers)), weights);
}

/** Through memory: that is several times as quick as taking a lane after the other out of a register. */
const found: usize = memory.data(64, 64);

@inline
function addOne(pair: usize): void {
  store<i32>(pair, load<i32>(pair, pairs) + 1, pairs);
}

/** All four are loaded before the first is stored, so that none waits to learn whether a store was to it. */
@inline
function countPairs(at: usize): void {
  const a = load<i32>(at);
  const b = load<i32>(at, 4);
  const c = load<i32>(at, 8);
  const d = load<i32>(at, 12);
  addOne(a);
  addOne(b);
  addOne(c);
  addOne(d);
}

/**
 * Counts `count` values, a multiple of 32, into `bins` equal bins, `scale` of them to one, from `first` on; type T holds
 * the whole width. Of values that may stand on an edge, or are not finite, the eight around them are looked at one by
 * one. Four quarters are walked side by side, as `summarizeQuickly` does.
 */
@inline
function countBinsOf<T extends number>(from: usize, count: i32, bins: i32, first: T, scale: T): void {
  const four = 4 * sizeof<T>();
  const quarter = <usize>(count >> 2) * sizeof<T>();
  const end = from + quarter;
  const firsts = splat<T>(first);
  const scales = splat<T>(scale);
  const sure = sureOf(bins);
  const origins = splatOrigin<T>();
  const bits = v128.load32_splat(bitsOf128);
  const uppers = v128.load32_splat(upperHalf);
  const weights = i32x4.splat((4 << 16) | (bins << 2));
  for (let at = from; at < end; at += four << 1) {
    const second = at + quarter;
    const third = second + quarter;
    const fourth = third + quarter;
    const a = placesAt<T>(at, firsts, scales, origins, bits);
    const b = placesAt<T>(at + four, firsts, scales, origins, bits);
    const c = placesAt<T>(second, firsts, scales, origins, bits);
    const d = placesAt<T>(second + four, firsts, scales, origins, bits);
    const e = placesAt<T>(third, firsts, scales, origins, bits);
    const f = placesAt<T>(third + four, firsts, scales, origins, bits);
    const g = placesAt<T>(fourth, firsts, scales, origins, bits);
    const h = placesAt<T>(fourth + four, firsts, scales, origins, bits);
    const abcd = i16x8.max_u(i16x8.max_u(a, b), i16x8.max_u(c, d));
    const efgh = i16x8.max_u(i16x8.max_u(e, f), i16x8.max_u(g, h));
    v128.store(found, pairsOf(a, b, uppers, weights));
    v128.store(found, pairsOf(c, d, uppers, weights), 16);
    v128.store(found, pairsOf(e, f, uppers, weights), 32);
    v128.store(found, pairsOf(g, h, uppers, weights), 48);
    if (isUnsure(i16x8.max_u(abcd, efgh), sure)) {
      countEight<T>(a, b, found, at, bins);
      countEight<T>(c, d, found + 16, second, bins);
      countEight<T>(e, f, found + 32, third, bins);
      countEight<T>(g, h, found + 48, fourth, bins);
    } else {
      countPairs(found);
      countPairs(found + 16);
      countPairs(found + 32);
      countPairs(found + 48);
    }
  }
}

export function countBins(from: usize, count: i32, bins: i32, first: f32, scale: f32): void {
  countBinsOf<f32>(from, count, bins, first, scale);
}

export function countBinsOfDoubles(from: usize, count: i32, bins: i32, first: f64, scale: f64): void {
  countBinsOf<f64>(from, count, bins, first, scale);
}

/** The edges that eight values are nearest to from below, or just before. */
const nearest: usize = memory.data(32, 16);

/** The eight values at a place: as the pairs found where all are sure of their bins. */
function countEight<T extends number>(a: v128, b: v128, pairsFound: usize, at: usize, bins: i32): void {
  if (!isUnsure(i16x8.max_u(a, b), sureOf(bins))) return countPairs(pairsFound);
  const next = i32x4.splat(0xffff - lastSure);
  v128.store(nearest, i32x4.shr_u(i32x4.add(a, next), 16));
  v128.store(nearest, i32x4.shr_u(i32x4.add(b, next), 16), 16);
  for (let i: usize = 0; i < 8; i++)
    countSingle(<f64>load<T>(at + i * sizeof<T>()), load<u32>(nearest + (i << 2)), bins);
}

/** In the bin that begins at the edge, or in the one before. */
@inline
function countSingle(value: f64, edge: u32, bins: i32): void {
  if (value - value != 0) return;
  // A file may have changed since its range was found: what lies beyond counts in the first or the last bin.
  if (edge > <u32>bins) edge = value < 0 ? 0 : bins;
  const bin = edge - (value < load<f64>(edges + (<usize>edge << 3)) ? 1 : 0);
  addTo(singles + (<usize>bin << 2), 1);
}

@inline
function addTo(place: usize, count: i32): void {
  store<i32>(place, load<i32>(place) + count);
}

/** Counts both values of all pairs among the single ones; no pair is left. */
export function splitPairs(bins: i32): void {
  const end = singles + (<usize>bins << 2);
  let pair = pairs;
  for (let one = singles; one < end; one += 4) {
    let ones = 0;
    for (let other = singles; other < end; other += 4, pair += 4) {
      const both = load<i32>(pair);
      ones += both;
      addTo(other, both);
      store<i32>(pair, 0);
    }
    addTo(one, ones);
  }
}
