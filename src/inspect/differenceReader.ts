import type { ValueReader } from './valueReader.js';

/** `after` − `before`, value by value, of as many values. */
export function differenceReader(after: ValueReader, before: ValueReader): ValueReader {
  if (after.size !== before.size) throw new RangeError(`${after.size} values beside ${before.size}`);
  return {
    size: after.size,
    read: async (offset, length, scratch) => {
      const [a, b] = await Promise.all([
        after.read(offset, length, scratch?.beside(0)),
        before.read(offset, length, scratch?.beside(1)),
      ]);
      const room = (): Float32Array => scratch?.floats(length) ?? new Float32Array(length);
      const difference = a instanceof Float64Array ? new Float64Array(length) : room();
      for (let i = 0; i < length; i++) difference[i] = a[i]! - b[i]!;
      return difference;
    },
  };
}
