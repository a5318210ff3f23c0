import { sqrt } from '../../math.js';
import type { ReferenceKernel } from './memory.js';

export const moments: ReferenceKernel<'moments'> = ({ floats }, a) => {
  const count = a.rows * a.n;
  let sum = 0;
  for (let r = 0; r < a.rows; r++) for (let j = 0; j < a.n; j++) sum += floats[a.x + r * a.ld + j]!;
  const mean = sum / count;
  let squares = 0;
  for (let r = 0; r < a.rows; r++) {
    for (let j = 0; j < a.n; j++) squares += (floats[a.x + r * a.ld + j]! - mean) ** 2;
  }
  floats[a.out] = mean;
  floats[a.out + 1] = sqrt(squares / count);
};

/** By mode: active, saturated tanh, saturated sigmoid. */
const counted = [
  (x: number) => x > 0,
  (x: number) => Math.abs(x) > Math.fround(0.97),
  (x: number) => x < Math.fround(0.015) || x > Math.fround(0.985),
] as const;

export const countUnits: ReferenceKernel<'countUnits'> = ({ floats, ints }, a) => {
  const isCounted = counted[a.mode];
  if (isCounted === undefined) throw new RangeError(`countUnits has no mode ${a.mode}.`);
  for (let r = 0; r < a.rows; r++) {
    for (let j = 0; j < a.n; j++) if (isCounted(floats[a.x + r * a.ld + j]!)) ints[a.counts + j]!++;
  }
};

export const histogram: ReferenceKernel<'histogram'> = ({ floats, ints }, a) => {
  const scale = a.maximum > a.minimum ? a.bins / (a.maximum - a.minimum) : 0;
  for (let i = 0; i < a.count; i++) {
    const x = floats[a.x + i]!;
    if (!(x >= a.minimum && x <= a.maximum)) continue;
    ints[a.counts + Math.min(a.bins - 1, Math.floor((x - a.minimum) * scale))]!++;
  }
};
