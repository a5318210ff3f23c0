/**
 * Counter-based random numbers: a value is a pure function of (seed, purpose, step, element), so that nothing
 * has to be remembered to resume, and threads need no order. Two 32-bit keys are mixed from the first three;
 * each element is hashed with them by two rounds of Wellons' lowbias32. The dropout kernel computes the same, with the seed and the step of the step block.
 */
import { cosTwoPi, log, sqrt } from './math.js';

/** What a stream of numbers is drawn for; layers and parameters add their index. */
export const purposes = {
  split: 1,
  order: 2,
  initialize: 3,
  dropout: 4,
  background: 5,
  attribution: 6,
  writing: 7,
} as const;

export interface Random {
  /** Uniform 32-bit integer of this element. */
  uint32(element: number): number;
  /** Uniform in [0, 1), 24 bits. */
  uniform(element: number): number;
  /** Standard normal (Box–Muller on elements 2·element and 2·element + 1 of the same stream). */
  normal(element: number): number;
}

/** lowbias32 by Chris Wellons: a bijection on 32 bits with low bias. */
export function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0xd35a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** The two keys of a stream. */
export function streamKeys(seed: number, purpose: number, step: number): readonly [number, number] {
  const first = mix(mix(mix(seed >>> 0) ^ Math.imul(purpose, 0x9e3779b9)) ^ Math.imul(step + 1, 0x85ebca6b));
  return [first, mix(first ^ 0x6a09e667)];
}

/** The hash of one element under two keys. */
export function hashElement(key0: number, key1: number, element: number): number {
  return mix(mix((element + key0) | 0) ^ key1);
}

export function createRandom(seed: number, purpose: number, step = 0): Random {
  const [key0, key1] = streamKeys(seed, purpose, step);
  const uint32 = (element: number): number => hashElement(key0, key1, element);
  const uniform = (element: number): number => (uint32(element) >>> 8) / 0x1000000;
  return {
    uint32,
    uniform,
    normal: (element) => {
      const radius = sqrt(-2 * log(1 - uniform(2 * element)));
      return radius * cosTwoPi(uniform(2 * element + 1));
    },
  };
}

/** ⌊uint32 · count / 2³²⌋, exactly: as one product it would have up to 64 bits, and be rounded. */
export function scaleBelow(count: number, uint32: number): number {
  const [high, low] = [(uint32 >>> 16) * count, (uint32 & 0xffff) * count];
  return Math.floor((high + Math.floor(low / 0x10000)) / 0x10000);
}

/** The numbers 0 … count − 1 in an order drawn from `random` (Fisher–Yates), written into `order`. */
export function shuffleInto(order: Int32Array | Uint32Array, random: Random): void {
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let i = order.length - 1; i > 0; i--) {
    const j = scaleBelow(i + 1, random.uint32(i));
    const swapped = order[i]!;
    order[i] = order[j]!;
    order[j] = swapped;
  }
}
