import { quote } from '../describe.js';
import type { Draft } from '../draft.js';
import { removeFix } from '../fixes.js';
import type { Report } from '../report.js';
import type { SpecPath } from '../spec.js';
import { reportContradiction, reportNoEffect } from './check.js';

/** Columns that are named in two places of `data` that exclude each other. */
export function checkColumns({ data, isGiven }: Draft, report: Report): void {
  const { target = [], features = [], ignore = [] } = data;
  const targetPath = (index: number): SpecPath =>
    isGiven(['data', 'target', index]) ? ['data', 'target', index] : ['data', 'target'];
  for (const [name, columns] of Object.entries({ target, features, ignore })) {
    const seen = new Set<string>();
    columns.forEach((column, index) => {
      if (seen.size < seen.add(column).size) return;
      const path = ['data', name, index];
      const message = `Column ${quote(column)} stands twice in ${quote(name)}. Remove one of them.`;
      report({ code: 'duplicate-name', message, path, fixes: [removeFix(path)] });
    });
  }
  const ignored = new Set(ignore);
  features.forEach((column, index) => {
    const path = ['data', 'features', index];
    if (target.includes(column))
      reportContradiction(
        report,
        path,
        `Column ${quote(column)} is the target: it cannot be a feature as well. Remove it here.`,
        [removeFix(path)],
      );
    else if (ignored.has(column))
      reportContradiction(
        report,
        path,
        `Column ${quote(column)} is in "features" and in "ignore". Remove it from one of them.`,
        [removeFix(path), removeFix(['data', 'ignore', ignore.indexOf(column)])],
      );
  });
  target.forEach((column, index) => {
    if (ignored.has(column))
      reportContradiction(
        report,
        targetPath(index),
        `Column ${quote(column)} is the target and in "ignore". Remove it there.`,
        [removeFix(['data', 'ignore', ignore.indexOf(column)])],
      );
  });
  if (target.length === 0 && isGiven(['data', 'target']) && data.target !== undefined)
    report({
      code: 'out-of-range',
      message: '"target" names no column. Write one.',
      path: ['data', 'target'],
    });
}

/** How rows are split: what excludes each other, and what has no rows to work on. */
export function checkSplit({ data, isGiven }: Draft, report: Report): void {
  const { validation, test, group, order } = data;
  if (group !== undefined && order !== undefined)
    reportContradiction(
      report,
      ['data', 'order'],
      'Rows are split by "group" or by "order", not by both. Remove one of them.',
      [removeFix(['data', 'order']), removeFix(['data', 'group'])],
    );
  if (typeof validation === 'number' && typeof test === 'number' && validation + test >= 1)
    reportContradiction(
      report,
      ['data', 'test'],
      `"validation" ${validation} and "test" ${test} leave no rows to train on. Together they must be below 1.`,
    );
  const drawn = [validation, test].some((share) => typeof share === 'number' && share > 0);
  if (drawn || validation === undefined) return;
  for (const key of ['group', 'order'] as const)
    if (isGiven(['data', key]))
      reportNoEffect(
        report,
        ['data', key],
        `${quote(key)} has no effect: no rows are split off for validation or test.`,
      );
}
