import type {
  EpochMetrics,
  PlacedFinding,
  RunPanelEvents,
  RunRecord,
  RunSnapshot,
  WrittenText,
  SeedBand,
} from '../../src/protocol/runPanel.js';
import type { Progress, SampleColumns } from '../../src/protocol/training.js';
import type { Curve } from '../chart/decimate.js';
import { GrowingArray } from '../chart/growingArray.js';
import { extent, GrowingExtent, union, type Range } from '../chart/range.js';
import { valuesWithin, type TimeWindow } from '../chart/timeWindow.js';
import { appendSamples, createLayers, type LayerTrack } from './layers.js';
import { metricNames, validationName } from '../parts/metrics.js';
import { reachOf } from './reach.js';

/** Training and validation by epoch; both are as long as the epochs, NaN where there is none. */
export interface Pair {
  readonly training: Curve;
  readonly validation: Curve;
}

const number = (value: number | null | undefined): number => value ?? NaN;

/**
 * A run as the panel knows it: the snapshot, and what was appended since. Holds no view choices and touches no
 * document. The unit of x is the epoch.
 */
export class RunModel {
  readonly directory: string;
  readonly specName: string;
  readonly summary: RunSnapshot['summary'];
  readonly plannedRates: readonly number[];
  readonly rulesWatched: number | null;
  readonly layers: readonly LayerTrack[];
  readonly band: SeedBand | null;
  readonly epochs: EpochMetrics[] = [];
  readonly loss: Pair;
  /** By name, in the order they are offered. */
  readonly metrics = new Map<string, Pair>();
  /** Steps sampled, from 1, and where they stand on x. */
  readonly steps = new GrowingArray();
  readonly stepX = new GrowingArray();
  readonly stepLoss: Curve = { x: this.stepX, y: new GrowingArray() };
  readonly learningRate: Curve = { x: this.stepX, y: new GrowingArray() };
  run: RunRecord;
  state: RunSnapshot['state'];
  findings: readonly PlacedFinding[];
  progress: Progress | null;
  histograms: RunSnapshot['histograms'];
  /** What a network for a language wrote, oldest first. */
  texts: readonly WrittenText[];
  readonly #epochX = new GrowingArray();
  readonly #extents = new Map<Curve, GrowingExtent>();

  constructor(snapshot: RunSnapshot) {
    this.directory = snapshot.directory;
    this.specName = snapshot.specName;
    this.summary = snapshot.summary;
    this.plannedRates = snapshot.plannedRates;
    this.rulesWatched = snapshot.rulesWatched ?? null;
    this.band = snapshot.band ?? null;
    this.run = snapshot.run;
    this.state = snapshot.state;
    this.findings = snapshot.findings;
    this.progress = snapshot.progress;
    this.histograms = snapshot.histograms;
    this.texts = snapshot.texts ?? [];
    this.layers = createLayers(snapshot.run);
    this.loss = this.emptyPair();
    this.#appendSamples(snapshot.samples);
    this.#appendEpochs(snapshot.epochs);
  }

  /** Takes in what happened since. What is already known is passed over, so overlapping messages do no harm. */
  apply(update: RunPanelEvents['update']): void {
    this.state = update.state;
    if (update.run) this.run = update.run;
    if (update.findings) this.findings = update.findings;
    if (update.histograms) this.histograms = update.histograms;
    const known = this.texts.at(-1)?.epoch ?? 0;
    this.texts = [...this.texts, ...(update.texts ?? []).filter(({ epoch }) => epoch > known)];
    this.progress = update.progress ?? this.progress;
    if (update.samples) this.#appendSamples(update.samples);
    this.#appendEpochs(update.epochs);
  }

  /** Whether an update tells what this model does not know yet: for those that crossed the snapshot on its way. */
  isNews(update: RunPanelEvents['update']): boolean {
    const step = update.samples?.steps.at(-1) ?? -Infinity;
    const epoch = update.epochs.at(-1)?.epoch ?? 0;
    const ended = Boolean(update.run?.finishedAt) && !this.run.finishedAt;
    return step > (this.steps.last() || 0) || epoch > (this.epochs.at(-1)?.epoch ?? 0) || ended;
  }

  get live(): boolean {
    return this.state === 'running' || this.state === 'paused';
  }

  get stepsPerEpoch(): number {
    return Math.max(1, this.run.stepsPerEpoch);
  }

  get plannedEpochs(): number {
    return Math.max(
      1,
      this.progress?.plannedEpochs ?? 0,
      this.run.plannedEpochs,
      this.epochs.at(-1)?.epoch ?? 0,
    );
  }

  /** Where the axes of epochs end: a run of which little is done is shown as far as it came, not as a line at the left. */
  get shownEpochs(): number {
    return reachOf(this.position, this.plannedEpochs);
  }

  get hasValidation(): boolean {
    return this.run.validationRows > 0;
  }

  /** Names of the metrics; before the first epoch, the one that the task will have. */
  get metricNames(): readonly string[] {
    if (this.metrics.size > 0) return [...this.metrics.keys()];
    const first = { regression: 'r2', language: 'perplexity' } as Readonly<Record<string, string>>;
    return [first[this.run.task] ?? 'accuracy'];
  }

  /** Finished epochs and the share of the one that runs. */
  get position(): number {
    const finished = this.epochs.at(-1)?.epoch ?? 0;
    return Math.min(this.plannedEpochs, Math.max(finished, this.progress?.epoch ?? 0, number(this.lastX)));
  }

  /** The newest step that is known of. */
  get step(): number {
    const known = [this.progress?.step ?? 0, this.steps.last(), this.epochs.at(-1)?.step ?? 0];
    return Math.max(0, ...known.filter(Number.isFinite));
  }

  /** The epoch with the lowest validation loss (without validation: training loss); null before there is one. */
  get best(): { readonly epoch: number; readonly value: number } | null {
    const values = (this.hasValidation ? this.loss.validation : this.loss.training).y.view();
    let best = -1;
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(values[i]!) && (best < 0 || values[i]! < values[best]!)) best = i;
    }
    return best < 0 ? null : { epoch: this.epochs[best]!.epoch, value: values[best]! };
  }

  /** Seconds spent on the finished epochs. */
  get seconds(): number {
    return this.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  }

  /** What the loss axis must show, of all or of a window: epochs' means, and steps where there are no epochs yet. */
  lossExtent(positive: boolean, window: TimeWindow | null = null): Range | null {
    const of = (curve: Curve): Range | null =>
      window ? extent(valuesWithin(curve, window), null, positive) : this.#extentOf(curve).read(positive);
    const means = union(of(this.loss.training), of(this.loss.validation));
    const steps = of(this.stepLoss);
    if (!means || !steps) return means ?? steps;
    // Single steps scatter: upwards they are shown whole, downwards they may leave the plot.
    return {
      min: positive ? means.min : Math.min(means.min, steps.min),
      max: Math.max(means.max, steps.max),
    };
  }

  #extentOf(curve: Curve): GrowingExtent {
    const known = this.#extents.get(curve) ?? new GrowingExtent(curve.y);
    this.#extents.set(curve, known);
    return known;
  }

  private get lastX(): number {
    return this.stepX.last() || 0;
  }

  /** Two curves with a gap for every epoch so far. */
  emptyPair(): Pair {
    const filled = (): GrowingArray => {
      const values = new GrowingArray();
      for (let i = 0; i < this.#epochX.length; i++) values.push(NaN);
      return values;
    };
    return { training: { x: this.#epochX, y: filled() }, validation: { x: this.#epochX, y: filled() } };
  }

  #appendEpochs(epochs: readonly EpochMetrics[]): void {
    for (const epoch of epochs) {
      if (epoch.epoch <= (this.epochs.at(-1)?.epoch ?? 0)) continue;
      for (const name of metricNames(epoch.metrics)) {
        if (!this.metrics.has(name)) this.metrics.set(name, this.emptyPair());
      }
      this.epochs.push(epoch);
      this.#epochX.push(epoch.epoch);
      this.loss.training.y.push(number(epoch.loss));
      this.loss.validation.y.push(number(epoch.validationLoss));
      for (const [name, pair] of this.metrics) {
        pair.training.y.push(number(epoch.metrics[name]));
        pair.validation.y.push(number(epoch.metrics[validationName(name)]));
      }
    }
  }

  #appendSamples(samples: SampleColumns): void {
    const known = this.steps.last();
    let from = 0;
    if (!Number.isNaN(known)) while (from < samples.steps.length && samples.steps[from]! <= known) from++;
    for (let i = from; i < samples.steps.length; i++) {
      this.steps.push(samples.steps[i]!);
      this.stepX.push(samples.steps[i]! / this.stepsPerEpoch);
      this.stepLoss.y.push(number(samples.loss[i]));
      this.learningRate.y.push(number(samples.learningRate[i]));
    }
    appendSamples(this.layers, samples, from);
  }
}
