/**
 * The value of largest magnitude among many, by keys: the bits of an f32 with its sign moved to the lowest place, so
 * that keys rise with the magnitude, the positive one of two such is above the negative, and what is not finite is
 * above all. So the order in which values come does not matter.
 */

/** Lowest key of a value that is not finite, and that of −0, where every maximum begins. */
const notFinite = 0xff000000;

/**
 * Raises the keys of columns to those of the values in `count` rows, the first of which begins at `from` and each
 * other one `stride` values behind the one before.
 */
export type Raise = (
  keys: Uint32Array,
  values: Float32Array,
  from: number,
  stride: number,
  count: number,
) => void;

/** The plain way. */
export function raise(
  keys: Uint32Array,
  values: Float32Array,
  from: number,
  stride: number,
  count: number,
): void {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let row = 0; row < count; row++) {
    const start = from + row * stride;
    for (let col = 0; col < keys.length; col++) {
      const word = words[start + col]!;
      const key = (((word << 1) | (word >>> 31)) ^ 1) >>> 0;
      if (key > keys[col]!) keys[col] = key;
    }
  }
}

/** The values that keys are of; NaN where one was not finite. */
export function valuesOfKeys(keys: Uint32Array): Float32Array {
  const words = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i]!;
    const turned = key ^ 1;
    // −0 is 0 to whoever looks at it.
    words[i] = key >= notFinite ? 0x7fc00000 : key < 2 ? 0 : (turned >>> 1) | (turned << 31);
  }
  return new Float32Array(words.buffer);
}
