import { encodeFeatures } from './features.js';
import { matchFeatures } from './matchFeatures.js';
import type { Preprocessing } from './preprocessing.js';
import { ProblemList, type TableProblem } from './problem.js';
import { describeEncoding, selectRows } from './rows.js';
import type { TableOptions } from './source.js';
import { findCells, type Column, type Table } from './table.js';
import { encodeTarget, targetColumns } from './target.js';
import { readNumber } from './number.js';

/** Encoded rows to predict from. */
export interface EncodedRows {
  readonly count: number;
  /** `count · preprocessing.inputs` */
  readonly inputs: Float32Array;
  /** As `Split.targets`, NaN where a cell is missing or its class unknown; null where the table has no targets. */
  readonly targets: Float32Array | null;
  /** Row numbers in the file, from 0, header not counted. Rows that were left out keep their numbers. */
  readonly rowNumbers: Uint32Array;
  /** The line (from 1) in the file on which each row starts; absent where the file has no lines. */
  readonly lines?: Uint32Array;
}

export interface ApplyResult {
  /** Null where a problem is an error. */
  readonly rows: EncodedRows | null;
  readonly problems: readonly TableProblem[];
}

/** How a table must be read for this network: columns keep the kinds they had in training. */
export function tableOptionsFor(preprocessing: Preprocessing): TableOptions {
  const { features, target, header, missingValues, inputShape } = preprocessing;
  const kinds = new Map<string, 'number' | 'text'>();
  for (const { kind, column } of features) {
    if (kind !== 'array') kinds.set(column, kind === 'number' ? 'number' : 'text');
  }
  for (const name of targetColumns(target)) {
    const isText = target.kind === 'class' && typeof target.classes[0] === 'string';
    kinds.set(name, isText ? 'text' : 'number');
  }
  // An array has the shape that it was read with, whatever the network takes it for.
  const array = features.find((feature) => feature.kind === 'array');
  return {
    header,
    missingValues,
    kinds,
    columns: features.map(({ column }) => column),
    targets: targetColumns(target),
    purpose: 'predict',
    shape: array?.shape ?? inputShape,
  };
}

/** Repeats on a new table what training did to its own; the target columns may be there or not. */
export function applyPreprocessing(preprocessing: Preprocessing, given: Table, file: string): ApplyResult {
  const problems = new ProblemList<TableProblem>();
  const table = preprocessing.header ? given : nameWithoutTargets(preprocessing, given);
  const { columns: features, problems: ofColumns } = matchFeatures(preprocessing, table, file);
  problems.addAll(ofColumns);
  if (problems.hasErrors) return { rows: null, problems: problems.list() };

  const selected = selectRows(table, file, features, [], preprocessing.missing);
  problems.addAll(selected.problems);
  const encoded = encodeFeatures(preprocessing.features, features, selected.rows);
  problems.addAll(describeEncoding(table, file, encoded));
  if (problems.hasErrors) return { rows: null, problems: problems.list() };

  const targets = targetColumns(preprocessing.target).map((name) => findCells(table, name));
  const hasTargets = targets.every((column) => column !== undefined);
  const rows: EncodedRows = {
    count: selected.rows.length,
    inputs: encoded.inputs,
    targets: hasTargets ? encodeTarget(preprocessing.target, targets, selected.rows).targets : null,
    rowNumbers: selected.rows,
    ...(table.lines && { lines: selected.rows.map((row) => table.lines![row]!) }),
  };
  return { rows, problems: problems.list() };
}

/** Without a header, columns are counted; where the targets are left out, those behind them move up. */
function nameWithoutTargets(preprocessing: Preprocessing, table: Table): Table {
  const numberOf = (name: string): number => Number(name.slice('column'.length));
  const targets = targetColumns(preprocessing.target).map(numberOf);
  const last = Math.max(...preprocessing.features.map((feature) => numberOf(feature.column)));
  const lacks = last > table.columns.length && last <= table.columns.length + targets.length;
  if (!lacks) return table;
  let position = 0;
  const columns = table.columns.map((column) => {
    do position++;
    while (targets.includes(position));
    const name = `column${position}`;
    const feature = preprocessing.features.find((one) => one.column === name);
    const kind = feature?.kind === 'category' ? 'text' : 'number';
    return feature ? convert({ ...column, name }, kind) : { ...column, name };
  });
  return { ...table, columns };
}

/** A column that was read as another's kind, before its number was known. */
function convert(column: Column, kind: 'number' | 'text'): Column {
  if (column.kind === kind || column.kind === 'array') return column;
  const { name } = column;
  if (column.kind === 'text') {
    const numbers = column.words.map((word) => readNumber(word, 0, word.length, '.'));
    return { kind: 'number', name, values: Float64Array.from(column.codes, (code) => numbers[code] ?? NaN) };
  }
  const words = [...new Set(column.values)].filter((value) => !Number.isNaN(value));
  const codeOf = new Map(words.map((value, code) => [value, code]));
  const codes = Int32Array.from(column.values, (value) => codeOf.get(value) ?? -1);
  return { kind: 'text', name, codes, words: words.map(String) };
}
