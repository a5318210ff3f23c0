import { holdsWeights, sayCount } from './role.js';
import type { WeightRule } from './weightRule.js';

export const notFinite: WeightRule = {
  code: 'not-finite',
  title: 'Values that are NaN or infinite',
  doc: 'A value is NaN or infinite. Whatever is computed with it is lost: the training that wrote the file had diverged, or a number was too large for a shorter type.',
  severity: 'error',
  threshold: 0,
  unit: 'values that are NaN or infinite',
  source:
    'SageMaker Debugger, ExplodingTensor, https://docs.aws.amazon.com/sagemaker/latest/dg/debugger-built-in-rules.html',
  look(tensor) {
    const { nan, inf, count, firstNan, firstInfinity } = tensor.statistics;
    const value = nan + inf;
    // A mask of attention adds −∞ where nothing is to be seen.
    if (value === 0 || (nan === 0 && !holdsWeights(tensor))) return null;
    const kinds = [nan > 0 && `${sayCount(nan)} NaN`, inf > 0 && `${sayCount(inf)} infinite`].filter(Boolean);
    const first = Math.min(firstNan ?? Infinity, firstInfinity ?? Infinity);
    const place = placeOf(first, tensor.shape);
    return {
      value,
      message: `${kinds.join(' and ')} of ${sayCount(count)} values, the first at [${place.join(', ')}]`,
      first,
    };
  },
};

/** The indices of a value by its number in row-major order. */
function placeOf(index: number, shape: readonly number[]): number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((dimension) => {
      const at = rest % dimension;
      rest = Math.floor(rest / dimension);
      return at;
    })
    .toReversed();
}
