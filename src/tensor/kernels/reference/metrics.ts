import type { ReferenceKernel } from './memory.js';

export const countCorrect: ReferenceKernel<'countCorrect'> = ({ floats }, a) => {
  let correct = 0;
  for (let r = 0; r < a.rows; r++) {
    const logits = a.logits + r * a.ld;
    let best = 0;
    for (let j = 1; j < a.n; j++) if (floats[logits + j]! > floats[logits + best]!) best = j;
    if (best === floats[a.target + r]!) correct++;
  }
  floats[a.out] = correct;
};

export const countCorrectBinary: ReferenceKernel<'countCorrectBinary'> = ({ floats }, a) => {
  let correct = 0;
  for (let r = 0; r < a.rows; r++) {
    for (let j = 0; j < a.n; j++) {
      const i = r * a.ld + j;
      if (floats[a.logits + i]! > 0 === floats[a.target + i]! > 0.5) correct++;
    }
  }
  floats[a.out] = correct;
};

export const sumErrors: ReferenceKernel<'sumErrors'> = ({ floats }, a) => {
  let absolute = 0;
  let squared = 0;
  for (let r = 0; r < a.rows; r++) {
    for (let j = 0; j < a.n; j++) {
      const error = floats[a.output + r * a.ld + j]! - floats[a.target + r * a.ld + j]!;
      absolute += Math.abs(error);
      squared += error * error;
    }
  }
  floats[a.out] = absolute;
  floats[a.out + 1] = squared;
};
