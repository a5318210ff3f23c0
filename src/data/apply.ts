import { encodeFeatures } from './features.js';
import type { Preprocessing } from './preprocessing.js';
import { ProblemList, type TableProblem } from './problem.js';
import { describeEncoding, selectRows } from './rows.js';
import type { TableOptions } from './source.js';
import { findColumn, type Column, type Table } from './table.js';
import { encodeTarget, targetColumns } from './target.js';
import { findNearest } from './nearest.js';
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
}

export interface ApplyResult {
  /** Null where a problem is an error. */
  readonly rows: EncodedRows | null;
  readonly problems: readonly TableProblem[];
}

/** How a table must be read for this network: columns keep the kinds they had in training. */
export function tableOptionsFor(preprocessing: Preprocessing): TableOptions {
  const { features, target, header, missingValues } = preprocessing;
  const kinds = new Map<string, 'number' | 'text'>(
    features.map((feature) => [feature.column, feature.kind === 'number' ? 'number' : 'text']),
  );
  for (const name of targetColumns(target)) {
    const isText = target.kind === 'class' && typeof target.classes[0] === 'string';
    kinds.set(name, isText ? 'text' : 'number');
  }
  return { header, missingValues, kinds };
}

/** Repeats on a new table what training did to its own; the target columns may be there or not. */
export function applyPreprocessing(preprocessing: Preprocessing, given: Table, file: string): ApplyResult {
  const problems = new ProblemList<TableProblem>();
  const table = preprocessing.header ? given : nameWithoutTargets(preprocessing, given);
  const features: Column[] = [];
  const known = new Set(preprocessing.features.map((feature) => feature.column));
  const others = table.columns.flatMap(({ name }) => (known.has(name) ? [] : [name]));
  for (const feature of preprocessing.features) {
    const column = findColumn(table, feature.column);
    const problem = column ? checkKind(feature, column, file) : describeAbsent(feature.column, others, file);
    if (problem) problems.add(problem);
    if (column) features.push(column);
  }
  if (problems.hasErrors) return { rows: null, problems: problems.list() };

  const selected = selectRows(table, file, features, [], preprocessing.missing);
  problems.addAll(selected.problems);
  const encoded = encodeFeatures(preprocessing.features, features, selected.rows);
  problems.addAll(describeEncoding(table, file, encoded));
  if (problems.hasErrors) return { rows: null, problems: problems.list() };

  const targets = targetColumns(preprocessing.target).map((name) => findColumn(table, name));
  const hasTargets = targets.every((column) => column !== undefined);
  const rows: EncodedRows = {
    count: selected.rows.length,
    inputs: encoded.inputs,
    targets: hasTargets ? encodeTarget(preprocessing.target, targets, selected.rows).targets : null,
    rowNumbers: selected.rows,
  };
  return { rows, problems: problems.list() };
}

function checkKind(
  feature: Preprocessing['features'][number],
  column: Column,
  file: string,
): TableProblem | null {
  if ((feature.kind === 'number') === (column.kind === 'number')) return null;
  const [was, is] = feature.kind === 'number' ? ['numbers', 'text'] : ['text', 'numbers'];
  return {
    severity: 'error',
    code: 'column-kind',
    message: `Column "${column.name}" of ${file} holds ${is}, but held ${was} in training.`,
    name: column.name,
    file,
  };
}

function describeAbsent(name: string, others: readonly string[], file: string): TableProblem {
  const suggestion = findNearest(name, others);
  const hint = suggestion === null ? '. Add it.' : `; is it "${suggestion}"?`;
  return {
    severity: 'error',
    code: 'missing-column',
    message: `${file} has no column "${name}", which the network was trained on${hint}`,
    name,
    file,
    ...(suggestion === null ? {} : { suggestion }),
  };
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
function convert(column: Column, kind: Column['kind']): Column {
  if (column.kind === kind) return column;
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
