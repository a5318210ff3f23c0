type Values = Float32Array | Float64Array;

/** Σ|x| over the finite values. */
export function l1Norm(values: Values): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) sum += Math.abs(value);
  }
  return sum;
}

/** √Σx² over the finite values, in double precision: squares of f32 neither over- nor underflow there. */
export function l2Norm(values: Values): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) sum += value * value;
  }
  return Math.sqrt(sum);
}

/** The largest |x| of the finite values; 0 where there are none. */
export function maxNorm(values: Values): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.abs(values[i]!);
    if (value > largest && value < Infinity) largest = value;
  }
  return largest;
}
