import { readPieces, type ValueReader } from './valueReader.js';

/** How b differs from a. The sums are over the places where both are finite. */
export interface Difference {
  /** Every value is the same; NaN is the same as NaN. */
  readonly isSame: boolean;
  /** ‖b − a‖ */
  readonly l2: number;
  /** ‖b − a‖ / ‖a‖; null where a is all zeros and b is not. */
  readonly relative: number | null;
  /** ⟨a, b⟩ / (‖a‖·‖b‖); null where one of them is all zeros and the other is not. */
  readonly cosine: number | null;
  /** max|b − a| */
  readonly maxAbs: number;
  /** ‖a‖ */
  readonly normOfA: number;
}

/**
 * Compares two tensors of as many values, a piece at a time, in double precision. `signal` ends it between two
 * pieces by throwing its reason.
 */
export async function computeDifference(
  a: ValueReader,
  b: ValueReader,
  signal?: AbortSignal,
): Promise<Difference> {
  if (a.size !== b.size) throw new RangeError(`${a.size} values beside ${b.size}`);
  let isSame = true;
  let [squares, squaresOfA, squaresOfB, product, maxAbs] = [0, 0, 0, 0, 0];
  const others = readPieces(b, signal);
  for await (const { values } of readPieces(a, signal)) {
    const { value: piece } = await others.next();
    if (!piece) throw new RangeError(`the second reader ended before its ${b.size} values`);
    const other = piece.values;
    for (let i = 0; i < values.length; i++) {
      const [x, y] = [values[i]!, other[i]!];
      const difference = y - x;
      if (difference - difference !== 0) {
        // One of the two is not finite.
        if (x !== y && !(Number.isNaN(x) && Number.isNaN(y))) isSame = false;
        continue;
      }
      squares += difference * difference;
      squaresOfA += x * x;
      squaresOfB += y * y;
      product += x * y;
      maxAbs = Math.max(maxAbs, Math.abs(difference));
    }
  }
  isSame &&= maxAbs === 0;
  const [l2, normOfA, normOfB] = [squares, squaresOfA, squaresOfB].map(Math.sqrt) as [number, number, number];
  return {
    isSame,
    l2,
    relative: l2 === 0 ? 0 : normOfA === 0 ? null : l2 / normOfA,
    cosine: l2 === 0 ? 1 : normOfA === 0 || normOfB === 0 ? null : product / (normOfA * normOfB),
    maxAbs,
    normOfA,
  };
}
