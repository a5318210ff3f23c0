import { histogramTags, layerTags, parameterTags } from './events/tags.js';
import type { Finding } from './finding.js';
import { gatherLayers, type LayerFigures, type Measured } from './layerFigures.js';
import type { EpochMetrics } from './metrics.js';
import type { StepHistogram } from './metricsBuilder.js';
import type { RunReader } from './reader.js';
import type { RunRecord } from './run.js';

/** What a run measured, as far as it is said beside the code. */
export interface MeasuredRun {
  /** The spec as it was trained. */
  readonly specText: string;
  /** The epoch that weights are of; null before the first. */
  readonly epoch: number | null;
  /** Layers with weights, in the network's order. */
  readonly layers: readonly LayerFigures[];
  readonly newestEpoch: EpochMetrics | null;
  readonly findings: readonly Finding[];
}

/** Reads what the event files have gained, and gathers the newest of everything. */
export async function measureRun(reader: RunReader, record: RunRecord): Promise<MeasuredRun> {
  await reader.readEvents();
  const { epochs, scalars } = reader.metrics(record);
  const last = (tag: string): number | undefined => scalars.get(tag)?.values.at(-1);
  const histograms = (parameter: string): readonly StepHistogram[] =>
    reader.histograms.get(histogramTags.weights(parameter)) ?? [];
  return {
    specText: (await reader.readSpec()) ?? '{}',
    epoch: record.epochs > 0 ? record.epochs : null,
    layers: gatherLayers(record, {
      newest: (parameter) => measuredOf(histograms(parameter).at(-1)),
      first: (parameter) => measuredOf(histograms(parameter)[0]),
      gradientNorm: (parameter) => last(parameterTags.gradientNorm(parameter)),
      updateRatio: (parameter) => last(parameterTags.updateRatio(parameter)),
      deadShare: (layer) => last(layerTags.deadShare(layer)),
      saturatedShare: (layer) => last(layerTags.saturatedShare(layer)),
    }),
    newestEpoch: epochs.at(-1) ?? null,
    findings: await reader.readFindings(),
  };
}

/** Only what the file says exactly: a mean out of bins would be a guess. */
function measuredOf(histogram: StepHistogram | undefined): Measured | undefined {
  if (histogram?.sums === undefined) return undefined;
  const { edges, counts, sums } = histogram;
  const { sum, sumOfSquares } = sums;
  return {
    minimum: edges[0] ?? 0,
    maximum: edges.at(-1) ?? 0,
    counts: Array.from(counts),
    sum,
    sumOfSquares,
  };
}
