import type { ReferenceKernel } from './memory.js';

/** Word of the weight from input i to output o within panels `[out8/8][in8][8]`. */
export function panelIndex(o: number, i: number, in8: number): number {
  return (o >> 3) * in8 * 8 + i * 8 + (o & 7);
}

export const denseForward: ReferenceKernel<'denseForward'> = ({ floats }, a) => {
  for (let r = 0; r < a.rows4; r++) {
    for (let o = 0; o < a.columns8; o++) {
      let sum = a.bias === 0 ? 0 : floats[a.bias + o]!;
      for (let i = 0; i < a.in8; i++) {
        sum += floats[a.x + r * a.in8 + i]! * floats[a.weight + panelIndex(o, i, a.in8)]!;
      }
      floats[a.y + r * a.out8 + o] = a.relu !== 0 && sum < 0 ? 0 : sum;
    }
  }
};

export const denseBackwardWeight: ReferenceKernel<'denseBackwardWeight'> = ({ floats }, a) => {
  for (let o = 0; o < a.out8; o++) {
    for (let i = 0; i < a.columns8; i++) {
      let sum = 0;
      for (let r = 0; r < a.rows4; r++) sum += floats[a.dy + r * a.out8 + o]! * floats[a.x + r * a.in8 + i]!;
      floats[a.dWeight + panelIndex(o, i, a.in8)] = sum;
    }
    if (a.dBias !== 0) {
      let sum = 0;
      for (let r = 0; r < a.rows4; r++) sum += floats[a.dy + r * a.out8 + o]!;
      floats[a.dBias + o] = sum;
    }
  }
};

export const denseBackwardInput: ReferenceKernel<'denseBackwardInput'> = ({ floats }, a) => {
  for (let r = 0; r < a.rows4; r++) {
    for (let i = 0; i < a.columns8; i++) {
      let sum = 0;
      for (let o = 0; o < a.out8; o++) {
        sum += floats[a.dy + r * a.out8 + o]! * floats[a.weight + panelIndex(o, i, a.in8)]!;
      }
      const masked = a.reluOutput !== 0 && floats[a.reluOutput + r * a.in8 + i]! <= 0;
      floats[a.dx + r * a.in8 + i] = masked ? 0 : sum;
    }
  }
};
