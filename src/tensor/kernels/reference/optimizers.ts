import { sqrt } from '../../math.js';
import { stepBlock } from '../stepBlock.js';
import { segmentNorms } from './gradients.js';
import { smallestMoment, type Memory, type ReferenceKernel } from './memory.js';

/** A moment, or 0 where it is so small that it would decay into denormal numbers. */
function flush(moment: number): number {
  return Math.abs(moment) < smallestMoment ? 0 : moment;
}

/** Reads a float field of the step block. */
function stepReader({ floats }: Memory, step: number): (field: keyof typeof stepBlock) => number {
  return (field) => floats[step + stepBlock[field]]!;
}

/** What an update finds on the way. */
function writeNorms(memory: Memory, a: { segments: number; segmentCount: number; norms: number }): void {
  const { segments, segmentCount: count, norms } = a;
  if (norms !== 0) segmentNorms(memory, { segments, count, norms });
}

export const sgdUpdate: ReferenceKernel<'sgdUpdate'> = (memory, a) => {
  writeNorms(memory, a);
  const { floats } = memory;
  const learningRate = stepReader(memory, a.step)('learningRate');
  for (let i = 0; i < a.count; i++) {
    const parameter = floats[a.parameter + i]!;
    const gradient = floats[a.gradient + i]! + a.weightDecay * parameter;
    let update = gradient;
    if (a.momentumBuffer !== 0) {
      const momentum = flush(a.momentum * floats[a.momentumBuffer + i]! + gradient);
      floats[a.momentumBuffer + i] = momentum;
      update = a.nesterov !== 0 ? gradient + a.momentum * momentum : momentum;
    }
    floats[a.parameter + i] = parameter - learningRate * update;
  }
};

export const rmspropUpdate: ReferenceKernel<'rmspropUpdate'> = (memory, a) => {
  writeNorms(memory, a);
  const { floats } = memory;
  const learningRate = stepReader(memory, a.step)('learningRate');
  for (let i = 0; i < a.count; i++) {
    const parameter = floats[a.parameter + i]!;
    const gradient = floats[a.gradient + i]! + a.weightDecay * parameter;
    const square = flush(a.alpha * floats[a.squareAverage + i]! + (1 - a.alpha) * gradient * gradient);
    floats[a.squareAverage + i] = square;
    let variance = square;
    if (a.gradientAverage !== 0) {
      const average = flush(a.alpha * floats[a.gradientAverage + i]! + (1 - a.alpha) * gradient);
      floats[a.gradientAverage + i] = average;
      variance = Math.max(0, square - average * average);
    }
    let update = gradient / (sqrt(variance) + a.epsilon);
    if (a.momentumBuffer !== 0) {
      update = flush(a.momentum * floats[a.momentumBuffer + i]! + update);
      floats[a.momentumBuffer + i] = update;
    }
    floats[a.parameter + i] = parameter - learningRate * update;
  }
};

export const adagradUpdate: ReferenceKernel<'adagradUpdate'> = (memory, a) => {
  writeNorms(memory, a);
  const { floats } = memory;
  const learningRate = stepReader(memory, a.step)('learningRate');
  for (let i = 0; i < a.count; i++) {
    const parameter = floats[a.parameter + i]!;
    const gradient = floats[a.gradient + i]! + a.weightDecay * parameter;
    const sum = flush(floats[a.sum + i]! + gradient * gradient);
    floats[a.sum + i] = sum;
    floats[a.parameter + i] = parameter - (learningRate * gradient) / (sqrt(sum) + a.epsilon);
  }
};

export const adamUpdate: ReferenceKernel<'adamUpdate'> = (memory, a) => {
  writeNorms(memory, a);
  const { floats } = memory;
  const read = stepReader(memory, a.step);
  const learningRate = read('learningRate');
  const correction1 = read('correction1');
  const correction2 = read('correction2');
  for (let i = 0; i < a.count; i++) {
    let parameter = floats[a.parameter + i]!;
    let gradient = floats[a.gradient + i]!;
    if (a.decoupled !== 0) parameter *= 1 - learningRate * a.weightDecay;
    else gradient += a.weightDecay * parameter;
    const first = flush(a.beta1 * floats[a.first + i]! + (1 - a.beta1) * gradient);
    const square = Math.max(gradient * gradient, smallestMoment);
    const second = a.beta2 * floats[a.second + i]! + (1 - a.beta2) * square;
    floats[a.first + i] = first;
    floats[a.second + i] = second;
    let variance = second;
    if (a.maxSecond !== 0) {
      variance = Math.max(second, floats[a.maxSecond + i]!);
      floats[a.maxSecond + i] = variance;
    }
    const denominator = sqrt(variance / correction2) + a.epsilon;
    floats[a.parameter + i] = parameter - ((learningRate / correction1) * first) / denominator;
  }
};

export const nadamUpdate: ReferenceKernel<'nadamUpdate'> = (memory, a) => {
  writeNorms(memory, a);
  const { floats } = memory;
  const read = stepReader(memory, a.step);
  const learningRate = read('learningRate');
  const correction2 = read('correction2');
  const ofGradient = (learningRate * (1 - read('mu'))) / (1 - read('muProduct'));
  const ofFirst = (learningRate * read('muNext')) / (1 - read('muProduct') * read('muNext'));
  for (let i = 0; i < a.count; i++) {
    const parameter = floats[a.parameter + i]!;
    const gradient = floats[a.gradient + i]! + a.weightDecay * parameter;
    const first = flush(a.beta1 * floats[a.first + i]! + (1 - a.beta1) * gradient);
    const second = flush(a.beta2 * floats[a.second + i]! + (1 - a.beta2) * gradient * gradient);
    floats[a.first + i] = first;
    floats[a.second + i] = second;
    const denominator = sqrt(second / correction2) + a.epsilon;
    floats[a.parameter + i] = parameter - (ofGradient * gradient + ofFirst * first) / denominator;
  }
};

export const lionUpdate: ReferenceKernel<'lionUpdate'> = (memory, a) => {
  writeNorms(memory, a);
  const { floats } = memory;
  const learningRate = stepReader(memory, a.step)('learningRate');
  for (let i = 0; i < a.count; i++) {
    const gradient = floats[a.gradient + i]!;
    const first = floats[a.first + i]!;
    const direction = Math.sign(a.beta1 * first + (1 - a.beta1) * gradient);
    const decayed = floats[a.parameter + i]! * (1 - learningRate * a.weightDecay);
    floats[a.parameter + i] = decayed - learningRate * direction;
    floats[a.first + i] = flush(a.beta2 * first + (1 - a.beta2) * gradient);
  }
};
