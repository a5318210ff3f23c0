import { erf, exp, log1p, tanh } from '../../math.js';
import { activationKinds } from '../table.js';
import type { ReferenceKernel } from './memory.js';

/** f(x), and f′ from the input x and the output y. */
interface Activation {
  readonly forward: (x: number) => number;
  readonly derivative: (x: number, y: number) => number;
}

const leakySlope = 0.01;
/** G. Klambauer et al., Self-Normalizing Neural Networks (2017), as PyTorch writes them. */
const seluAlpha = 1.6732632423543772848170429916717;
const seluScale = 1.0507009873554804934193349852946;
const inverseSqrtTwoPi = 0.3989422804014327;

const sigmoid = (x: number): number => 1 / (1 + exp(-x));
/** The standard normal distribution function. */
const normalDistribution = (x: number): number => 0.5 * (1 + erf(x * Math.SQRT1_2));

const activations: Record<(typeof activationKinds)[number], Activation> = {
  linear: { forward: (x) => x, derivative: () => 1 },
  relu: { forward: (x) => (x < 0 ? 0 : x), derivative: (_, y) => (y > 0 ? 1 : 0) },
  leakyRelu: {
    forward: (x) => (x < 0 ? leakySlope * x : x),
    derivative: (_, y) => (y > 0 ? 1 : leakySlope),
  },
  elu: { forward: (x) => (x < 0 ? exp(x) - 1 : x), derivative: (_, y) => (y > 0 ? 1 : y + 1) },
  selu: {
    forward: (x) => (x < 0 ? seluScale * seluAlpha * (exp(x) - 1) : seluScale * x),
    derivative: (_, y) => (y > 0 ? seluScale : y + seluScale * seluAlpha),
  },
  gelu: {
    forward: (x) => (x === -Infinity ? 0 : x * normalDistribution(x)),
    derivative: (x) => normalDistribution(x) + density(x),
  },
  silu: {
    forward: (x) => (x === -Infinity ? 0 : x * sigmoid(x)),
    derivative: (x) => {
      const s = sigmoid(x);
      return Number.isFinite(x) ? s * (1 + x * (1 - s)) : s;
    },
  },
  sigmoid: { forward: sigmoid, derivative: (_, y) => y * (1 - y) },
  tanh: { forward: tanh, derivative: (_, y) => 1 - y * y },
  softplus: { forward: (x) => (x > 0 ? x : 0) + log1p(exp(-Math.abs(x))), derivative: sigmoid },
};

/** x · φ(x), φ the standard normal density. */
function density(x: number): number {
  if (x === Infinity || x === -Infinity) return 0;
  return x * inverseSqrtTwoPi * exp(-0.5 * x * x);
}

function activationOf(kind: number): Activation {
  const name = activationKinds[kind];
  if (name === undefined) throw new RangeError(`There is no activation of kind ${kind}.`);
  return activations[name];
}

export const activationForward: ReferenceKernel<'activationForward'> = ({ floats }, a) => {
  const { forward } = activationOf(a.kind);
  for (let i = 0; i < a.count; i++) floats[a.y + i] = forward(floats[a.x + i]!);
};

export const activationBackward: ReferenceKernel<'activationBackward'> = ({ floats }, a) => {
  const { derivative } = activationOf(a.kind);
  for (let i = 0; i < a.count; i++) {
    floats[a.dx + i] = floats[a.dy + i]! * derivative(floats[a.x + i]!, floats[a.y + i]!);
  }
};

/** The largest of n values from `start`; NaN if one is NaN. */
export function largest(floats: Float32Array | Float64Array, start: number, n: number): number {
  let maximum = -Infinity;
  for (let j = 0; j < n; j++) maximum = Math.max(maximum, floats[start + j]!);
  return maximum;
}

export const rescaleBackward: ReferenceKernel<'rescaleBackward'> = ({ floats }, { x, y, dy, dx, half }) => {
  for (let i = 0; i < half; i++) {
    const across = floats[x + i]! - floats[x + i + half]!;
    if (!(Math.abs(across) > 1e-6)) continue;
    const slope = (floats[y + i]! - floats[y + i + half]!) / across;
    for (const at of [i, i + half]) floats[dx + at] = floats[dy + at]! * slope;
  }
};

export const softmaxForward: ReferenceKernel<'softmaxForward'> = ({ floats }, a) => {
  for (let r = 0; r < a.rows4; r++) {
    const x = a.x + r * a.ld;
    const y = a.y + r * a.ld;
    const maximum = largest(floats, x, a.n);
    let sum = 0;
    for (let j = 0; j < a.n; j++) sum += exp(floats[x + j]! - maximum);
    for (let j = 0; j < a.n; j++) floats[y + j] = exp(floats[x + j]! - maximum) / sum;
    floats.fill(0, y + a.n, y + a.ld);
  }
};

export const softmaxBackward: ReferenceKernel<'softmaxBackward'> = ({ floats }, a) => {
  for (let r = 0; r < a.rows4; r++) {
    const y = a.y + r * a.ld;
    const dy = a.dy + r * a.ld;
    const dx = a.dx + r * a.ld;
    let dot = 0;
    for (let j = 0; j < a.n; j++) dot += floats[y + j]! * floats[dy + j]!;
    for (let j = 0; j < a.n; j++) floats[dx + j] = floats[y + j]! * (floats[dy + j]! - dot);
    floats.fill(0, dx + a.n, dx + a.ld);
  }
};
