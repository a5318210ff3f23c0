import type { PlacedFinding, RunRecord } from '../../src/protocol/runPanel.js';
import type { SampleColumns } from '../../src/protocol/training.js';
import { GrowingArray } from '../chart/growingArray.js';

/** What is watched of a layer: its gradient's L2 norm, or ‖update‖ / ‖weights‖. */
export type Quantity = 'gradient' | 'update';

/** Gradients are healthy between these multiples of the output layer's norm, as the rules have it. */
export const healthyShare = { low: 1e-3, high: 70 } as const;
/** Updates are healthy between these shares of the weights. */
export const healthyUpdate = { low: 1e-4, high: 1e-2 } as const;

/** Weight of a new sample in the running mean of the logarithm. */
const smoothing = 0.12;
/** How many samples back the spread reaches. */
export const tailLength = 60;
/** Below this a norm counts as nothing: it would stretch a log axis for no reader's good. */
const least = 1e-12;

/** One quantity of one layer over time: its running mean, and the spread of the last samples. */
export class Track {
  /** Running mean of the logarithm, one value a sample; NaN where nothing was measured. */
  readonly mean = new GrowingArray('single');
  readonly #tail = new Float64Array(tailLength).fill(NaN);
  #count = 0;
  #logarithm = NaN;
  #lowest = Infinity;
  #highest = -Infinity;

  add(value: number): void {
    this.#tail[this.#count++ % tailLength] = value;
    if (!Number.isFinite(value)) {
      this.mean.push(NaN);
      return;
    }
    const logarithm = Math.log10(Math.max(least, Math.abs(value)));
    this.#logarithm = Number.isNaN(this.#logarithm)
      ? logarithm
      : this.#logarithm + smoothing * (logarithm - this.#logarithm);
    const mean = 10 ** this.#logarithm;
    this.mean.push(mean);
    if (mean > 2 * least) this.#lowest = Math.min(this.#lowest, mean);
    this.#highest = Math.max(this.#highest, mean);
  }

  /** The newest running mean; NaN where the last sample was not finite or there is none. */
  get now(): number {
    return this.mean.last();
  }

  get first(): number {
    return this.mean.at(0);
  }

  /** Lowest and highest running mean so far. */
  get lowest(): number {
    return this.#lowest;
  }

  get highest(): number {
    return this.#highest;
  }

  /** Lowest and highest of the last samples as measured, above zero; null when there are none. */
  spread(): { readonly low: number; readonly high: number } | null {
    let low = Infinity;
    let high = -Infinity;
    for (const value of this.#tail) {
      if (!(value > 0) || value === Infinity) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return low <= high ? { low, high } : null;
  }
}

/** A layer with weights, watched through its first parameter. */
export class LayerTrack {
  readonly gradient = new Track();
  readonly update = new Track();

  constructor(
    readonly name: string,
    readonly parameter: string,
    readonly shape: readonly number[],
  ) {}
}

export function createLayers(run: RunRecord): LayerTrack[] {
  return run.layers.flatMap((layer) => {
    const parameter = layer.parameters[0];
    return parameter ? [new LayerTrack(layer.name, parameter.name, parameter.shape)] : [];
  });
}

/** Appends the samples from index `from` on. */
export function appendSamples(layers: readonly LayerTrack[], samples: SampleColumns, from: number): void {
  for (const layer of layers) {
    const gradient = samples.gradientNorm[layer.parameter];
    const update = samples.updateRatio[layer.parameter];
    for (const { mean } of [layer.gradient, layer.update]) mean.reserve(samples.steps.length - from);
    for (let i = from; i < samples.steps.length; i++) {
      layer.gradient.add(gradient?.[i] ?? NaN);
      layer.update.add(update?.[i] ?? NaN);
    }
  }
}

/** The healthy band at sample `index` (−1 is the newest): by the output layer for gradients, fixed for updates. */
export function healthyBand(
  layers: readonly LayerTrack[],
  quantity: Quantity,
  index = -1,
): { readonly low: number; readonly high: number } {
  if (quantity === 'update') return healthyUpdate;
  const output = layers.at(-1)?.gradient.mean;
  const norm = output ? output.at(index < 0 ? output.length + index : index) : NaN;
  return { low: norm * healthyShare.low, high: norm * healthyShare.high };
}

/** Where a layer stands to the band now. */
export type Place = 'below' | 'inside' | 'above' | 'unknown';

export function placeOf(value: number, band: { readonly low: number; readonly high: number }): Place {
  if (!Number.isFinite(value) || !Number.isFinite(band.low)) return 'unknown';
  if (value < band.low) return 'below';
  return value > band.high ? 'above' : 'inside';
}

/** Ends of the axis that shows a quantity of every layer with its band; null before anything was measured. */
export function quantityExtent(
  layers: readonly LayerTrack[],
  quantity: Quantity,
): { readonly min: number; readonly max: number } | null {
  let min = Infinity;
  let max = -Infinity;
  for (const layer of layers) {
    min = Math.min(min, layer[quantity].lowest);
    max = Math.max(max, layer[quantity].highest);
  }
  if (!(min <= max)) return null;
  const top =
    quantity === 'update' ? healthyUpdate.high : layers.at(-1)!.gradient.highest * healthyShare.high;
  return { min, max: top > max ? top : max };
}

/** The least and the highest running mean of all layers from sample `from` to `to` (not included); null without any. */
export function meansExtent(
  layers: readonly LayerTrack[],
  quantity: Quantity,
  from: number,
  to: number,
): { readonly min: number; readonly max: number } | null {
  let min = Infinity;
  let max = -Infinity;
  for (const layer of layers) {
    const means = layer[quantity].mean.view();
    for (let i = from; i < to; i++) {
      const mean = means[i]!;
      if (mean > 2 * least) min = Math.min(min, mean);
      if (mean > max) max = mean;
    }
  }
  return min <= max ? { min, max } : null;
}

/** Whole decades, with a little air below and none spent on a sliver above. */
export function quantityRange({ min, max }: { readonly min: number; readonly max: number }): {
  readonly min: number;
  readonly max: number;
} {
  const low = Math.floor(Math.log10(min) - 0.15);
  const high = Math.ceil(Math.log10(max) - 0.3);
  return { min: 10 ** low, max: 10 ** Math.max(high, low + 1) };
}

export type HealthKind = 'error' | 'warning' | 'below' | 'above' | 'update' | 'healthy' | 'unknown';

export interface Health {
  readonly kind: HealthKind;
  readonly words: string;
}

/** The code of the gravest warning or error that stands on a layer, in words. */
export function findingOn(name: string, findings: readonly PlacedFinding[]): string | undefined {
  return worstOn(name, findings)?.code.replaceAll('-', ' ');
}

/** Names of the layers that a warning or an error stands on. */
export const sickLayers = (findings: readonly PlacedFinding[]): ReadonlySet<string> =>
  new Set(
    findings.flatMap(({ layer, severity }) => (layer !== null && severity !== 'information' ? [layer] : [])),
  );

function worstOn(name: string, findings: readonly PlacedFinding[]): PlacedFinding | undefined {
  const own = findings.filter((finding) => finding.layer === name);
  return (
    own.find(({ severity }) => severity === 'error') ?? own.find(({ severity }) => severity === 'warning')
  );
}

/** What the layer list says of a layer: a finding on it first, then where its gradient stands, then its update. */
export function healthOf(
  layer: LayerTrack,
  band: { readonly low: number; readonly high: number },
  findings: readonly PlacedFinding[],
): Health {
  const place = placeOf(layer.gradient.now, band);
  const worst = worstOn(layer.name, findings);
  const code = findingOn(layer.name, findings);
  if (place === 'below') return { kind: 'below', words: code ?? 'gradient below the healthy band' };
  if (place === 'above') return { kind: 'above', words: code ?? 'gradient above the healthy band' };
  if (worst) return { kind: worst.severity === 'error' ? 'error' : 'warning', words: code! };
  const update = placeOf(layer.update.now, healthyUpdate);
  if (update === 'below' || update === 'above')
    return { kind: 'update', words: 'update outside 1e−4 … 1e−2' };
  if (place === 'unknown' && update === 'unknown') return { kind: 'unknown', words: 'not measured' };
  return { kind: 'healthy', words: 'healthy' };
}
