import { exp, log, log1p } from '../../math.js';
import type { KernelArguments } from '../table.js';
import { largest } from './activations.js';
import type { Memory, ReferenceKernel } from './memory.js';

type LossArguments = Pick<
  KernelArguments<'mse'>,
  'target' | 'dOutput' | 'loss' | 'rows' | 'rows4' | 'n' | 'ld'
>;

function clearGradient({ floats }: Memory, a: LossArguments): void {
  if (a.dOutput !== 0) floats.fill(0, a.dOutput, a.dOutput + a.rows4 * a.ld);
}

export const crossEntropy: ReferenceKernel<'crossEntropy'> = (memory, a) => {
  const { floats } = memory;
  clearGradient(memory, a);
  const weightOf = (label: number): number => (a.classWeights === 0 ? 1 : floats[a.classWeights + label]!);
  let total = 0;
  for (let r = 0; r < a.rows; r++) total += weightOf(floats[a.target + r]!);
  let loss = 0;
  for (let r = 0; r < a.rows; r++) {
    const logits = a.logits + r * a.ld;
    const label = floats[a.target + r]!;
    const weight = weightOf(label) / total;
    const maximum = largest(floats, logits, a.n);
    let sum = 0;
    for (let j = 0; j < a.n; j++) sum += exp(floats[logits + j]! - maximum);
    loss += weight * (log(sum) + maximum - floats[logits + label]!);
    if (a.dOutput === 0) continue;
    for (let j = 0; j < a.n; j++) {
      const probability = exp(floats[logits + j]! - maximum) / sum;
      floats[a.dOutput + r * a.ld + j] = weight * (probability - (j === label ? 1 : 0));
    }
  }
  floats[a.loss] = loss;
};

/** Loss and derivative of one element, from the output y and the target t. */
type ElementLoss = (y: number, t: number) => { loss: number; derivative: number };

/** The mean over rows × n of `element`, `weightOf` each target and column. */
function meanOverElements(
  memory: Memory,
  a: LossArguments,
  output: number,
  element: ElementLoss,
  weightOf: (t: number, column: number) => number = () => 1,
): void {
  const { floats } = memory;
  clearGradient(memory, a);
  const count = a.rows * a.n;
  let sum = 0;
  for (let r = 0; r < a.rows; r++) {
    for (let j = 0; j < a.n; j++) {
      const i = r * a.ld + j;
      const target = floats[a.target + i]!;
      const weight = weightOf(target, j);
      const { loss, derivative } = element(floats[output + i]!, target);
      sum += weight * loss;
      if (a.dOutput !== 0) floats[a.dOutput + i] = (weight * derivative) / count;
    }
  }
  floats[a.loss] = sum / count;
}

export const binaryCrossEntropy: ReferenceKernel<'binaryCrossEntropy'> = (memory, a) => {
  const { floats } = memory;
  const weightOf = (t: number, column: number): number => {
    if (a.classWeights === 0) return 1;
    return floats[a.classWeights + (a.n > 1 ? column : t > 0.5 ? 1 : 0)]!;
  };
  const element: ElementLoss = (z, t) => ({
    loss: Math.max(z, 0) - z * t + log1p(exp(-Math.abs(z))),
    derivative: 1 / (1 + exp(-z)) - t,
  });
  meanOverElements(memory, a, a.logits, element, weightOf);
};

export const mse: ReferenceKernel<'mse'> = (memory, a) => {
  meanOverElements(memory, a, a.output, (y, t) => ({ loss: (y - t) ** 2, derivative: 2 * (y - t) }));
};

export const mae: ReferenceKernel<'mae'> = (memory, a) => {
  meanOverElements(memory, a, a.output, (y, t) => ({ loss: Math.abs(y - t), derivative: Math.sign(y - t) }));
};

export const huber: ReferenceKernel<'huber'> = (memory, a) => {
  meanOverElements(memory, a, a.output, (y, t) => {
    const error = y - t;
    const magnitude = Math.abs(error);
    if (magnitude > a.delta) {
      return { loss: a.delta * (magnitude - 0.5 * a.delta), derivative: a.delta * Math.sign(error) };
    }
    return { loss: 0.5 * error * error, derivative: error };
  });
};

export const hinge: ReferenceKernel<'hinge'> = (memory, a) => {
  if (a.n === 1) {
    meanOverElements(memory, a, a.logits, (z, t) => {
      const sign = t > 0.5 ? 1 : -1;
      const margin = 1 - sign * z;
      return margin <= 0 ? { loss: 0, derivative: 0 } : { loss: margin, derivative: -sign };
    });
    return;
  }
  const { floats } = memory;
  clearGradient(memory, a);
  const scale = 1 / (a.rows * a.n);
  let sum = 0;
  for (let r = 0; r < a.rows; r++) {
    const label = floats[a.target + r]!;
    const own = floats[a.logits + r * a.ld + label]!;
    let violations = 0;
    for (let j = 0; j < a.n; j++) {
      const margin = 1 - own + floats[a.logits + r * a.ld + j]!;
      if (j === label || margin <= 0) continue;
      sum += margin;
      violations++;
      if (a.dOutput !== 0) floats[a.dOutput + r * a.ld + j] = scale;
    }
    if (a.dOutput !== 0) floats[a.dOutput + r * a.ld + label] = -violations * scale;
  }
  floats[a.loss] = sum * scale;
};
