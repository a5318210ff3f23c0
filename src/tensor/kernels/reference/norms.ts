import { sqrt } from '../../math.js';
import type { ReferenceKernel } from './memory.js';

export const batchNormForward: ReferenceKernel<'batchNormForward'> = ({ floats }, a) => {
  for (let j = 0; j < a.n8; j++) {
    let sum = 0;
    for (let r = 0; r < a.rows; r++) sum += floats[a.x + r * a.ld + j]!;
    const mean = sum / a.rows;
    let squares = 0;
    for (let r = 0; r < a.rows; r++) squares += (floats[a.x + r * a.ld + j]! - mean) ** 2;
    const variance = squares / a.rows;
    const inverseStd = 1 / sqrt(variance + a.epsilon);
    const unbiased = squares / Math.max(a.rows - 1, 1);
    floats[a.mean + j] = mean;
    floats[a.inverseStd + j] = inverseStd;
    floats[a.runningMean + j]! += a.momentum * (mean - floats[a.runningMean + j]!);
    floats[a.runningVar + j]! += a.momentum * (unbiased - floats[a.runningVar + j]!);
    for (let r = 0; r < a.rows4; r++) {
      const i = r * a.ld + j;
      const normalized = r < a.rows ? (floats[a.x + i]! - mean) * inverseStd : 0;
      const y = r < a.rows ? normalized * floats[a.gamma + j]! + floats[a.beta + j]! : 0;
      floats[a.y + i] = a.relu && y < 0 ? 0 : y;
    }
  }
};

export const batchNormBackward: ReferenceKernel<'batchNormBackward'> = ({ floats }, a) => {
  for (let j = 0; j < a.n8; j++) {
    const normalized = (i: number): number =>
      (floats[a.x + i]! - floats[a.mean + j]!) * floats[a.inverseStd + j]!;
    let dBeta = 0;
    let dGamma = 0;
    for (let r = 0; r < a.rows; r++) {
      const i = r * a.ld + j;
      dBeta += floats[a.dy + i]!;
      dGamma += floats[a.dy + i]! * normalized(i);
    }
    floats[a.dBeta + j] = dBeta;
    floats[a.dGamma + j] = dGamma;
    const scale = floats[a.gamma + j]! * floats[a.inverseStd + j]!;
    for (let r = 0; r < a.rows4; r++) {
      const i = r * a.ld + j;
      const centred = floats[a.dy + i]! - dBeta / a.rows - (normalized(i) * dGamma) / a.rows;
      floats[a.dx + i] = r < a.rows ? scale * centred : 0;
    }
  }
};

export const batchNormInference: ReferenceKernel<'batchNormInference'> = ({ floats }, a) => {
  for (let j = 0; j < a.n8; j++) {
    const scale = floats[a.gamma + j]! / sqrt(floats[a.runningVar + j]! + a.epsilon);
    const mean = floats[a.runningMean + j]!;
    for (let r = 0; r < a.rows4; r++) {
      const i = r * a.n8 + j;
      floats[a.y + i] = (floats[a.x + i]! - mean) * scale + floats[a.beta + j]!;
    }
  }
};

export const batchNormInferenceBackward: ReferenceKernel<'batchNormInferenceBackward'> = ({ floats }, a) => {
  for (let j = 0; j < a.n8; j++) {
    const scale = floats[a.gamma + j]! / sqrt(floats[a.runningVar + j]! + a.epsilon);
    for (let r = 0; r < a.rows4; r++) floats[a.dx + r * a.n8 + j] = floats[a.dy + r * a.n8 + j]! * scale;
  }
};

export const layerNormForward: ReferenceKernel<'layerNormForward'> = ({ floats }, a) => {
  for (let r = 0; r < a.rows4; r++) {
    const row = r * a.ld;
    let sum = 0;
    for (let j = 0; j < a.n; j++) sum += floats[a.x + row + j]!;
    const mean = sum / a.n;
    let squares = 0;
    for (let j = 0; j < a.n; j++) squares += (floats[a.x + row + j]! - mean) ** 2;
    const inverseStd = 1 / sqrt(squares / a.n + a.epsilon);
    floats[a.inverseStd + r] = inverseStd;
    for (let j = 0; j < a.ld; j++) {
      const normalized = j < a.n ? (floats[a.x + row + j]! - mean) * inverseStd : 0;
      floats[a.normalized + row + j] = normalized;
      floats[a.y + row + j] = j < a.n ? normalized * floats[a.gamma + j]! + floats[a.beta + j]! : 0;
    }
  }
};

export const layerNormBackward: ReferenceKernel<'layerNormBackward'> = ({ floats }, a) => {
  floats.fill(0, a.dGamma, a.dGamma + a.ld);
  floats.fill(0, a.dBeta, a.dBeta + a.ld);
  for (let r = 0; r < a.rows4; r++) {
    const row = r * a.ld;
    let sum = 0;
    let dot = 0;
    for (let j = 0; j < a.n; j++) {
      const dy = floats[a.dy + row + j]!;
      const normalized = floats[a.normalized + row + j]!;
      const dNormalized = dy * floats[a.gamma + j]!;
      sum += dNormalized;
      dot += dNormalized * normalized;
      floats[a.dGamma + j]! += dy * normalized;
      floats[a.dBeta + j]! += dy;
    }
    const inverseStd = floats[a.inverseStd + r]!;
    for (let j = 0; j < a.ld; j++) {
      const dNormalized = floats[a.dy + row + j]! * floats[a.gamma + j]!;
      const centred = dNormalized - sum / a.n - (floats[a.normalized + row + j]! * dot) / a.n;
      floats[a.dx + row + j] = j < a.n ? inverseStd * centred : 0;
    }
  }
};
