import { EventBuffer } from './events/eventBuffer.js';
import { EpochTemplate } from './events/epochTemplate.js';
import type { EqualBins } from './events/histogram.js';
import { SummaryTemplate } from './events/summaryTemplate.js';
import {
  epochTag,
  histogramTags,
  layerTags,
  learningRateTag,
  lossTag,
  parameterTags,
  textTag,
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
  private epochTemplate: EpochTemplate | null = null;

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
    template.setScalar(at++, sample.loss);
    template.setScalar(at++, sample.learningRate);
    for (let i = 0; i < this.parameterColumns; i++) {
      template.setScalar(at++, sample.gradientNorms[i]!);
      template.setScalar(at++, sample.weightNorms[i]!);
      template.setScalar(at++, sample.updateRatios[i]!);
    }
    for (let i = 0; i < this.layout.activationLayers.length; i++) {
      template.setScalar(at++, sample.activationMeans[i]!);
      template.setScalar(at++, sample.activationStds[i]!);
    }
    for (const { kind, layer } of this.shares) template.setScalar(at++, sample[kind][layer]!);
    this.buffer.addSummary(now / 1000, sample.step, template.bytes);
  }

  /** The epoch's figures as scalars for everybody, and all of them exactly for ourselves. */
  addEpoch(now: number, epoch: EpochMetrics): void {
    let template = this.epochTemplate;
    if (template === null || !template.fits(epoch)) {
      template = this.epochTemplate = new EpochTemplate(epoch);
      this.buffer.addStrings(now / 1000, epoch.step, epochTag, template.columns);
    }
    this.buffer.addSummary(now / 1000, epoch.step, template.encode(epoch));
  }

  addText(now: number, step: number, text: string): void {
    this.buffer.addStrings(now / 1000, step, textTag, [text], 'text');
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
