import type { RunRecord } from './run.js';

/** Values in equal bins. */
export interface BinnedValues {
  readonly minimum: number;
  readonly maximum: number;
  readonly counts: readonly number[];
}

/** Weights of a layer as they were last measured: null is "not measured". */
export interface LayerFigures {
  readonly name: string;
  readonly type: string;
  /** Its weights' name and shape, biases aside. */
  readonly parameter: string;
  readonly shape: readonly number[];
  readonly bins: BinnedValues | null;
  readonly mean: number | null;
  readonly std: number | null;
  readonly l2: number | null;
  /** After the first epoch that was measured. */
  readonly firstStd: number | null;
  /** At the newest sample, before clipping. */
  readonly gradientNorm: number | null;
  readonly updateRatio: number | null;
  /** Share of units that gave 0 for nearly every row, or that stood at their limits. */
  readonly deadShare: number | null;
  readonly saturatedShare: number | null;
}

/** How weights were measured at one time. */
export interface Measured extends BinnedValues {
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** What a source of figures knows by name. */
export interface Measurements {
  readonly newest: (parameter: string) => Measured | undefined;
  readonly first: (parameter: string) => Measured | undefined;
  readonly gradientNorm: (parameter: string) => number | undefined;
  readonly updateRatio: (parameter: string) => number | undefined;
  readonly deadShare: (layer: string) => number | undefined;
  readonly saturatedShare: (layer: string) => number | undefined;
}

const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

/** The figures of every layer with weights. */
export function gatherLayers(record: RunRecord, measured: Measurements): LayerFigures[] {
  return record.layers.flatMap(({ name, type, parameters }) => {
    const weights = parameters.find((parameter) => /weight[^.]*$/.test(parameter.name)) ?? parameters[0];
    if (weights === undefined) return [];
    const newest = measured.newest(weights.name);
    const { mean, std, l2 } = momentsOf(newest);
    return [
      {
        name,
        type,
        parameter: weights.name,
        shape: weights.shape,
        bins: newest ?? null,
        mean,
        std,
        l2,
        firstStd: momentsOf(measured.first(weights.name)).std,
        gradientNorm: finiteOrNull(measured.gradientNorm(weights.name)),
        updateRatio: finiteOrNull(measured.updateRatio(weights.name)),
        deadShare: finiteOrNull(measured.deadShare(name)),
        saturatedShare: finiteOrNull(measured.saturatedShare(name)),
      },
    ];
  });
}

/** Mean, standard deviation with divisor N, and norm of what was counted; null where that was nothing. */
function momentsOf(values: Measured | undefined): Pick<LayerFigures, 'mean' | 'std' | 'l2'> {
  const count = values?.counts.reduce((sum, n) => sum + n, 0) ?? 0;
  if (values === undefined || count === 0) return { mean: null, std: null, l2: null };
  const mean = values.sum / count;
  const std = Math.sqrt(Math.max(0, values.sumOfSquares / count - mean * mean));
  return { mean, std, l2: Math.sqrt(values.sumOfSquares) };
}
