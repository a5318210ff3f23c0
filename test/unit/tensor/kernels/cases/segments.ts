/** A case of segments of numbers whose norms are asked for. */
import { floats, ints, output, uniform, type KernelCase } from '../arena.js';

/** Five segments of `words` numbers, which stand right behind the list of the segments. */
export function segmentCase(magnitude: number, words: number, extra: KernelCase['args']): KernelCase {
  const at = 80; // 16 words of guard, of segments, of guard, of norms, of guard
  return {
    title: `numbers about ${magnitude}`,
    args: {
      segments: ints([at, 3, at + 3, 1, at + 16, 8, at + 24, 0, at + 32, 4000]),
      count: 5,
      norms: output(6),
      ...extra,
      // Not an argument of the kernel: what its segments point to.
      values: floats(words, () => (magnitude === 0 ? 0 : magnitude * uniform(-1, 1))),
    },
  };
}
