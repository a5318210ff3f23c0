import type { DataConfig } from './dataset.js';
import type { EncodedFeatures } from './encoding.js';
import { counted, placeOf, shorten, type TableProblem } from './problem.js';
import { isMissing, type Column, type Table } from './table.js';

export interface SelectedRows {
  readonly rows: Uint32Array;
  readonly problems: readonly TableProblem[];
}

/**
 * Rows that can be used: all cells there, or the policy says what to do where one is missing. `needed` columns
 * (targets, group, order) are never filled: their rows are left out.
 */
export function selectRows(
  table: Table,
  file: string,
  features: readonly Column[],
  needed: readonly Column[],
  missing: DataConfig['missing'],
): SelectedRows {
  const judged = missing === 'mean' ? needed : [...new Set([...features, ...needed])];
  const isOut = new Uint8Array(table.rowCount);
  const problems: TableProblem[] = [];
  const gaps = judged
    .map((column) => ({ column, ...countMissing(column, table.rowCount, isOut) }))
    .filter(({ count }) => count > 0);
  const left = isOut.reduce((sum, out) => sum + 1 - out, 0);
  if (missing === 'error') problems.push(...gaps.map((gap) => describeGap(table, file, gap)));
  else if (left === 0) problems.push(explainNoRows(table, file, gaps));
  else if (gaps.length > 0) problems.push(tellOfDropped(table, file, gaps, table.rowCount - left));
  const rows = new Uint32Array(left);
  let count = 0;
  for (let row = 0; row < table.rowCount; row++) if (!isOut[row]) rows[count++] = row;
  return { rows, problems };
}

interface Gap {
  readonly column: Column;
  readonly count: number;
  readonly firstRow: number;
}

function countMissing(column: Column, rowCount: number, isOut: Uint8Array): Omit<Gap, 'column'> {
  let count = 0;
  let firstRow = -1;
  for (let row = 0; row < rowCount; row++) {
    if (!isMissing(column, row)) continue;
    if (count++ === 0) firstRow = row;
    isOut[row] = 1;
  }
  return { count, firstRow };
}

function describeGap(table: Table, file: string, { column, count, firstRow }: Gap): TableProblem {
  const line = table.lines?.[firstRow];
  return {
    severity: 'error',
    code: 'missing-values',
    message: `${placeOf(file, line)}: ${count === 1 ? 'a cell' : `the first of ${counted(count, 'cell')}`} missing in column "${column.name}": set "missing" to "drop" to leave such rows out, or to "mean" to fill them.`,
    name: column.name,
    file,
    ...(line === undefined ? {} : { line }),
    suggestion: 'drop',
  };
}

function tellOfDropped(table: Table, file: string, gaps: readonly Gap[], dropped: number): TableProblem {
  const { column, count } = emptiest(gaps);
  const isOne = dropped === 1;
  return {
    severity: 'information',
    code: 'rows-dropped',
    message: `${dropped} of ${counted(table.rowCount, 'row')} of ${file} ${isOne ? 'lacks' : 'lack'} a value and ${isOne ? 'is' : 'are'} left out ("${column.name}" is missing most: ${counted(count, 'time')}).`,
    file,
  };
}

function explainNoRows(table: Table, file: string, gaps: readonly Gap[]): TableProblem {
  const { column, count } = emptiest(gaps);
  return {
    severity: 'error',
    code: 'no-rows',
    message: `No row of ${file} is left: every one lacks something; "${column.name}" is missing in ${count} of ${table.rowCount}. Add it to "ignore", or set "missing" to "mean".`,
    file,
  };
}

function emptiest(gaps: readonly Gap[]): Gap {
  return gaps.reduce((a, b) => (b.count > a.count ? b : a));
}

/** What encoding found: categories that training has not seen, numbers too large for single precision. */
export function describeEncoding(table: Table, file: string, encoded: EncodedFeatures): TableProblem[] {
  const place = (row: number, name: string) => {
    const line = table.lines?.[row];
    return { name, file, ...(line === undefined ? {} : { line }) };
  };
  return [
    ...encoded.tooLarge.map(({ column, value, row }): TableProblem => ({
      severity: 'error',
      code: 'number-too-large',
      message: `${placeOf(file, table.lines?.[row])}: ${value} in column "${column}" cannot be scaled within a network's single precision: the column's numbers are too large or too close together. Rescale it.`,
      ...place(row, column),
    })),
    ...encoded.unseen.map(({ column, word, row }): TableProblem => ({
      severity: 'warning',
      code: 'unseen-category',
      message: `${placeOf(file, table.lines?.[row])}: "${shorten(word)}" of column "${column}" does not occur in the training rows: its inputs are all zero.`,
      ...place(row, column),
    })),
  ];
}
