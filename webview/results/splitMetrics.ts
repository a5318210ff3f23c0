import { formatCount, formatLoss, formatNumber, formatPercent } from '../../src/display/numbers.js';
import type { SplitResults } from '../../src/protocol/results.js';
import type { Table } from '../chart/table.js';

/** What was measured of each split, a column each; they were judged alike. */
export function tabulateSplits(splits: readonly (readonly [name: string, split: SplitResults])[]): Table {
  const columns = splits.map(([, split]) => describe(split));
  return {
    head: ['', ...splits.map(([name]) => name)],
    count: columns[0]?.length ?? 0,
    row: (index) => [columns[0]![index]![0], ...columns.map((column) => column[index]![1])],
  };
}

function describe({ rows, judged }: SplitResults): (readonly [name: string, value: string])[] {
  const count = ['Rows', formatCount(rows)] as const;
  if (judged.kind === 'classes') {
    return [
      count,
      ['Accuracy', formatPercent(judged.accuracy)],
      ['Mean −log p', formatLoss(judged.loss)],
      ...(judged.perplexity === undefined
        ? []
        : [['Perplexity', formatNumber(judged.perplexity, 4)] as const]),
      ['Mean F1 of classes', formatPercent(meanF1(judged.classes))],
    ];
  }
  const isOne = judged.targets.length === 1;
  return [
    count,
    ...judged.targets.flatMap(({ name, r2, meanAbsoluteError, rootMeanSquareError }) => {
      const of = isOne ? '' : `${name}: `;
      return [
        [`${of}R²`, formatNumber(r2, 4)],
        [`${of}Mean absolute error`, formatNumber(meanAbsoluteError)],
        [`${of}Root mean square error`, formatNumber(rootMeanSquareError)],
      ] as const;
    }),
  ];
}

/** The unweighted mean over classes that have a score, so that a small class counts as much as a large one. */
function meanF1(classes: readonly { readonly f1: number | null }[]): number | null {
  const known = classes.flatMap(({ f1 }) => (f1 === null ? [] : [f1]));
  return known.length === 0 ? null : known.reduce((sum, f1) => sum + f1, 0) / known.length;
}
