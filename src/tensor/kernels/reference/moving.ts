import { createRandom, shuffleInto } from '../../random.js';
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

export const shuffleOrder: ReferenceKernel<'shuffleOrder'> = ({ ints }, a) => {
  const random = createRandom(ints[a.step + stepBlock.seed]!, a.purpose, ints[a.step + stepBlock.epoch]);
  shuffleInto(ints.subarray(a.order, a.order + a.count), random);
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

export const permute: ReferenceKernel<'permute'> = ({ floats }, a) => {
  for (let i = 0; i < a.count0; i++) {
    for (let j = 0; j < a.count1; j++) {
      for (let k = 0; k < a.count2; k++) {
        for (let l = 0; l < a.count3; l++) {
          const from = i * a.from0 + j * a.from1 + k * a.from2 + l * a.from3;
          const to = i * a.to0 + j * a.to1 + k * a.to2 + l * a.to3;
          floats[a.destination + to] = floats[a.source + from]!;
        }
      }
    }
  }
};

export const add: ReferenceKernel<'add'> = ({ floats }, a) => {
  for (let i = 0; i < a.count; i++) floats[a.out + i] = floats[a.a + i]! + floats[a.b + i]!;
};

export const addUp: ReferenceKernel<'addUp'> = ({ floats }, a) => {
  for (let i = 0; i < a.count; i++) {
    let sum = 0;
    for (let t = 0; t < a.termCount; t++) sum += floats[a.terms + t * a.stride + i]!;
    floats[a.out + i] = sum;
  }
};

export const multiply: ReferenceKernel<'multiply'> = ({ floats }, a) => {
  for (let i = 0; i < a.count; i++) floats[a.out + i] = floats[a.a + i]! * floats[a.b + i]!;
};
