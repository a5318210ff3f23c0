/**
 * Which epoch checkpoints to remove so that at most `keep` stay. The first, the last and the best always stay;
 * of the others goes, one by one, the one whose neighbours stand closest together, so that what stays is spread.
 */
export function checkpointsToRemove(
  epochs: readonly number[],
  keep: number,
  bestEpoch: number | null,
): number[] {
  const kept = [...epochs].sort((a, b) => a - b);
  const removed: number[] = [];
  while (kept.length > keep) {
    let victim = -1;
    let smallestGap = Infinity;
    for (let i = 1; i < kept.length - 1; i++) {
      const gap = kept[i + 1]! - kept[i - 1]!;
      if (kept[i] !== bestEpoch && gap < smallestGap) {
        victim = i;
        smallestGap = gap;
      }
    }
    if (victim < 0) break;
    removed.push(...kept.splice(victim, 1));
  }
  return removed;
}
