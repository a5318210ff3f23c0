import type { TableProblem } from './problem.js';
import { cellKey, isMissing, type CellColumn } from './table.js';

/**
 * Warns of features that hold the target itself: the same classes under other words, or the same numbers on
 * another scale. Such a network is perfect in training and useless afterwards.
 */
export function findLeaks(
  target: CellColumn,
  features: readonly CellColumn[],
  rows: Uint32Array,
  isClass: boolean,
): TableProblem[] {
  if (rows.length < 20) return [];
  return features
    .filter((feature) =>
      isClass ? isRelabelling(feature, target, rows) : isRescaling(feature, target, rows),
    )
    .map((feature) => ({
      severity: 'warning',
      code: 'target-leak',
      message: `Column "${feature.name}" gives the target "${target.name}" away: each of its values stands for one of the target's. If it is not known when predicting, add it to "ignore".`,
      name: feature.name,
    }));
}

/** One value of the feature for each value of the target, and the other way round. */
function isRelabelling(feature: CellColumn, target: CellColumn, rows: Uint32Array): boolean {
  const there = new Map<number, number>();
  const back = new Map<number, number>();
  for (const row of rows) {
    if (isMissing(feature, row)) return false;
    const from = cellKey(feature, row);
    const to = cellKey(target, row);
    if ((there.get(from) ?? to) !== to || (back.get(to) ?? from) !== from) return false;
    there.set(from, to);
    back.set(to, from);
  }
  return there.size > 1;
}

/** Pearson's correlation is ±1 up to rounding. */
function isRescaling(feature: CellColumn, target: CellColumn, rows: Uint32Array): boolean {
  if (feature.kind !== 'number' || target.kind !== 'number') return false;
  let x = 0;
  let y = 0;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  let count = 0;
  for (const row of rows) {
    const dx = feature.values[row]! - x;
    const dy = target.values[row]! - y;
    if (Number.isNaN(dx) || Number.isNaN(dy)) return false;
    count++;
    x += dx / count;
    y += dy / count;
    xx += dx * (feature.values[row]! - x);
    yy += dy * (target.values[row]! - y);
    xy += dx * (target.values[row]! - y);
    // A straight line is one from the beginning: few columns are looked at for longer.
    if (count === 64 && xx > 0 && yy > 0 && !isLine(xx, yy, xy, 1e-6)) return false;
  }
  return isLine(xx, yy, xy, 1e-9);
}

function isLine(xx: number, yy: number, xy: number, tolerance: number): boolean {
  return xx > 0 && yy > 0 && (xy * xy) / (xx * yy) > 1 - tolerance;
}
