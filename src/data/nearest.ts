/**
 * The known name that `word` was most likely meant to be, or null where none is near. Writing (`learning_rate`),
 * initials (`lr`) and beginnings (`conv`) count as near; else up to a third of the letters may be wrong.
 */
export function findNearest(word: string, known: readonly string[]): string | null {
  const wanted = reduce(word);
  if (wanted === '') return null;
  // Of the letters one must be right, however few there are.
  const limit = Math.min(wanted.length - 0.5, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const name of known) {
    const distance = measure(wanted, name, limit);
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return bestDistance <= limit ? best : null;
}

/** Small letters and digits alone: how people write a name does not matter. */
function reduce(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function measure(wanted: string, name: string, limit: number): number {
  const reduced = reduce(name);
  // A word much longer than any name costs no time.
  const isFar = Math.abs(wanted.length - reduced.length) > limit;
  const distance = isFar ? Infinity : editDistance(wanted, reduced);
  if (distance <= 1) return distance;
  const initials = name.charAt(0) + name.slice(1).replace(/[^A-Z0-9]/g, '');
  if (wanted.length >= 2 && initials.toLowerCase() === wanted) return 0.5;
  if (wanted.length >= 3 && (reduced.startsWith(wanted) || wanted.startsWith(reduced))) return 1;
  return distance;
}

/**
 * Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, replacements and swaps of
 * neighbours that turn `a` into `b`.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(before, j - 2) + 1);
      row.push(cost);
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
