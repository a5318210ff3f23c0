import { hashElement, streamKeys } from '../../random.js';
import { stepBlock } from '../stepBlock.js';
import type { ReferenceKernel } from './memory.js';

/** An element is kept where its 24 random bits are at or above rate · 2^24. */
export const dropoutForward: ReferenceKernel<'dropoutForward'> = ({ floats, ints }, a) => {
  const seed = ints[a.step + stepBlock.seed]!;
  const stepIndex = ints[a.step + stepBlock.stepIndex]!;
  const [key0, key1] = streamKeys(seed, a.purpose, stepIndex);
  const threshold = Math.ceil(a.rate * 0x1000000);
  const scale = 1 / (1 - a.rate);
  for (let i = 0; i < a.count; i++) {
    const mask = hashElement(key0, key1, i) >>> 8 >= threshold ? scale : 0;
    floats[a.mask + i] = mask;
    floats[a.y + i] = floats[a.x + i]! * mask;
  }
};
