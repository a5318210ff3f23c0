import type { Split } from './dataset.js';

/**
 * A text cut into rows of `context` tokens, one behind the other; what is left over at its end is not learnt from.
 * Inputs are the tokens; the target at each position is the token that follows it, so that targets have the same
 * width. Null where there is no whole row.
 *
 * @param firstRow the number of the first row, where another part of the text stands before
 */
export function cutWindows(tokens: Uint32Array, context: number, firstRow: number): Split | null {
  const count = Math.floor((tokens.length - 1) / context);
  if (count <= 0) return null;
  const size = count * context;
  return {
    count,
    inputs: Float32Array.from(tokens.subarray(0, size)),
    targets: Float32Array.from(tokens.subarray(1, size + 1)),
    rowNumbers: Uint32Array.from({ length: count }, (_, i) => firstRow + i),
  };
}

/** The rows to predict what follows them: all whole ones, and one that ends where the text does. */
export function cutForPrediction(
  tokens: Uint32Array,
  context: number,
): { readonly count: number; readonly inputs: Float32Array } {
  const whole = Math.floor(tokens.length / context);
  const endsWithin = tokens.length % context !== 0 && whole > 0;
  const inputs = new Float32Array((whole + Number(endsWithin)) * context);
  inputs.set(tokens.subarray(0, whole * context));
  if (endsWithin) inputs.set(tokens.subarray(tokens.length - context), whole * context);
  return { count: inputs.length / context, inputs };
}
