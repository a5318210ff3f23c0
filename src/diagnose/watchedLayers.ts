import type { LayerConfig } from '../engine/config.js';
import type { Metrics, Series } from '../runs/metrics.js';
import type { Spec } from '../spec/spec.js';
import { logTrend } from './trend.js';

/** A layer whose weights learn, with what was measured of its matrix. */
export interface WatchedLayer {
  readonly name: string;
  readonly parameter: string;
  readonly config: LayerConfig;
  readonly path: readonly (string | number)[];
  readonly gradientNorms: Float64Array;
  /** The running mean of their logarithm. */
  readonly trend: Float64Array;
  /** ‖update‖ / ‖weights‖ by sample; null where nobody measured it. */
  readonly updateRatios: Float64Array | null;
  readonly weightNorms: Float64Array | null;
  /** The norm that its weights began with, at least that of a Glorot start where the shape is known. */
  readonly startNorm: number;
}

export interface WatchedLayers {
  /** Steps of all samples. */
  readonly steps: Float64Array;
  /** Input first. */
  readonly layers: readonly WatchedLayer[];
}

/** More samples than this are thinned: a look at a run has to stay cheap, however long it is. */
const mostSamples = 1024;

/**
 * The layers with a weight matrix and a measured gradient. Biases and the scales of norm layers are left out:
 * their norms are not of one kind with those of matrices.
 */
export function watchLayers(spec: Spec, metrics: Metrics): WatchedLayers {
  const found = metrics.parameters.flatMap((parameter) => {
    const config = layerOf(spec, parameter);
    const series = metrics.scalars.get(`gradient_norm/${parameter}`);
    if (config === undefined || series === undefined || !isMatrix(parameter, config)) return [];
    return [{ parameter, config, series }];
  });
  const whole = found.at(-1)?.series.steps ?? new Float64Array(0);
  const besides = (tag: string): Float64Array | null => {
    const series = metrics.scalars.get(tag);
    return series?.steps.length === whole.length ? thin(series.values) : null;
  };
  return {
    steps: thin(whole),
    layers: found
      .filter(({ series }) => series.steps.length === whole.length)
      .map(({ parameter, config, series }) => {
        const gradientNorms = thin(series.values);
        return {
          name: config.name,
          parameter,
          config,
          path: ['layers', config.index],
          gradientNorms,
          trend: logTrend(gradientNorms),
          updateRatios: besides(`update_ratio/${parameter}`),
          weightNorms: besides(`weight_norm/${parameter}`),
          startNorm: startNormOf(metrics, parameter, metrics.scalars.get(`weight_norm/${parameter}`)),
        };
      }),
  };
}

function startNormOf({ facts }: Metrics, parameter: string, norms: Series | undefined): number {
  const first = norms?.values[0] ?? NaN;
  const weights = facts?.weights[parameter];
  if (weights === undefined) return first;
  const { fanIn, fanOut, units } = weights;
  const glorot = Math.sqrt((2 / (fanIn + fanOut)) * units * fanIn);
  return Math.max(Number.isFinite(first) ? first : 0, glorot);
}

/** Every 2ᵏ-th value, so that at most 1024 are left. */
export function thin(values: Float64Array): Float64Array {
  let stride = 1;
  while (values.length / stride > mostSamples) stride *= 2;
  if (stride === 1) return values;
  return Float64Array.from({ length: Math.ceil(values.length / stride) }, (_, i) => values[i * stride]!);
}

/** The layer of the spec that a parameter belongs to. */
export function layerOf(spec: Spec, parameter: string): LayerConfig | undefined {
  return spec.layers
    .filter(({ name }) => parameter.startsWith(`${name}.`))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function isMatrix(parameter: string, { type }: LayerConfig): boolean {
  return !type.endsWith('Norm') && /weight[^.]*$/.test(parameter);
}

/** By sample, in the median layer: the size of a step over the norm that the layer's weights began with. */
export function relativeSteps({ steps, layers }: WatchedLayers): Float64Array {
  const sizes = layers.flatMap(({ updateRatios, weightNorms, startNorm }) =>
    updateRatios && weightNorms && startNorm > 0
      ? [updateRatios.map((ratio, i) => (ratio * weightNorms[i]!) / startNorm)]
      : [],
  );
  if (sizes.length === 0) return new Float64Array(0);
  return Float64Array.from(steps, (_, i) => median(sizes.map((size) => size[i]!)));
}

/** The median of the finite values; NaN where there are none. */
export function median(values: readonly number[] | Float64Array): number {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}

/** By sample: the norm over all of these layers together. */
export function totalNorms(layers: readonly WatchedLayer[]): Float64Array {
  const totals = new Float64Array(layers[0]?.gradientNorms.length ?? 0);
  for (const { gradientNorms } of layers) {
    for (let i = 0; i < totals.length; i++) totals[i]! += gradientNorms[i]! ** 2;
  }
  return totals.map(Math.sqrt);
}
