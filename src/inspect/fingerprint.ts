import type { ValueReader } from './valueReader.js';

/** Of so many tensors, evenly over the file, so many values each: training changes them all. */
const mostTensors = 64;
const mostValues = 256;

/**
 * The same for two models of the same tensors that hold the same values, and another one where a training went on
 * between them: 64 bits, mixed as MurmurHash3 mixes.
 */
export async function fingerprint(tensors: readonly ValueReader[]): Promise<string> {
  const every = Math.ceil(tensors.length / mostTensors);
  let [low, high] = [0, 0];
  for (const reader of tensors.filter((_, place) => place % every === 0)) {
    const values = await reader.read(0, Math.min(reader.size, mostValues));
    const words = new Int32Array(values.slice().buffer);
    for (const word of words) {
      const turned = Math.imul(word, 0xcc9e2d51);
      low ^= Math.imul((turned << 15) | (turned >>> 17), 0x1b873593);
      low = (Math.imul((low << 13) | (low >>> 19), 5) + 0xe6546b64) | 0;
      high = Math.imul(high ^ word ^ (word >>> 15), 0x85ebca6b);
      high = (Math.imul((high << 11) | (high >>> 21), 9) + 0x9e3779b9) | 0;
    }
  }
  return [low, high].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
