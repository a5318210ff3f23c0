import { cellKey, isMissing, type Column, type CellColumn, type Table } from '../../data/table.js';
import type { Task } from '../../data/task.js';
import { count } from './write.js';

/** The rows in which none of these columns is missing. */
export function rowsWith(table: Table, columns: readonly Column[]): Uint32Array {
  const rows = Uint32Array.from({ length: table.rowCount }, (_, row) => row);
  return rows.filter((row) => columns.every((column) => !isMissing(column, row)));
}

export function explainTask(target: CellColumn, task: Task, classes: readonly (string | number)[]): string {
  if (task === 'regression') return `"${target.name}" is a quantity`;
  return `"${target.name}" is one of ${classes.length} ${target.kind === 'text' ? 'words' : 'whole numbers'}`;
}

/** Worth a weight where the commonest class is four times the rarest. */
export function explainImbalance(target: CellColumn, rows: Uint32Array): string | null {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const key = cellKey(target, row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rarest = Math.min(...counts.values());
  const commonest = Math.max(...counts.values());
  if (counts.size > 20 || rarest < 2 || commonest < 4 * rarest) return null;
  return `the rarest class has ${count(rarest, 'row')}, the commonest ${count(commonest, 'row')}`;
}
