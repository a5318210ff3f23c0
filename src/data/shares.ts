import type { DataConfig } from './dataset.js';
import type { DataProblem } from './problem.js';
import { sides } from './split.js';

/** The shares of the training file that are held back, 0 for a side that has a file of its own. */
export interface Shares {
  readonly validation: number;
  readonly test: number;
}

const heldBack = ['validation', 'test'] as const;

export function sharesOf({ validation, test = 0 }: DataConfig): Shares {
  return {
    validation: typeof validation === 'number' ? validation : 0,
    test: typeof test === 'number' ? test : 0,
  };
}

/** Shares that are none, or that leave nothing to train on. */
export function judgeShares(shares: Shares): DataProblem | null {
  const complain = (message: string, key: string): DataProblem => ({
    severity: 'error',
    code: 'bad-share',
    message,
    path: ['data', key],
  });
  const { validation, test } = shares;
  for (const key of heldBack) {
    if (shares[key] >= 0 && shares[key] < 1) continue;
    return complain(`"${key}" is a share of the rows from 0 to below 1, not ${shares[key]}.`, key);
  }
  if (validation + test < 1) return null;
  return complain(
    `"validation" (${validation}) and "test" (${test}) together leave no rows to train on.`,
    'test',
  );
}

/** Sides that were asked for and got no rows; `group` is the column that keeps rows together. */
export function judgeSplit(side: Uint8Array, shares: Shares, group: string | undefined): DataProblem[] {
  return heldBack
    .filter((key) => shares[key] > 0 && !side.includes(sides[key]))
    .map((key) => ({
      severity: group === undefined ? 'warning' : 'error',
      code: `no-${key}-rows`,
      message: explainNone(key, side.length, shares[key], group),
      path: ['data', group === undefined ? key : 'group'],
    }));
}

function explainNone(key: string, rows: number, share: number, group: string | undefined): string {
  if (group !== undefined) return `"${group}" has too few groups: none is left for "${key}".`;
  return rows * share >= 1
    ? `Every class has too few of the ${rows} rows to hold ${share} of them back: there are no ${key} rows. Is the target a class?`
    : `${rows} rows are too few to hold ${share} of them back: there are no ${key} rows.`;
}
