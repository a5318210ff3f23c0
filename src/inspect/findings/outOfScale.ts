import { holdsWeights, isOptimizerState } from './role.js';
import type { TensorFacts, WeightRule } from './weightRule.js';

const threshold = 10;
const fewestSiblings = 4;

export const outOfScale: WeightRule = {
  code: 'out-of-scale',
  title: 'Out of scale with its siblings',
  doc: 'A layer’s weights are far larger or smaller than those of its siblings, measured for the number of inputs each has: it was initialised or trained otherwise, was multiplied by something, or comes from another file.',
  severity: 'information',
  threshold,
  unit: 'times the siblings’ median size, or its inverse',
  source:
    'SageMaker Debugger, PoorWeightInitialization (variances of layers within a factor of 10); He et al. 2015, https://arxiv.org/abs/1502.01852 (size by the number of inputs)',
  look(tensor, siblings) {
    const own = sizeFor(tensor);
    if (!(own > 0)) return null;
    const sizes = sizesOf(siblings);
    const others = sizes.toSpliced(sizes.indexOf(own), 1);
    if (others.length < fewestSiblings) return null;
    if (!holdsWeights(tensor) || isOptimizerState(tensor.name)) return null;
    const usual = median(others);
    const ratio = own / usual;
    const value = Math.max(ratio, 1 / ratio);
    if (value <= threshold) return null;
    // Siblings that are as far from each other say nothing about this one.
    const distances = others.map((size) => Math.abs(Math.log(size / usual))).sort((a, b) => a - b);
    if (value <= Math.exp(median(distances)) ** 3) return null;
    const [size, factor] = [own / fanRoot(tensor), Number(value.toPrecision(2))];
    const than = `than those of its ${others.length} siblings`;
    return {
      value,
      message: `values are ${factor} times ${ratio > 1 ? 'larger' : 'smaller'} ${than}: a root mean square of ${Number(size.toPrecision(2))}`,
      first: null,
    };
  },
};

/** √inputs of a unit, whose axis is the first; in a kernel of Keras it is the last. */
function fanRoot({ name, shape }: TensorFacts): number {
  const inputs = /(^|[./_])kernel(:0)?$/.test(name) ? shape.slice(0, -1) : shape.slice(1);
  return Math.sqrt(inputs.reduce((product, dimension) => product * dimension, 1));
}

/** Root mean square times √inputs, which is about the same for all layers that a rule of initialisation made. */
function sizeFor(tensor: TensorFacts): number {
  const { l2, count, nan, inf } = tensor.statistics;
  const finite = count - nan - inf;
  if (tensor.shape.length < 2 || l2 === null || finite === 0) return 0;
  return (l2 / Math.sqrt(finite)) * fanRoot(tensor);
}

/** Each tensor is held against the same siblings, thousands of them in the largest models: they are sorted once. */
const sorted = new WeakMap<readonly TensorFacts[], readonly number[]>();

/** Rising, without those of nothing but zeros. */
function sizesOf(siblings: readonly TensorFacts[]): readonly number[] {
  let sizes = sorted.get(siblings);
  if (!sizes) {
    sizes = siblings
      .map(sizeFor)
      .filter((size) => size > 0)
      .sort((a, b) => a - b);
    sorted.set(siblings, sizes);
  }
  return sizes;
}

/** Of rising values. */
function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
