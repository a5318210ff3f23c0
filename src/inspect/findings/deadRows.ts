import { firstOfRow, holdsWeights, isOptimizerState, sayCount } from './role.js';
import type { WeightRule } from './weightRule.js';

export const deadRows: WeightRule = {
  code: 'dead-rows',
  title: 'Rows of zeros',
  doc: 'Rows of a weight are all zeros: units or filters that see nothing of their input, or entries of an embedding that were never used. They cost as much as others and can be cut away. (A single one may be the padding of an embedding.)',
  severity: 'warning',
  threshold: 1,
  unit: 'rows of zeros',
  source: 'Li et al., Pruning filters for efficient ConvNets, 2017, https://arxiv.org/abs/1608.08710',
  look(tensor) {
    const { rows } = tensor;
    if (!rows || rows.zero <= 1 || rows.zero === rows.rows) return null;
    if (!holdsWeights(tensor) || isOptimizerState(tensor.name)) return null;
    return {
      value: rows.zero,
      message: `${sayCount(rows.zero)} of ${sayCount(rows.rows)} rows are all zeros, the first is row ${rows.firstZero}`,
      first: firstOfRow(tensor, rows.firstZero!),
    };
  },
};
