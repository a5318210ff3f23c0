/**
 * Exact quantiles without sorting: the bits of an f32 order as its value does, so two passes of counting, by the
 * upper and then the lower half of the bits, find any order statistic. Linear time, memory of a few hundred kB.
 */

/** Values at these shares (0 to 1) of the finite values in order, between two of them by linear interpolation, as NumPy's. */
export function quantiles(values: Float32Array, shares: readonly number[]): (number | null)[] {
  return find(values, shares, 'value');
}

/** The same of the magnitudes |x|. */
export function magnitudeQuantiles(values: Float32Array, shares: readonly number[]): (number | null)[] {
  return find(values, shares, 'magnitude');
}

function find(values: Float32Array, shares: readonly number[], of: QuantileFinder['of']): (number | null)[] {
  const finder = new QuantileFinder(shares, of);
  finder.countUpper(values);
  finder.countLower(values);
  return finder.finish();
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

/** The same a piece at a time: every piece goes through `countUpper`, then every piece through `countLower`. */
export class QuantileFinder {
  readonly #upper = new Float64Array(halves);
  readonly #lower = new Map<number, Float64Array>();
  #places: ReadonlyMap<number, Place> | null = null;
  #count = 0;

  constructor(
    readonly shares: readonly number[],
    readonly of: 'value' | 'magnitude',
  ) {}

  countUpper(values: Float32Array): void {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const key = this.#key;
    for (let i = 0; i < bits.length; i++) {
      if (!isFiniteBits(bits[i]!)) continue;
      this.#upper[key(bits[i]!) >>> 16]!++;
      this.#count++;
    }
  }

  countLower(values: Float32Array): void {
    this.#places ??= this.#locateAll();
    if (this.#lower.size === 0) return;
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const key = this.#key;
    for (let i = 0; i < bits.length; i++) {
      if (!isFiniteBits(bits[i]!)) continue;
      const of = key(bits[i]!);
      const counts = this.#lower.get(of >>> 16);
      if (counts) counts[of & 0xffff]!++;
    }
  }

  /** One for each share; null without a finite value. */
  finish(): (number | null)[] {
    if (this.#count === 0) return this.shares.map(() => null);
    const value = this.of === 'value' ? fromOrderKey : toFloat;
    const at = (rank: number): number => {
      const { bucket, rest } = this.#places!.get(rank)!;
      return value(((bucket << 16) | locate(this.#lower.get(bucket)!, rest).bucket) >>> 0);
    };
    return this.#wanted().map(
      ({ low, high, part }) => at(low) + (part === 0 ? 0 : part * (at(high) - at(low))),
    );
  }

  get #key(): (bits: number) => number {
    return this.of === 'value' ? orderKey : (bits) => bits & 0x7fffffff;
  }

  #wanted(): { readonly low: number; readonly high: number; readonly part: number }[] {
    return this.shares.map((share) => {
      const place = Math.min(1, Math.max(0, share)) * (this.#count - 1);
      return { low: Math.floor(place), high: Math.ceil(place), part: place - Math.floor(place) };
    });
  }

  #locateAll(): ReadonlyMap<number, Place> {
    if (this.#count === 0) return new Map();
    const ranks = new Set(this.#wanted().flatMap(({ low, high }) => [low, high]));
    const places = new Map([...ranks].map((rank) => [rank, locate(this.#upper, rank)]));
    for (const { bucket } of places.values()) this.#lower.set(bucket, new Float64Array(halves));
    return places;
  }
}

interface Place {
  readonly bucket: number;
  /** Rank within the bucket. */
  readonly rest: number;
}

/** The bucket that holds rank `rank` (from 0). */
function locate(counts: Float64Array, rank: number): Place {
  let rest = rank;
  let bucket = 0;
  while (rest >= counts[bucket]!) rest -= counts[bucket++]!;
  return { bucket, rest };
}
