/** Counts between edges; `edges` is one longer than `counts`. */
export interface Histogram {
  readonly edges: Float64Array;
  readonly counts: Float64Array;
  /** Over the values themselves, where the file says them. */
  readonly sums?: Sums;
}

export interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** A histogram in equal bins, as the engine measures it, ready to be written. */
export interface EqualBins {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly counts: ArrayLike<number>;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/**
 * From TensorFlow's HistogramProto: `limits` are the right edges. The outermost may be ±DBL_MAX: empty buckets at
 * both ends are dropped, and the smallest and largest value stand in as edges, as TensorBoard does it.
 */
export function fromBucketLimits(
  minimum: number,
  maximum: number,
  limits: readonly number[],
  buckets: readonly number[],
  sums?: Sums,
): Histogram {
  const length = Math.min(limits.length, buckets.length);
  let first = 0;
  while (first < length && !(buckets[first]! > 0)) first++;
  let last = length - 1;
  while (last >= first && !(buckets[last]! > 0)) last--;
  if (first > last) return { edges: new Float64Array([minimum]), counts: new Float64Array(0) };
  return {
    edges: Float64Array.from([minimum, ...limits.slice(first, last), maximum]),
    counts: Float64Array.from(buckets.slice(first, last + 1)),
    ...(sums && { sums }),
  };
}

/** From the rows [left, right, count] of TensorBoard 2's histogram tensors. */
export function fromTriples(triples: ArrayLike<number>): Histogram {
  const bins = Math.floor(triples.length / 3);
  const edges = new Float64Array(bins + 1);
  const counts = new Float64Array(bins);
  for (let i = 0; i < bins; i++) {
    edges[i] = triples[3 * i]!;
    edges[i + 1] = triples[3 * i + 1]!;
    counts[i] = triples[3 * i + 2]!;
  }
  return { edges, counts };
}
