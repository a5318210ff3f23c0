/** The name that was probably meant, or undefined where none is near: for messages and quick fixes. */
export function nearestName(wrong: string, names: Iterable<string>): string | undefined {
  const folded = fold(wrong);
  let best: string | undefined;
  // Of a name of two letters one must be right.
  let bestDistance = Math.min(folded.length, Math.max(2, Math.floor(wrong.length / 3)) + 1);
  for (const name of names) {
    const distance = fold(name) === folded ? 0 : editDistance(folded, fold(name), bestDistance);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Case and separators are what people mistake most. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, '');
}

/** Levenshtein's distance, given up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
