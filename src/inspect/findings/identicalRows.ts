import { firstOfRow, holdsWeights, isOptimizerState, sayCount } from './role.js';
import type { WeightRule } from './weightRule.js';

export const identicalRows: WeightRule = {
  code: 'identical-rows',
  title: 'Rows that are the same',
  doc: 'Rows of a weight are equal to the last bit, so that their units do the same: they began alike and nothing has told them apart since, or they were never trained (a vocabulary that was padded).',
  severity: 'warning',
  threshold: 0,
  unit: 'rows that are like an earlier one',
  source:
    'CS231n, Neural networks part 2: weight initialization, https://cs231n.github.io/neural-networks-2/',
  look(tensor) {
    const { rows } = tensor;
    if (!rows?.firstPair || !holdsWeights(tensor) || isOptimizerState(tensor.name)) return null;
    const [earlier, later] = rows.firstPair;
    const which =
      rows.repeated === 1
        ? `row ${later} is`
        : `${sayCount(rows.repeated)} of ${sayCount(rows.rows)} rows are`;
    const example = rows.repeated === 1 ? `row ${earlier}` : `earlier ones: row ${later} like row ${earlier}`;
    return {
      value: rows.repeated,
      message: `${which} the same as ${example}`,
      first: firstOfRow(tensor, later),
    };
  },
};
