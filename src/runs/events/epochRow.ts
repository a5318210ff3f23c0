import type { EpochMetrics } from '../metrics.js';

export const fixedColumns = [
  'epoch',
  'loss',
  'validationLoss',
  'learningRate',
  'seconds',
  'samplesPerSecond',
] as const;
const metricPrefix = 'metrics.';
const normPrefix = 'gradientNorm.';

/** The names of an epoch's figures, in the order of their row. */
export function epochColumns({ metrics, gradientNorm }: EpochMetrics): string[] {
  return [
    ...fixedColumns,
    ...Object.keys(metrics).map((name) => metricPrefix + name),
    ...Object.keys(gradientNorm).map((name) => normPrefix + name),
  ];
}

/** The epoch whose figures these are (NaN for null); null where the names are not those of an epoch. */
export function epochFromRow(
  columns: readonly string[],
  row: ArrayLike<number>,
  step: number,
): EpochMetrics | null {
  if (columns.length !== row.length || fixedColumns.some((column, i) => columns[i] !== column)) return null;
  const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const metrics: Record<string, number | null> = {};
  const gradientNorm: Record<string, number | null> = {};
  for (let i = fixedColumns.length; i < columns.length; i++) {
    const column = columns[i]!;
    if (column.startsWith(metricPrefix)) metrics[column.slice(metricPrefix.length)] = orNull(row[i]!);
    else gradientNorm[column.slice(normPrefix.length)] = orNull(row[i]!);
  }
  return {
    epoch: row[0]!,
    step,
    loss: orNull(row[1]!),
    validationLoss: orNull(row[2]!),
    metrics,
    learningRate: row[3]!,
    gradientNorm,
    seconds: row[4]!,
    samplesPerSecond: row[5]!,
  };
}
