import { compareCodePoints } from './codePoints.js';
import type { TargetEncoding } from './preprocessing.js';
import { shorten, type TableProblem } from './problem.js';
import { cellKey, isMissing, type CellColumn } from './table.js';
import type { Task } from './task.js';

/** Whole numbers count as classes up to so many values; text always does. */
const mostNumberClasses = 20;

/** What a target asks for, where neither spec nor loss says: see DESIGN 2.1 `task`. Looks at the given rows. */
export function decideTask(targets: readonly CellColumn[], rows: Uint32Array): Task {
  if (targets.length > 1)
    return targets.every((column) => isZeroOne(column, rows)) ? 'multilabel' : 'regression';
  const target = targets[0]!;
  const values = distinctValues(target, rows, mostNumberClasses + 1);
  if (target.kind === 'number') {
    if (values.length > mostNumberClasses || !values.every(Number.isInteger)) return 'regression';
  }
  return values.length === 2 ? 'binary' : 'classification';
}

/** Distinct values of the rows, missing ones left out; stops after `limit` of a column of numbers. */
export function distinctValues(column: CellColumn, rows: Uint32Array, limit = Infinity): (string | number)[] {
  const found = new Set<string | number>();
  for (const row of rows) {
    if (isMissing(column, row)) continue;
    found.add(cellKey(column, row));
    if (column.kind === 'number' && found.size >= limit) break;
  }
  if (column.kind === 'number') return [...found];
  return [...found].map((code) => column.words[code as number]!);
}

export type TargetFit = { readonly target: TargetEncoding } | { readonly problem: TableProblem };

/**
 * How the targets become what the network learns. Classes come from all rows that have a target; the scale of a
 * regression target is set later, from the training rows alone.
 */
export function fitTarget(targets: readonly CellColumn[], rows: Uint32Array, task: Task): TargetFit {
  if (task === 'multilabel') return fitLabels(targets, rows);
  if (task === 'regression') return fitValues(targets);
  const [column, second] = targets;
  if (second) {
    return refuse(
      'several-targets',
      `${task} has one target, but there are ${targets.length}: for labels that do not exclude each other set "task": "multilabel".`,
    );
  }
  return fitClasses(column!, rows, task);
}

function fitClasses(column: CellColumn, rows: Uint32Array, task: Task): TargetFit {
  const values = distinctValues(column, rows);
  const named = `target "${column.name}"`;
  if (values.length === 0) return refuse('no-target', `The ${named} has no values at all.`);
  if (values.length === 1) {
    return refuse(
      'one-class',
      `The ${named} is always "${shorten(String(values[0]))}": there is nothing to tell apart.`,
    );
  }
  if (task === 'binary' && values.length > 2) {
    const shown = values.slice(0, 4).map((value) => `"${shorten(String(value))}"`);
    return refuse(
      'not-binary',
      `binary needs a target with two values, but "${column.name}" has ${values.length} (${shown.join(', ')} …): set "task": "classification".`,
    );
  }
  if (column.kind === 'number' && values.length > mostNumberClasses) {
    const fraction = values.find((value) => !Number.isInteger(value));
    if (fraction !== undefined) {
      return refuse(
        'not-classes',
        `${task} needs classes, but "${column.name}" has ${values.length} values such as ${fraction}: set "task": "regression".`,
      );
    }
  }
  const classes =
    column.kind === 'number'
      ? (values as number[]).sort((a, b) => a - b)
      : (values as string[]).sort(compareCodePoints);
  return { target: { kind: 'class', column: column.name, classes } };
}

function fitLabels(targets: readonly CellColumn[], rows: Uint32Array): TargetFit {
  const wrong = targets.find((column) => !isZeroOne(column, rows));
  if (wrong) {
    const cell = distinctValues(wrong, rows).find((value) => value !== 0 && value !== 1);
    return refuse(
      'not-labels',
      `multilabel needs targets of 0 and 1, but "${wrong.name}" has ${JSON.stringify(cell ?? null)}.`,
    );
  }
  return { target: { kind: 'labels', columns: targets.map((column) => column.name) } };
}

function fitValues(targets: readonly CellColumn[]): TargetFit {
  const text = targets.find((column) => column.kind === 'text');
  if (text?.kind === 'text') {
    return refuse(
      'target-not-numbers',
      `regression needs numbers, but the target "${text.name}" is text ("${shorten(text.words[0] ?? '')}" …): set "task": "classification", or choose another target.`,
    );
  }
  const columns = targets.map((column) => column.name);
  return { target: { kind: 'values', columns, offset: columns.map(() => 0), scale: columns.map(() => 1) } };
}

function isZeroOne(column: CellColumn, rows: Uint32Array): boolean {
  return (
    column.kind === 'number' && distinctValues(column, rows, 3).every((value) => value === 0 || value === 1)
  );
}

function refuse(code: string, message: string): TargetFit {
  return { problem: { severity: 'error', code, message } };
}

/** Names of the columns that an encoding reads. */
export function targetColumns(target: TargetEncoding): readonly string[] {
  return target.kind === 'class' ? [target.column] : target.columns;
}

/** Numbers a row among the targets: a class index (one a position of a sequence), or one a label or value. */
export function targetWidth(target: TargetEncoding): number {
  return target.kind === 'class' ? (target.positions ?? 1) : target.columns.length;
}

/** Width of the network's output: classes, labels or targets; 1 for binary. */
export function outputWidth(target: TargetEncoding, task: Task): number {
  if (target.kind !== 'class') return target.columns.length;
  return task === 'binary' ? 1 : target.classes.length;
}

/**
 * Encoded targets of these rows, `rows · targetWidth`. Missing ones are NaN, and so are classes that the encoding
 * does not know; those are returned in `unknown`.
 */
export function encodeTarget(
  target: TargetEncoding,
  columns: readonly CellColumn[],
  rows: Uint32Array,
): { targets: Float32Array; unknown: (string | number)[] } {
  const width = columns.length;
  const targets = new Float32Array(rows.length * width);
  const unknown = new Set<string | number>();
  columns.forEach((column, t) => {
    const read = targetReader(target, column, t, unknown);
    rows.forEach((row, i) => (targets[i * width + t] = isMissing(column, row) ? NaN : read(row)));
  });
  return { targets, unknown: [...unknown] };
}

function targetReader(
  target: TargetEncoding,
  column: CellColumn,
  index: number,
  unknown: Set<string | number>,
): (row: number) => number {
  if (target.kind !== 'class') {
    const offset = target.kind === 'values' ? target.offset[index]! : 0;
    const scale = target.kind === 'values' ? target.scale[index]! : 1;
    return (row) => (column.kind === 'number' ? (column.values[row]! - offset) * scale : NaN);
  }
  const indexOf = new Map(target.classes.map((value, i) => [value, i]));
  return (row) => {
    const value = column.kind === 'number' ? column.values[row]! : column.words[column.codes[row]!]!;
    const found = indexOf.get(value);
    if (found === undefined) unknown.add(value);
    return found ?? NaN;
  };
}
