import { holdsWeights, isOptimizerState, sayCount } from './role.js';
import type { WeightRule } from './weightRule.js';

export const allZeros: WeightRule = {
  code: 'all-zeros',
  title: 'All values are 0',
  doc: 'Every value of a weight is 0, so that its layer gives nothing but its bias: it was never trained or never loaded, or what it once held was lost on the way. (Biases often are 0, and nothing is said of them.)',
  severity: 'warning',
  threshold: 1,
  unit: 'share of values that are 0',
  source:
    'SageMaker Debugger, AllZero, https://docs.aws.amazon.com/sagemaker/latest/dg/debugger-built-in-rules.html',
  look(tensor) {
    const { count, zeros } = tensor.statistics;
    const isWeight =
      tensor.shape.length >= 2 || /(^|[./_])(weight|kernel|gamma|scale)(:0)?$/.test(tensor.name);
    if (count < 2 || zeros < count || !isWeight) return null;
    if (!holdsWeights(tensor) || isOptimizerState(tensor.name)) return null;
    return { value: zeros / count, message: `all ${sayCount(count)} values are 0`, first: null };
  },
};
