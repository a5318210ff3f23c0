import { shownRecord } from '../../runs/liveness.js';
import { layerTags, parameterTags, histogramTags } from '../../runs/events/tags.js';
import type { FileSystem } from '../../runs/fileSystem.js';
import type { Host } from '../../runs/liveness.js';
import type { StepHistogram } from '../../runs/metricsBuilder.js';
import { RunReader } from '../../runs/reader.js';
import type { RunRecord } from '../../runs/run.js';
import { gatherLayers, type Measured, type RunFigures } from './figures.js';

/** Figures of one run folder; read again, only what is new is read. */
export class StoredFigures {
  private readonly reader: RunReader;
  private read: { readonly record: string; readonly figures: RunFigures } | null = null;

  constructor(
    fileSystem: FileSystem,
    readonly directory: string,
    private readonly host: Host,
  ) {
    this.reader = new RunReader(fileSystem, directory);
  }

  /** Null where the folder is no run any more. */
  async figures(): Promise<RunFigures | null> {
    const read = await this.reader.readRecord();
    if ('reason' in read) return null;
    const shown = shownRecord(read.value, this.host);
    const record = JSON.stringify(shown);
    if (this.read?.record !== record) this.read = { record, figures: await this.gather(shown) };
    return this.read.figures;
  }

  private async gather(record: RunRecord): Promise<RunFigures> {
    await this.reader.readEvents();
    const { epochs, scalars } = this.reader.metrics(record);
    const last = (tag: string): number | undefined => scalars.get(tag)?.values.at(-1);
    const histograms = (parameter: string): readonly StepHistogram[] =>
      this.reader.histograms.get(histogramTags.weights(parameter)) ?? [];
    return {
      directory: this.directory,
      record,
      state: record.status,
      progress: null,
      specText: (await this.reader.readSpec()) ?? '{}',
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
      findings: await this.reader.readFindings(),
    };
  }
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
