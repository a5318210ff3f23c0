import { EventBuffer } from './events/eventBuffer.js';
import { epochColumns, epochRow } from './events/epochRow.js';
import type { EqualBins } from './events/histogram.js';
import { SummaryTemplate } from './events/summaryTemplate.js';
import {
  epochTag,
  histogramTags,
  layerTags,
  learningRateTag,
  lossTag,
  metricTag,
  parameterTags,
  validationLossTag,
} from './events/tags.js';
import type { EpochMetrics } from './metrics.js';
import type { SampleLayout, StepSample } from './sample.js';

/** What a training tells, as records of an event file that wait to be appended. Times are in milliseconds. */
export class EventLog {
  private readonly buffer = new EventBuffer();
  private readonly parameterColumns: number;
  private sampleTemplate: SummaryTemplate | null = null;
  /** Of the dead and saturated shares, those that a layer has. */
  private shares: readonly { readonly kind: 'deadShares' | 'saturatedShares'; readonly layer: number }[] = [];
  private epochTemplate: SummaryTemplate | null = null;
  private epochNames = '';

  constructor(private readonly layout: SampleLayout) {
    this.parameterColumns = layout.watched.length;
  }

  /** Bytes that wait. */
  get length(): number {
    return this.buffer.length;
  }

  take(): Uint8Array {
    return this.buffer.take();
  }

  addFileVersion(now: number): void {
    this.buffer.addFileVersion(now / 1000);
  }

  addSample(now: number, sample: StepSample): void {
    const template = (this.sampleTemplate ??= this.createSampleTemplate(sample));
    let at = 0;
    const put = (value: number): void => template.setScalar(at++, value);
    put(sample.loss);
    put(sample.learningRate);
    for (let i = 0; i < this.parameterColumns; i++) {
      put(sample.gradientNorms[i]!);
      put(sample.weightNorms[i]!);
      put(sample.updateRatios[i]!);
    }
    for (let i = 0; i < this.layout.activationLayers.length; i++) {
      put(sample.activationMeans[i]!);
      put(sample.activationStds[i]!);
    }
    for (const { kind, layer } of this.shares) put(sample[kind][layer]!);
    this.buffer.addSummary(now / 1000, sample.step, template.bytes);
  }

  /** The epoch's figures as scalars for everybody, and all of them exactly for ourselves. */
  addEpoch(now: number, epoch: EpochMetrics): void {
    const columns = epochColumns(epoch);
    const scalars = Object.entries(epoch.metrics).map(([name, value]) => [metricTag(name), value] as const);
    if (epoch.validationLoss !== null) scalars.unshift([validationLossTag, epoch.validationLoss]);
    const names = [...scalars.map(([tag]) => tag), ...columns].join('\n');
    if (this.epochTemplate === null || names !== this.epochNames) {
      this.buffer.addStrings(now / 1000, epoch.step, epochTag, columns);
      this.epochTemplate = new SummaryTemplate(
        scalars.map(([tag]) => tag),
        { tag: epochTag, length: columns.length },
      );
      this.epochNames = names;
    }
    const template = this.epochTemplate;
    scalars.forEach(([, value], i) => template.setScalar(i, value ?? NaN));
    epochRow(epoch).forEach((value, i) => template.setVectorElement(i, value));
    this.buffer.addSummary(now / 1000, epoch.step, template.bytes);
  }

  /** Names are parameters'. */
  addHistograms(
    now: number,
    step: number,
    weights: readonly EqualBins[],
    gradients: readonly EqualBins[],
  ): void {
    const renamed = [
      ...weights.map((histogram) => ({ ...histogram, name: histogramTags.weights(histogram.name) })),
      ...gradients.map((histogram) => ({ ...histogram, name: histogramTags.gradients(histogram.name) })),
    ];
    this.buffer.addHistograms(now / 1000, step, renamed);
  }

  private createSampleTemplate(sample: StepSample): SummaryTemplate {
    const { watched, activationLayers } = this.layout;
    const measured = (kind: 'deadShares' | 'saturatedShares') =>
      activationLayers.flatMap((_, layer) => (Number.isNaN(sample[kind][layer]!) ? [] : [{ kind, layer }]));
    this.shares = [...measured('deadShares'), ...measured('saturatedShares')];
    return new SummaryTemplate([
      lossTag,
      learningRateTag,
      ...watched.flatMap((name) => [
        parameterTags.gradientNorm(name),
        parameterTags.weightNorm(name),
        parameterTags.updateRatio(name),
      ]),
      ...activationLayers.flatMap((name) => [layerTags.activationMean(name), layerTags.activationStd(name)]),
      ...this.shares.map(({ kind, layer }) =>
        layerTags[kind === 'deadShares' ? 'deadShare' : 'saturatedShare'](activationLayers[layer]!),
      ),
    ]);
  }
}
