export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

export function quartiles(numbers: readonly number[]): [number, number] {
  return [quantile(numbers, 0.25), quantile(numbers, 0.75)];
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** Three digits, or all before the point. */
export function round(x: number): string {
  return x >= 100 ? Math.round(x).toLocaleString('en') : x.toPrecision(3);
}

export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
