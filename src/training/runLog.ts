import type { RunningSchedule } from '../engine/schedules/schedule.js';
import type { Sample, TensorHistogram, TrainingSession } from '../engine/session.js';
import type { Finding } from '../runs/finding.js';
import type { EpochMetrics, Metrics } from '../runs/metrics.js';
import type { RunWriter } from '../runs/writer.js';
import type { FloatTensor } from '../tensor/tensor.js';
import type { BestTracker } from './best.js';
import type { Clock } from './clock.js';
import type { EarlyStopping } from './earlyStopping.js';
import type { Activity, Bins, TrainingEvent } from './events.js';
import type { Position, TrainingLog } from './loop.js';
import { encodeNumbers } from './position.js';

/** The shortest time between two looks for findings. */
const reviewMilliseconds = 500;

export interface RunLogInput {
  readonly writer: RunWriter;
  readonly session: TrainingSession;
  readonly schedule: RunningSchedule;
  readonly best: BestTracker;
  readonly earlyStopping: EarlyStopping | null;
  readonly bestWeights: readonly FloatTensor[] | null;
  readonly diagnose: (metrics: Metrics) => readonly Finding[];
  readonly clock: Clock;
  readonly tell: (event: TrainingEvent) => void;
}

/** Leaves a training in its run folder, and looks for findings in what stands there. */
export class RunLog implements TrainingLog {
  /** As the best epoch ended. */
  bestWeights: readonly FloatTensor[] | null;
  private newestWeights: readonly TensorHistogram[] | null = null;
  private newestSample: Sample | null = null;
  private reviewedAt = -Infinity;
  private findings = '';

  constructor(private readonly input: RunLogInput) {
    this.bestWeights = input.bestWeights;
  }

  sample(sample: Sample): void {
    this.input.writer.addSample(sample);
    this.newestSample = sample;
  }

  epoch(metrics: EpochMetrics): void {
    this.input.writer.addEpoch(metrics);
  }

  text(step: number, text: string): void {
    this.input.writer.addText(step, text);
  }

  histograms(step: number, weights: readonly TensorHistogram[], gradients: readonly TensorHistogram[]): void {
    this.input.writer.addHistograms(step, weights, gradients);
    this.newestWeights = weights;
  }

  best(): void {
    this.bestWeights = this.input.session.readWeights();
  }

  async tick(): Promise<void> {
    await this.input.writer.tick();
    const now = this.input.clock.now();
    if (now - this.reviewedAt < reviewMilliseconds) return;
    this.reviewedAt = now;
    await this.review();
  }

  async checkpoint({ epoch, stepInEpoch }: Position): Promise<string> {
    const { session, schedule, best, earlyStopping, writer } = this.input;
    return writer.checkpoint({
      epoch,
      step: epoch * session.stepsPerEpoch + stepInEpoch,
      weights: session.readWeights(),
      best: best.best && this.bestWeights && { ...best.best, weights: this.bestWeights },
      engine: session.readState(),
      numbers: encodeNumbers(earlyStopping?.state ?? null, schedule.readState?.() ?? {}),
    });
  }

  /** Looks at the run so far; tells and keeps the findings where they changed. */
  async review(): Promise<void> {
    const { session, writer, diagnose, tell } = this.input;
    if (this.newestSample) {
      tell({ type: 'activity', activity: activityOf(this.newestSample, session.activationLayers) });
    }
    this.newestSample = null;
    if (this.newestWeights) tell({ type: 'histograms', histograms: binsByName(this.newestWeights) });
    this.newestWeights = null;
    const findings = diagnose(writer.metrics());
    const text = JSON.stringify(findings);
    if (text === this.findings) return;
    this.findings = text;
    await writer.writeFindings(findings);
    tell({ type: 'findings', findings });
  }
}

function binsByName(histograms: readonly TensorHistogram[]): Record<string, Bins> {
  return Object.fromEntries(histograms.map(({ name, ...bins }) => [name, bins]));
}

function activityOf({ deadShares, saturatedShares }: Sample, layers: readonly string[]): Activity {
  const byLayer = (shares: Float64Array): Record<string, number> =>
    Object.fromEntries(layers.flatMap((name, i) => (Number.isNaN(shares[i]!) ? [] : [[name, shares[i]!]])));
  return { deadShare: byLayer(deadShares), saturatedShare: byLayer(saturatedShares) };
}
