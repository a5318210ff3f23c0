/** Counts of actual (rows) by predicted (columns) classes, `classes.length²`. */
export interface Confusion {
  readonly classes: readonly string[];
  readonly counts: Uint32Array;
}

/** Rows of class `actual` that were taken for `predicted`. */
export interface Mistake {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
  /** Of the rows of the actual class. */
  readonly share: number;
}

/** The pairs of classes that are taken for each other most often: of many classes all that can be read. */
export function mostConfused({ classes, counts }: Confusion, most: number): Mistake[] {
  const size = classes.length;
  const mistakes: Mistake[] = [];
  classes.forEach((actual, row) => {
    const own = counts.subarray(row * size, (row + 1) * size);
    const support = own.reduce((sum, count) => sum + count, 0);
    own.forEach((count, col) => {
      if (col !== row && count > 0)
        mistakes.push({ actual, predicted: classes[col]!, count, share: count / support });
    });
  });
  return mistakes.sort((a, b) => b.count - a.count || b.share - a.share).slice(0, most);
}
