import type { Event } from './events/decodeEvent.js';
import { epochFromRow } from './events/epochRow.js';
import type { Histogram } from './events/histogram.js';
import { epochTag, layerTags, learningRateTag, lossTag, parameterTags, textTag } from './events/tags.js';
import { GrowingSeries } from './growingSeries.js';
import type { EpochMetrics, Metrics, Series } from './metrics.js';
import type { RunRecord } from './run.js';
import type { WrittenText } from './writtenText.js';
import type { SampleLayout, StepSample } from './sample.js';

/** A histogram and the step it was taken at. */
export interface StepHistogram extends Histogram {
  readonly step: number;
}

/** Gathers events, ours or others', into what panels, rules and the command read. */
export class MetricsBuilder {
  private readonly scalars = new Map<string, GrowingSeries>();
  private readonly stepHistograms = new Map<string, StepHistogram[]>();
  private epochs: EpochMetrics[] = [];
  private epochColumns: readonly string[] = [];
  private readonly stepTexts: { readonly step: number; readonly text: string }[] = [];

  add(event: Event): void {
    for (const value of event.values) {
      if (value.kind === 'scalar') this.addScalar(value.tag, event.step, value.value);
      else if (value.kind === 'histogram') this.addHistogram(value.tag, event.step, value.histogram);
      else if (value.tag === textTag) this.addText(event.step, value.tensor.words);
      else if (value.tag === epochTag) {
        if (value.tensor.words.length > 0) this.epochColumns = value.tensor.words;
        else this.addEpochRow(value.tensor.numbers, event.step);
      }
    }
  }

  /** What `EventLog.addSample` writes, without the way over the disk; rounded to f32 as there. */
  addSample(layout: SampleLayout, sample: StepSample): void {
    const put = (tag: string, value: number): void => this.addScalar(tag, sample.step, Math.fround(value));
    put(lossTag, sample.loss);
    put(learningRateTag, sample.learningRate);
    layout.watched.forEach((name, i) => {
      put(parameterTags.gradientNorm(name), sample.gradientNorms[i]!);
      put(parameterTags.weightNorm(name), sample.weightNorms[i]!);
      put(parameterTags.updateRatio(name), sample.updateRatios[i]!);
    });
    layout.activationLayers.forEach((name, i) => {
      put(layerTags.activationMean(name), sample.activationMeans[i]!);
      put(layerTags.activationStd(name), sample.activationStds[i]!);
      if (!Number.isNaN(sample.deadShares[i])) put(layerTags.deadShare(name), sample.deadShares[i]!);
      if (!Number.isNaN(sample.saturatedShares[i])) {
        put(layerTags.saturatedShare(name), sample.saturatedShares[i]!);
      }
    });
  }

  addEpoch(epoch: EpochMetrics): void {
    while (this.epochs.length > 0 && this.epochs.at(-1)!.epoch >= epoch.epoch) this.epochs.pop();
    this.epochs.push(epoch);
  }

  /** By tag, oldest first: `weights/hidden.weight`, `gradients/hidden.weight`. */
  get histograms(): ReadonlyMap<string, readonly StepHistogram[]> {
    return this.stepHistograms;
  }

  /** What a network for a language wrote, oldest first. */
  texts(record: RunRecord): WrittenText[] {
    return this.stepTexts.map(({ step, text }) => ({ epoch: Math.round(step / record.stepsPerEpoch), text }));
  }

  /** Everything so far; series are views that later events leave as they are. `record` is null for others' runs. */
  metrics(record: RunRecord | null): Metrics {
    const scalars = new Map<string, Series>();
    for (const [tag, series] of this.scalars) scalars.set(tag, series.series);
    return {
      epochs: [...this.epochs],
      scalars,
      parameters: this.watchedParameters(record),
      stepsPerEpoch: record?.stepsPerEpoch ?? 0,
      plannedEpochs: record?.plannedEpochs ?? this.epochs.length,
      facts: record?.facts ?? null,
    };
  }

  /** Those with a gradient norm, in the network's order where it is known. */
  private watchedParameters(record: RunRecord | null): string[] {
    const prefix = parameterTags.gradientNorm('');
    const seen = [...this.scalars.keys()]
      .filter((tag) => tag.startsWith(prefix))
      .map((tag) => tag.slice(prefix.length));
    if (record === null) return seen;
    const order = record.layers.flatMap((layer) => layer.parameters.map(({ name }) => name));
    const watched = new Set(seen);
    const ordered = order.filter((name) => watched.delete(name));
    return [...ordered, ...watched];
  }

  private addScalar(tag: string, step: number, value: number): void {
    let series = this.scalars.get(tag);
    if (series === undefined) this.scalars.set(tag, (series = new GrowingSeries()));
    series.add(step, value);
  }

  private addHistogram(tag: string, step: number, histogram: Histogram): void {
    let list = this.stepHistograms.get(tag);
    if (list === undefined) this.stepHistograms.set(tag, (list = []));
    while (list.length > 0 && list.at(-1)!.step >= step) list.pop();
    list.push({ step, ...histogram });
  }

  private addText(step: number, words: readonly string[]): void {
    while (this.stepTexts.length > 0 && this.stepTexts.at(-1)!.step >= step) this.stepTexts.pop();
    if (words.length > 0) this.stepTexts.push({ step, text: words.join('') });
  }

  private addEpochRow(row: Float64Array, step: number): void {
    const epoch = epochFromRow(this.epochColumns, row, step);
    if (epoch !== null) this.addEpoch(epoch);
  }
}
