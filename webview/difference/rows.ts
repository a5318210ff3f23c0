import type { DifferenceSnapshot, TensorPair } from '../../src/protocol/differencePanel.js';
import type { TensorDifference } from '../../src/protocol/models.js';

export type Status = 'changed' | 'same' | 'reshaped' | 'added' | 'removed' | 'unreadable' | 'waiting';

/** A tensor, or a layer with all of its tensors, as it stands in the list. */
export interface DifferenceRow {
  readonly name: string;
  readonly pair: TensorPair | null;
  readonly status: Status;
  readonly shapes: readonly [before: readonly number[] | null, after: readonly number[] | null];
  readonly difference: TensorDifference | null;
  /** ‖Δ‖ / ‖before‖; null where there is nothing to compare, or nothing to hold it against. */
  readonly relative: number | null;
  readonly l2: number | null;
}

export type Shown = 'all' | 'changed' | 'other';
export type Order = 'file' | 'relative' | 'layers';

/** What is known of each pair's difference. */
export type Known = (pair: TensorPair) => TensorDifference | undefined;

export function describePair(
  pair: TensorPair,
  { listings }: DifferenceSnapshot,
  known: Known,
): DifferenceRow {
  const before = pair.before === null ? null : listings[0].tensors[pair.before]!.shape;
  const after = pair.after === null ? null : listings[1].tensors[pair.after]!.shape;
  const difference = known(pair) ?? null;
  return {
    name: pair.name,
    pair,
    status: statusOf(before, after, difference),
    shapes: [before, after],
    difference,
    relative: difference?.relative ?? null,
    l2: difference?.l2 ?? null,
  };
}

function statusOf(
  before: readonly number[] | null,
  after: readonly number[] | null,
  difference: TensorDifference | null,
): Status {
  if (!before) return 'added';
  if (!after) return 'removed';
  if (before.join() !== after.join()) return 'reshaped';
  if (!difference) return 'waiting';
  if (difference.problem !== null) return 'unreadable';
  return difference.isSame ? 'same' : 'changed';
}

/** Whether the values of a pair can be held against each other. */
export const isComparable = (pair: TensorPair, { listings }: DifferenceSnapshot): boolean =>
  pair.before !== null &&
  pair.after !== null &&
  listings[0].tensors[pair.before]!.shape.join() === listings[1].tensors[pair.after]!.shape.join();

const layerOf = (name: string): string => name.replace(/[./][^./]*$/, '');

/** Tensors of one layer together: its change is √Σ‖Δ‖² by √Σ‖before‖². */
export function groupByLayer(rows: readonly DifferenceRow[]): DifferenceRow[] {
  const groups = new Map<string, DifferenceRow[]>();
  for (const row of rows) {
    const group = groups.get(layerOf(row.name));
    if (group) group.push(row);
    else groups.set(layerOf(row.name), [row]);
  }
  return [...groups].map(([name, members]) => {
    const measured = members.flatMap(({ difference }) =>
      difference && difference.l2 !== null && difference.normBefore !== null
        ? [{ l2: difference.l2, norm: difference.normBefore }]
        : [],
    );
    const moved = Math.sqrt(measured.reduce((sum, { l2 }) => sum + l2 * l2, 0));
    const norm = Math.sqrt(measured.reduce((sum, one) => sum + one.norm * one.norm, 0));
    const statuses = new Set(members.map(({ status }) => status));
    const status = order.find((one) => statuses.has(one)) ?? 'same';
    return {
      name,
      pair: null,
      status,
      shapes: [null, null],
      difference: null,
      relative: measured.length === 0 || (norm === 0 && moved > 0) ? null : norm === 0 ? 0 : moved / norm,
      l2: measured.length === 0 ? null : moved,
    };
  });
}

/** Which status a layer has of those of its tensors: the one that says the most. */
const order: readonly Status[] = ['unreadable', 'waiting', 'changed', 'reshaped', 'added', 'removed', 'same'];

export function listDifferences(
  rows: readonly DifferenceRow[],
  shown: Shown,
  by: Order,
): readonly DifferenceRow[] {
  const listed = by === 'layers' ? groupByLayer(rows) : rows;
  const kept = listed.filter(
    ({ status }) =>
      shown === 'all' ||
      (shown === 'changed'
        ? status === 'changed'
        : status === 'added' || status === 'removed' || status === 'reshaped'),
  );
  if (by !== 'relative') return kept;
  return [...kept].sort((a, b) => (b.relative ?? -1) - (a.relative ?? -1));
}

/** Where the second file's names differ from the first's: `module. removed`, `module. added`, or words for others. */
export function describeMatching(pairs: readonly TensorPair[]): string {
  const renamed = pairs.find(({ other }) => other !== null);
  if (!renamed) return 'no prefix removed';
  const { name, other } = renamed;
  if (name.endsWith(other!)) return `${name.slice(0, -other!.length)} removed`;
  if (other!.endsWith(name)) return `${other!.slice(0, -name.length)} added`;
  return 'with other names';
}
