/**
 * Exact quantiles without sorting: the bits of an f32 order as its value does, so two passes of counting, by the
 * upper and then the lower half of the bits, find any order statistic. Linear time, memory of a few hundred kB.
 */

/** Values at these shares (0 to 1) of the finite values in order, between two of them by linear interpolation, as NumPy's. */
export function quantiles(values: Float32Array, shares: readonly number[]): (number | null)[] {
  return find(values, shares, orderKey, fromOrderKey);
}

/** The same of the magnitudes |x|. */
export function magnitudeQuantiles(values: Float32Array, shares: readonly number[]): (number | null)[] {
  return find(values, shares, (bits) => bits & 0x7fffffff, toFloat);
}

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);
const toFloat = (bits: number): number => {
  word[0] = bits;
  return float[0]!;
};
/** Negative numbers grow in bits as they fall in value: all their bits are turned, of the others the sign alone. */
const orderKey = (bits: number): number => (bits >>> 31 ? ~bits : bits | 0x80000000) >>> 0;
const fromOrderKey = (key: number): number => toFloat(key >>> 31 ? key & 0x7fffffff : ~key >>> 0);

const isFiniteBits = (bits: number): boolean => (bits & 0x7f800000) !== 0x7f800000;
const halves = 1 << 16;

function find(
  values: Float32Array,
  shares: readonly number[],
  key: (bits: number) => number,
  value: (key: number) => number,
): (number | null)[] {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const upper = new Float64Array(halves);
  let count = 0;
  for (let i = 0; i < bits.length; i++) {
    if (!isFiniteBits(bits[i]!)) continue;
    upper[key(bits[i]!) >>> 16]!++;
    count++;
  }
  if (count === 0) return shares.map(() => null);

  const wanted = shares.map((share) => {
    const place = Math.min(1, Math.max(0, share)) * (count - 1);
    return { low: Math.floor(place), high: Math.ceil(place), part: place - Math.floor(place) };
  });
  const ranks = [...new Set(wanted.flatMap(({ low, high }) => [low, high]))];
  const places = new Map(ranks.map((rank) => [rank, locate(upper, rank)]));
  const lower = new Map<number, Float64Array>();
  for (const { bucket } of places.values()) lower.set(bucket, new Float64Array(halves));
  for (let i = 0; i < bits.length; i++) {
    if (!isFiniteBits(bits[i]!)) continue;
    const of = key(bits[i]!);
    const counts = lower.get(of >>> 16);
    if (counts) counts[of & 0xffff]!++;
  }
  const at = (rank: number): number => {
    const { bucket, rest } = places.get(rank)!;
    return value(((bucket << 16) | locate(lower.get(bucket)!, rest).bucket) >>> 0);
  };
  return wanted.map(({ low, high, part }) => at(low) + (part === 0 ? 0 : part * (at(high) - at(low))));
}

/** The bucket that holds rank `rank` (from 0), and its rank within. */
function locate(counts: Float64Array, rank: number): { bucket: number; rest: number } {
  let rest = rank;
  let bucket = 0;
  while (rest >= counts[bucket]!) rest -= counts[bucket++]!;
  return { bucket, rest };
}
