/**
 * Exact quantiles without sorting: the bits of an f32 order as its value does, so two passes of counting, by the
 * upper and then the lower half of the bits, find any order statistic. Linear time, memory of a few MB. What is
 * counted of values tells of magnitudes too: a magnitude's count is that of both its signs.
 */

/** Values at these shares (0 to 1) of the finite values in order, between two of them by linear interpolation, as NumPy's. */
export function quantiles(values: Float32Array, shares: readonly number[]): (number | null)[] {
  return find(values, shares, []).quantiles;
}

/** The same of the magnitudes |x|. */
export function magnitudeQuantiles(values: Float32Array, shares: readonly number[]): (number | null)[] {
  return find(values, [], shares).magnitudes;
}

function find(values: Float32Array, ...shares: [readonly number[], readonly number[]]): Quantiles {
  const finder = new QuantileFinder(...shares);
  finder.countUpper(values);
  finder.countLower(values);
  return finder.finish();
}

/** One for each share; null without a finite value. */
export interface Quantiles {
  readonly quantiles: (number | null)[];
  readonly magnitudes: (number | null)[];
}

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);
const toFloat = (bits: number): number => {
  word[0] = bits;
  return float[0]!;
};
/** Negative numbers grow in bits as they fall in value: of their keys all bits are turned, of the others the sign alone. */
const fromKey = (key: number): number => toFloat(key >>> 31 ? key & 0x7fffffff : ~key >>> 0);

const halves = 1 << 16;
/** Upper halves of keys: from the first positive number to before infinity; as many negative ones lie below. */
const positive = 0x8000;
const finite = 0x7f80;

/** The same a piece at a time: every piece goes through `countUpper`, then every piece through `countLower`. */
export class QuantileFinder {
  readonly #upper = new Float64Array(halves);
  /** 0: nothing is wanted of the bucket; else one more than its place in `#lower`. */
  readonly #slots = new Uint8Array(halves);
  readonly #lower: Float64Array[] = [];
  #places: readonly [Located, Located] | null = null;

  constructor(
    readonly shares: readonly number[],
    readonly magnitudeShares: readonly number[],
  ) {}

  countUpper(values: Float32Array): void {
    const words = new Int32Array(values.buffer, values.byteOffset, values.length);
    const upper = this.#upper;
    for (let i = 0; i < words.length; i++) {
      const bits = words[i]!;
      upper[(bits ^ ((bits >> 31) | 0x80000000)) >>> 16]!++;
    }
  }

  countLower(values: Float32Array): void {
    this.#places ??= this.#locateAll();
    if (this.#lower.length === 0) return;
    const words = new Int32Array(values.buffer, values.byteOffset, values.length);
    const slots = this.#slots;
    for (let i = 0; i < words.length; i++) {
      const bits = words[i]!;
      const key = bits ^ ((bits >> 31) | 0x80000000);
      const slot = slots[key >>> 16]!;
      if (slot > 0) this.#lower[slot - 1]![key & 0xffff]!++;
    }
  }

  finish(): Quantiles {
    const [ofValues, ofMagnitudes] = (this.#places ??= this.#locateAll());
    const none = new Float64Array(halves);
    const lowerOf = (bucket: number): Float64Array => this.#lower[this.#slots[bucket]! - 1] ?? none;
    return {
      quantiles: interpolate(ofValues, ({ bucket, rest }) =>
        fromKey(((bucket << 16) | locate(lowerOf(bucket), rest).bucket) >>> 0),
      ),
      magnitudes: interpolate(ofMagnitudes, ({ bucket, rest }) => {
        const below = lowerOf(positive - 1 - bucket);
        const both = lowerOf(positive + bucket).map((count, i) => count + below[halves - 1 - i]!);
        return toFloat((bucket << 16) | locate(both, rest).bucket);
      }),
    };
  }

  #locateAll(): readonly [Located, Located] {
    // What is not finite lies at both ends.
    this.#upper.fill(0, 0, positive - finite).fill(0, positive + finite);
    const magnitudes = Float64Array.from({ length: finite }, (_, i) => {
      return this.#upper[positive + i]! + this.#upper[positive - 1 - i]!;
    });
    const located = [
      locateShares(this.#upper, this.shares),
      locateShares(magnitudes, this.magnitudeShares),
    ] as const;
    for (const { bucket } of located[0].places.values()) this.#want(bucket);
    for (const { bucket } of located[1].places.values()) {
      this.#want(positive + bucket);
      this.#want(positive - 1 - bucket);
    }
    return located;
  }

  #want(bucket: number): void {
    if (this.#slots[bucket] === 0) this.#slots[bucket] = this.#lower.push(new Float64Array(halves));
  }
}

interface Place {
  readonly bucket: number;
  /** Rank within the bucket. */
  readonly rest: number;
}

/** Where shares of what was counted lie, between two ranks each, and in which buckets those ranks are. */
interface Located {
  readonly wanted: readonly { readonly low: number; readonly high: number; readonly part: number }[] | null;
  readonly places: ReadonlyMap<number, Place>;
  readonly shares: readonly number[];
}

function locateShares(counts: Float64Array, shares: readonly number[]): Located {
  const count = counts.reduce((sum, one) => sum + one, 0);
  if (count === 0) return { wanted: null, places: new Map(), shares };
  const wanted = shares.map((share) => {
    const place = Math.min(1, Math.max(0, share)) * (count - 1);
    return { low: Math.floor(place), high: Math.ceil(place), part: place - Math.floor(place) };
  });
  const ranks = new Set(wanted.flatMap(({ low, high }) => [low, high]));
  return { wanted, places: new Map([...ranks].map((rank) => [rank, locate(counts, rank)])), shares };
}

function interpolate(
  { wanted, places, shares }: Located,
  valueAt: (place: Place) => number,
): (number | null)[] {
  if (wanted === null) return shares.map(() => null);
  const at = (rank: number): number => valueAt(places.get(rank)!);
  return wanted.map(({ low, high, part }) => at(low) + (part === 0 ? 0 : part * (at(high) - at(low))));
}

/** The bucket that holds rank `rank` (from 0). */
function locate(counts: Float64Array, rank: number): Place {
  let rest = rank;
  let bucket = 0;
  while (rest >= counts[bucket]!) rest -= counts[bucket++]!;
  return { bucket, rest };
}
