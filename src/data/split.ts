import { createRandom, purposes, shuffleInto } from '../tensor/random.js';
import { compareCodePoints } from './codePoints.js';
import { cellKey, type CellColumn } from './table.js';

/** The sides of a split. */
export const sides = { train: 0, validation: 1, test: 2 } as const;

export interface SplitPlan {
  /** Shares of the rows, each ≥ 0, their sum < 1. */
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
  /** A class a row: each side gets every class in proportion. */
  readonly classes?: Int32Array | undefined;
  /** Rows with the same value stay together. */
  readonly group?: CellColumn | undefined;
  /** The last rows by this column are the test, those before them the validation. */
  readonly order?: CellColumn | undefined;
}

/**
 * On which side each of these rows of the table falls (`sides`). The seed decides, so that a resumed run and a
 * second machine see the same split.
 */
export function splitRows(rows: Uint32Array, plan: SplitPlan): Uint8Array {
  if (plan.order) return splitByOrder(rows, plan, plan.order);
  if (plan.group) return splitByGroup(rows, plan, plan.group);
  return splitStratified(rows, plan);
}

function drawOrder(count: number, seed: number): Uint32Array {
  const order = new Uint32Array(count);
  shuffleInto(order, createRandom(seed, purposes.split));
  return order;
}

/** How many of `total` rows go to validation and to test; at least one stays to learn from. */
function countSides(total: number, plan: SplitPlan): { validation: number; test: number } {
  const test = Math.min(Math.round(plan.test * total), Math.max(0, total - 1));
  const validation = Math.min(Math.round(plan.validation * total), Math.max(0, total - 1 - test));
  return { validation, test };
}

function splitStratified(rows: Uint32Array, plan: SplitPlan): Uint8Array {
  const side = new Uint8Array(rows.length);
  const order = drawOrder(rows.length, plan.seed);
  const strata = new Map<number, number[]>();
  for (const position of order) {
    const key = plan.classes?.[rows[position]!] ?? 0;
    const stratum = strata.get(key);
    if (stratum) stratum.push(position);
    else strata.set(key, [position]);
  }
  const members = [...strata].sort(([a], [b]) => a - b).map(([, positions]) => positions);
  const wanted = countSides(rows.length, plan);
  // One row of each class always stays to learn from.
  const test = shareOut(
    wanted.test,
    members.map((positions) => positions.length - 1),
  );
  const validation = shareOut(
    wanted.validation,
    members.map((positions, i) => positions.length - 1 - test[i]!),
    members.map((positions) => positions.length),
  );
  members.forEach((positions, i) => {
    positions.forEach((position, n) => {
      if (n < test[i]!) side[position] = sides.test;
      else if (n < test[i]! + validation[i]!) side[position] = sides.validation;
    });
  });
  return side;
}

/** `total` in proportion to `weights` by largest remainders, no share above its limit. */
function shareOut(
  total: number,
  limits: readonly number[],
  weights: readonly number[] = limits.map((n) => n + 1),
): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (total * weight) / Math.max(1, sum));
  const shares = exact.map((share, i) => Math.min(Math.floor(share), limits[i]!));
  let left = total - shares.reduce((a, b) => a + b, 0);
  const byRemainder = exact.map((share, i) => ({ i, remainder: share - Math.floor(share) }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  while (left > 0) {
    const before = left;
    for (const { i } of byRemainder) {
      if (left === 0 || shares[i]! >= limits[i]!) continue;
      shares[i]!++;
      left--;
    }
    if (left === before) break;
  }
  return shares;
}

/** Whole groups in an order drawn from the seed, each to the side that lacks most. */
function splitByGroup(rows: Uint32Array, plan: SplitPlan, group: CellColumn): Uint8Array {
  const members = new Map<number, number[]>();
  rows.forEach((row, position) => {
    const key = cellKey(group, row);
    const positions = members.get(key);
    if (positions) positions.push(position);
    else members.set(key, [position]);
  });
  const groups = [...members.values()];
  const side = new Uint8Array(rows.length);
  const wanted = countSides(rows.length, plan);
  const lacking = [0, wanted.validation, wanted.test];
  let left = groups.length;
  for (const index of drawOrder(groups.length, plan.seed)) {
    const positions = groups[index]!;
    // A group goes where it brings the count nearer to what is wanted; the last one left stays to learn from.
    const choice = [sides.test, sides.validation].find(
      (to) => lacking[to]! > 0 && positions.length < 2 * lacking[to]!,
    );
    left--;
    if (choice === undefined) continue;
    if (left === 0 && !side.includes(sides.train)) continue;
    for (const position of positions) side[position] = choice;
    lacking[choice]! -= positions.length;
  }
  if (wanted.validation > 0 && !side.includes(sides.validation)) moveSmallestGroup(groups, side);
  return side;
}

/** Few large groups: none was small enough to be drawn, yet there must be something to validate on. */
function moveSmallestGroup(groups: readonly number[][], side: Uint8Array): void {
  const learning = groups.filter((positions) => side[positions[0]!] === sides.train);
  if (learning.length < 2) return;
  const smallest = learning.reduce((a, b) => (b.length < a.length ? b : a));
  for (const position of smallest) side[position] = sides.validation;
}

function splitByOrder(rows: Uint32Array, plan: SplitPlan, order: CellColumn): Uint8Array {
  const positions = Array.from(rows, (_, position) => position);
  const compare = compareCells(order);
  positions.sort((a, b) => compare(rows[a]!, rows[b]!) || a - b);
  const { validation, test } = countSides(rows.length, plan);
  const side = new Uint8Array(rows.length);
  positions.forEach((position, rank) => {
    if (rank >= rows.length - test) side[position] = sides.test;
    else if (rank >= rows.length - test - validation) side[position] = sides.validation;
  });
  return side;
}

function compareCells(column: CellColumn): (a: number, b: number) => number {
  if (column.kind === 'number') return (a, b) => column.values[a]! - column.values[b]!;
  const ranks = rankWords(column.words);
  return (a, b) => ranks[column.codes[a]!]! - ranks[column.codes[b]!]!;
}

function rankWords(words: readonly string[]): Int32Array {
  const ranks = new Int32Array(words.length);
  const order = words.map((_, code) => code).sort((a, b) => compareCodePoints(words[a]!, words[b]!));
  order.forEach((code, rank) => (ranks[code] = rank));
  return ranks;
}
