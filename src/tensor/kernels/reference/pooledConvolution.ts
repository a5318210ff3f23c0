import type { KernelArguments } from '../table.js';
import {
  convolutionBackwardInput as backwardInput,
  convolutionBackwardWeight as backwardWeight,
  convolutionForward as forward,
} from './images.js';
import type { Memory, ReferenceKernel } from './memory.js';

type Pooled = Omit<
  KernelArguments<'pooledConvolutionForward'>,
  'x' | 'weight' | 'bias' | 'whole' | 'y' | 'taps' | 'relu'
>;

/** Calls `visit` for every tap of every window of the pool: with the place in its output and that in its input. */
function forEachPoolTap(a: Pooled, visit: (out: number, tap: number, place: number) => void): void {
  let out = 0;
  for (let image = 0; image < a.images; image++) {
    for (let i = 0; i < a.poolOutHeight; i++) {
      for (let j = 0; j < a.poolOutWidth; j++, out++) {
        for (let tap = 0; tap < a.poolHeight * a.poolWidth; tap++) {
          const row = i * a.poolStrideHeight - a.poolTop + Math.floor(tap / a.poolWidth);
          const column = j * a.poolStrideWidth - a.poolLeft + (tap % a.poolWidth);
          if (row < 0 || row >= a.outHeight || column < 0 || column >= a.outWidth) continue;
          visit(out, tap, (image * a.outHeight + row) * a.outWidth + column);
        }
      }
    }
  }
}

/** The arena with room behind it for the convolution's output, which nobody else sees; where that stands. */
function withRoom({ floats, ints }: Memory, a: Pooled): { memory: Memory; y: number } {
  const words = Math.ceil((a.images * a.outHeight * a.outWidth) / 4) * 4 * a.filters8;
  const longer = floats instanceof Float64Array ? Float64Array : Float32Array;
  const copy = new longer(floats.length + words);
  copy.set(floats);
  return { memory: { floats: copy, ints }, y: floats.length };
}

export const pooledConvolutionForward: ReferenceKernel<'pooledConvolutionForward'> = (arena, a) => {
  const { memory, y } = withRoom(arena, a);
  forward(memory, { ...a, y, groups: 1 });
  const { floats, ints } = arena;
  const wholeWords = a.images * a.outHeight * a.outWidth * a.filters8;
  if (a.whole !== 0) floats.set(memory.floats.subarray(y, y + wholeWords), a.whole);
  const rows = a.images * a.poolOutHeight * a.poolOutWidth;
  floats.fill(0, a.y, a.y + Math.ceil(rows / 4) * 4 * a.filters8);
  floats.fill(NaN, a.y, a.y + rows * a.filters8);
  ints.fill(-1, a.taps, a.taps + rows * a.filters8);
  forEachPoolTap(a, (out, tap, place) => {
    for (let f = 0; f < a.filters8; f++) {
      const at = out * a.filters8 + f;
      const value = memory.floats[y + place * a.filters8 + f]!;
      const known = floats[a.y + at]!;
      const isFirst = ints[a.taps + at] === -1;
      if (!isFirst && !(value > known || Number.isNaN(value))) continue;
      floats[a.y + at] = value;
      ints[a.taps + at] = tap;
    }
  });
  if (a.relu === 0) return;
  for (let i = 0; i < rows * a.filters8; i++) if (!(floats[a.y + i]! > 0)) ints[a.taps + i] = -1;
};

/** The gradient of the convolution's output. */
function gradientOf(
  memory: Memory,
  a: Pooled & { readonly dy: number; readonly taps: number },
): Float64Array {
  const sums = new Float64Array(Math.ceil((a.images * a.outHeight * a.outWidth) / 4) * 4 * a.filters8);
  forEachPoolTap(a, (out, tap, place) => {
    for (let f = 0; f < a.filters8; f++) {
      const at = out * a.filters8 + f;
      if (memory.ints[a.taps + at] === tap) sums[place * a.filters8 + f]! += memory.floats[a.dy + at]!;
    }
  });
  return sums;
}

export const pooledConvolutionBackwardWeight: ReferenceKernel<'pooledConvolutionBackwardWeight'> = (
  arena,
  a,
) => {
  const { memory, y: dy } = withRoom(arena, a);
  memory.floats.set(gradientOf(arena, a), dy);
  backwardWeight(memory, { ...a, dy, groups: 1 });
  arena.floats.set(memory.floats.subarray(0, dy));
};

export const pooledConvolutionBackwardInput: ReferenceKernel<'pooledConvolutionBackwardInput'> = (
  arena,
  a,
) => {
  const { memory, y: dy } = withRoom(arena, a);
  memory.floats.set(gradientOf(arena, a), dy);
  backwardInput(memory, { ...a, dy, groups: 1 });
  arena.floats.set(memory.floats.subarray(0, dy));
};
