import type { ComparedRun, Comparison, OptionRow } from '../../src/protocol/comparePanel.js';
import type { Curve } from '../chart/decimate.js';
import { GrowingArray } from '../chart/growingArray.js';
import { metricNames, validationName } from '../parts/metrics.js';
import type { Split } from './viewState.js';

/** Where a run was best: the least validation loss, or training loss where nothing was held back. */
export interface Best {
  readonly epoch: number;
  readonly loss: number;
  /** Its place among the run's epochs. */
  readonly index: number;
}

/** One dash a run, so that curves are told apart without their colours. */
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3], [1, 3]];

/** What a comparison shows, for as long as its panel stands: runs keep the order and the looks that they began with. */
export class CompareModel {
  runs: readonly ComparedRun[] = [];
  options: readonly OptionRow[] = [];
  circumstances: readonly OptionRow[] = [];
  unreadable: Comparison['unreadable'] = [];
  /** Places of the runs as the host lists them, best first. */
  readonly #order: readonly string[];
  readonly #curves = new WeakMap<Float64Array, Curve>();

  constructor(comparison: Comparison) {
    this.#order = [...comparison.runs].sort(byLoss).map(({ directory }) => directory);
    this.update(comparison);
  }

  /** Takes in what the host says now; a run that could not be read before stands last. */
  update({ runs, options, circumstances, unreadable }: Comparison): void {
    const place = ({ directory }: ComparedRun): number => {
      const at = this.#order.indexOf(directory);
      return at < 0 ? this.#order.length : at;
    };
    const places = runs.map((_, i) => i).sort((a, b) => place(runs[a]!) - place(runs[b]!));
    const inOrder = ({ name, values }: OptionRow): OptionRow => ({
      name,
      values: places.map((i) => values[i] ?? null),
    });
    this.runs = places.map((i) => runs[i]!);
    this.options = options.map(inOrder);
    this.circumstances = circumstances.map(inOrder);
    this.unreadable = unreadable;
  }

  /** Metrics that any run has, without those of the validation split. */
  get metricNames(): readonly string[] {
    return metricNames(
      Object.fromEntries(
        this.runs.flatMap(({ curves }) =>
          Object.keys(curves.columns)
            .filter((name) => name !== 'loss' && name !== 'validationLoss')
            .map((name) => [name, true] as const),
        ),
      ),
    );
  }

  /** The end of the axis of epochs. */
  get epochs(): number {
    return Math.max(
      1,
      ...this.runs.map(({ record, curves }) => Math.max(record.epochs, curves.epochs.at(-1) ?? 0)),
    );
  }

  /** A run's values of a metric (`loss`, `accuracy`) on a split; null where it has none. */
  curve({ curves }: ComparedRun, metric: string, split: Split): Curve | null {
    const column = curves.columns[columnName(metric, split)];
    if (!column?.some(Number.isFinite)) return null;
    let curve = this.#curves.get(column);
    if (!curve)
      this.#curves.set(
        column,
        (curve = { x: GrowingArray.from(curves.epochs), y: GrowingArray.from(column) }),
      );
    return curve;
  }
}

export const columnName = (metric: string, split: Split): string =>
  split === 'training' ? metric : validationName(metric);

export function bestOf({ curves: { epochs, columns } }: ComparedRun): Best | null {
  const held = columns['validationLoss']?.some(Number.isFinite) ? columns['validationLoss'] : columns['loss'];
  let index = -1;
  held?.forEach((loss, i) => {
    if (Number.isFinite(loss) && (index < 0 || loss < held[index]!)) index = i;
  });
  return index < 0 ? null : { index, epoch: epochs[index]!, loss: held![index]! };
}

/** A metric where the run was best, on the validation split where there is one. */
export function metricAtBest(run: ComparedRun, metric: string): number | null {
  const best = bestOf(run);
  if (!best) return null;
  const { columns } = run.curves;
  const value = columns[validationName(metric)]?.[best.index] ?? columns[metric]?.[best.index];
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function byLoss(a: ComparedRun, b: ComparedRun): number {
  return (bestOf(a)?.loss ?? Infinity) - (bestOf(b)?.loss ?? Infinity) || 0;
}

export const differs = ({ values }: OptionRow): boolean => new Set(values).size > 1;

/** The value that most of the runs share; undefined where none is in the majority. */
export function commonValue({ values }: OptionRow): string | null | undefined {
  const counts = new Map<string | null, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most && most[1] * 2 > values.length ? most[0] : undefined;
}
