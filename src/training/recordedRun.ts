import { learningRateTag, lossTag, parameterTags } from '../runs/events/tags.js';
import type { EpochMetrics, Metrics, Series } from '../runs/metrics.js';
import type { RunReader } from '../runs/reader.js';
import type { RunRecord } from '../runs/run.js';
import type { WrittenText } from '../runs/writtenText.js';
import type { SampleColumns } from './events.js';
import { mostEpochs, thinEpochs } from './thinEpochs.js';

/** What the event files of a run tell, as its panel shows it. */
export interface RecordedRun {
  /** Thinned where there are thousands. */
  readonly epochs: readonly EpochMetrics[];
  readonly samples: SampleColumns;
  /** What a network for a language wrote, oldest first. */
  readonly texts: readonly WrittenText[];
  /** Weights by parameter at the newest epoch. */
  readonly histograms: Readonly<
    Record<string, { readonly minimum: number; readonly maximum: number; readonly counts: readonly number[] }>
  >;
}

/** Reads what the event files have gained, and gathers all of it. */
export async function readRecordedRun(reader: RunReader, record: RunRecord): Promise<RecordedRun> {
  await reader.readEvents();
  const metrics = reader.metrics(record);
  return {
    epochs: thinEpochs(metrics.epochs, mostEpochs),
    samples: samplesOf(metrics),
    texts: reader.texts(record),
    histograms: newestHistograms(reader),
  };
}

function samplesOf({ scalars, parameters }: Metrics): SampleColumns {
  const steps = scalars.get(lossTag)?.steps ?? new Float64Array();
  const column = (tag: string): Float64Array => alignTo(steps, scalars.get(tag));
  const byName = (tag: (name: string) => string): Record<string, Float64Array> =>
    Object.fromEntries(parameters.map((name) => [name, column(tag(name))]));
  return {
    steps: Float64Array.from(steps),
    loss: column(lossTag),
    learningRate: column(learningRateTag),
    gradientNorm: byName(parameterTags.gradientNorm),
    updateRatio: byName(parameterTags.updateRatio),
  };
}

/** The values of a series at these steps; NaN where it has none. */
function alignTo(steps: Float64Array, series: Series | undefined): Float64Array {
  const values = new Float64Array(steps.length).fill(NaN);
  let at = 0;
  for (let i = 0; series !== undefined && i < steps.length; i++) {
    while (at < series.steps.length && series.steps[at]! < steps[i]!) at++;
    if (series.steps[at] === steps[i]) values[i] = series.values[at]!;
  }
  return values;
}

function newestHistograms(reader: RunReader): RecordedRun['histograms'] {
  const newest: Record<string, { minimum: number; maximum: number; counts: readonly number[] }> = {};
  for (const [tag, list] of reader.histograms) {
    const name = /^weights\/(.*)$/.exec(tag)?.[1];
    const histogram = list.at(-1);
    if (name === undefined || histogram === undefined) continue;
    const { edges, counts } = histogram;
    newest[name] = { minimum: edges[0] ?? 0, maximum: edges.at(-1) ?? 0, counts: Array.from(counts) };
  }
  return newest;
}
