import { stepBlock } from '../stepBlock.js';
import type { ReferenceKernel } from './memory.js';

export const gatherRows: ReferenceKernel<'gatherRows'> = ({ floats, ints }, a) => {
  const cursor = ints[a.step + stepBlock.cursor]!;
  floats.fill(0, a.batch, a.batch + a.rows4 * a.ld);
  for (let r = 0; r < a.rows; r++) {
    const row = a.order === 0 ? cursor + r : ints[a.order + cursor + r]!;
    for (let j = 0; j < a.width; j++) floats[a.batch + r * a.ld + j] = floats[a.source + row * a.width + j]!;
  }
};

export const clearPadding: ReferenceKernel<'clearPadding'> = ({ floats }, a) => {
  for (let r = 0; r < a.rows4; r++) {
    floats.fill(0, a.x + r * a.ld + (r < a.rows ? a.n : 0), a.x + (r + 1) * a.ld);
  }
};

export const fill: ReferenceKernel<'fill'> = ({ floats }, a) => {
  floats.fill(a.value, a.x, a.x + a.count);
};

export const copy: ReferenceKernel<'copy'> = ({ floats }, a) => {
  floats.copyWithin(a.destination, a.source, a.source + a.count);
};

export const copyBlocks: ReferenceKernel<'copyBlocks'> = ({ floats }, a) => {
  for (let o = 0; o < a.outer; o++) {
    for (let i = 0; i < a.inner; i++) {
      const source = a.source + o * a.sourceOuter + i * a.sourceInner;
      const destination = a.destination + o * a.destinationOuter + i * a.destinationInner;
      floats.copyWithin(destination, source, source + a.width);
    }
  }
};

export const add: ReferenceKernel<'add'> = ({ floats }, a) => {
  for (let i = 0; i < a.count; i++) floats[a.out + i] = floats[a.a + i]! + floats[a.b + i]!;
};

export const multiply: ReferenceKernel<'multiply'> = ({ floats }, a) => {
  for (let i = 0; i < a.count; i++) floats[a.out + i] = floats[a.a + i]! * floats[a.b + i]!;
};
