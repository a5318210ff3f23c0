import type { ReferenceKernel } from './memory.js';

export const sparseForward: ReferenceKernel<'sparseForward'> = ({ floats }, a) => {
  for (let r = 0; r < a.rows; r++) {
    for (let o = 0; o < a.out8; o++) {
      let sum = floats[a.bias + o]!;
      for (let i = 0; i < a.in8; i++) {
        const value = floats[a.x + r * a.in8 + i]!;
        if (value !== 0) sum += value * floats[a.weight + i * a.out8 + o]!;
      }
      floats[a.y + r * a.out8 + o] = sum;
    }
  }
};

export const mixForward: ReferenceKernel<'mixForward'> = ({ floats }, a) => {
  const ld = a.in8 + a.out8;
  for (let r = 0; r < a.groups * a.count; r++) {
    const own = a.own + Math.floor(r / a.count) * ld;
    const other = a.others + r * ld;
    for (let o = 0; o < a.out8; o++) {
      let sum = floats[own + a.in8 + o]! + floats[other + a.in8 + o]!;
      for (let i = 0; i < a.in8; i++) {
        const z = floats[own + i]! + floats[other + i]!;
        if (!(z <= 0)) sum += z * floats[a.weight + i * a.out8 + o]!;
      }
      floats[a.y + r * a.out8 + o] = a.relu !== 0 && sum < 0 ? 0 : sum;
    }
  }
};

export const averageGroups: ReferenceKernel<'averageGroups'> = ({ floats }, a) => {
  for (let g = 0; g < a.groups; g++) {
    for (let j = 0; j < a.n8; j++) {
      let sum = 0;
      for (let i = 0; i < a.count; i++) {
        sum += floats[a.shares + i]! * floats[a.x + (g * a.count + i) * a.n8 + j]!;
      }
      floats[a.out + g * a.n8 + j] = sum;
    }
  }
};
