const largest = 3.4028234663852886e38;

/** In single precision; what is finite stays finite. */
export function toFloats(values: ArrayLike<number>): Float32Array {
  if (values instanceof Float32Array) return values;
  const floats = new Float32Array(values.length);
  for (let i = 0; i < floats.length; i++) {
    const value = values[i]!;
    floats[i] = value - value === 0 ? Math.min(largest, Math.max(-largest, value)) : value;
  }
  return floats;
}
