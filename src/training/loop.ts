import type { RunningSchedule } from '../engine/schedules/schedule.js';
import type { Rows, Sample, StepTotals, TensorHistogram, TrainingSession } from '../engine/session.js';
import type { EpochMetrics } from '../runs/metrics.js';
import { createBeat } from './beat.js';
import type { BestTracker } from './best.js';
import type { CheckpointPolicy } from './checkpointPolicy.js';
import type { Clock } from './clock.js';
import type { TrainingControl } from './control.js';
import type { EarlyStopping } from './earlyStopping.js';
import type { TrainingEvent } from './events.js';
import { planHistograms } from './histogramPlan.js';
import { createPace } from './pace.js';
import { createProgressMeter } from './progress.js';
import { collectSamples } from './sampleColumns.js';
import { prefixNames, type Scorer } from './scores.js';
import { isTextDue } from './writeText.js';

/** What the loop leaves behind as it goes. What must be awaited returns a promise. */
export interface TrainingLog {
  sample(sample: Sample): void;
  epoch(metrics: EpochMetrics): void;
  /** What the network wrote after the epoch that ended with this step. */
  text(step: number, text: string): void;
  histograms(step: number, weights: readonly TensorHistogram[], gradients: readonly TensorHistogram[]): void;
  /** Called about ten times a second, while paused once: a time to write what waits, and to look at it. */
  tick(): Promise<void>;
  /** This epoch is the best so far: its weights are to be kept. */
  best(): void;
  /** Writes where training stands. Returns a file name. */
  checkpoint(position: Position): Promise<string>;
}

/** Where training stands. */
export interface Position {
  /** Finished epochs. */
  readonly epoch: number;
  /** Steps done of the one that runs. */
  readonly stepInEpoch: number;
}

export interface LoopInput {
  readonly session: TrainingSession;
  readonly schedule: RunningSchedule;
  readonly epochs: number;
  readonly from: Position;
  readonly train: { readonly rows: Rows; readonly scorer: Scorer };
  readonly validation: { readonly rows: Rows; readonly scorer: Scorer } | null;
  readonly best: BestTracker;
  readonly earlyStopping: EarlyStopping | null;
  readonly checkpoints: CheckpointPolicy;
  /** Lets a network for a language write after an epoch; null for others. */
  readonly write: ((epoch: number) => Promise<string>) | null;
  readonly log: TrainingLog;
  readonly control: TrainingControl;
  readonly clock: Clock;
  readonly tell: (event: TrainingEvent) => void;
}

export interface LoopEnd {
  readonly status: 'completed' | 'stopped' | 'early-stopped' | 'diverged';
  readonly position: Position;
}

/** How often those who watch are told of samples. */
const tellMilliseconds = 100;
const histogramBins = 64;

/**
 * Trains epoch by epoch until the plan is done, patience is, the loss is not finite any more, or somebody says
 * stop. What is computed depends on the position alone, never on the clock: slices, pauses and resuming change
 * when things happen, not what.
 */
export async function runEpochs(input: LoopInput): Promise<LoopEnd> {
  const { session, schedule, epochs, train, validation, log, control, clock, tell } = input;
  const { stepsPerEpoch } = session;
  const isHistogramDue = planHistograms(epochs);
  const pace = createPace(clock.now());
  const beat = createBeat(tellMilliseconds, clock.now());
  const samples = collectSamples(session.watched);
  const plan = { epochs, stepsPerEpoch, trainRows: train.rows.count };
  const progress = createProgressMeter(plan, input.from.epoch * stepsPerEpoch + input.from.stepInEpoch);

  let { epoch, stepInEpoch } = input.from;
  let lossIsFinite = true;
  let lastLoss: number | null = null;
  let activeMilliseconds = 0;
  let resumedAt = clock.now();

  const active = (): number => activeMilliseconds + clock.now() - resumedAt;
  const measureProgress = () => progress.measure(epoch * stepsPerEpoch + stepInEpoch, lastLoss, active());
  const rateAt = (globalStep: number): number => schedule.rateAt(globalStep);
  const onSample = (sample: Sample): void => {
    samples.add(sample);
    log.sample(sample);
    lossIsFinite = Number.isFinite(sample.loss);
    lastLoss = lossIsFinite ? sample.loss : null;
  };
  const tellSamples = (): void => {
    beat.take(clock.now());
    tell({ type: 'samples', samples: samples.take(), progress: measureProgress() });
  };

  const isBreathDue = (now: number): boolean => pace.isBreathDue(now) || beat.isDue(now);

  /** Lets others run, writes what waits, and waits while paused. */
  const breathe = async (): Promise<void> => {
    if (beat.isDue(clock.now())) {
      // What is found goes out with the samples that it was found in.
      await log.tick();
      tellSamples();
    }
    await clock.breathe();
    if (control.wanted === 'pause') await pause();
    pace.breathed(clock.now());
  };

  const pause = async (): Promise<void> => {
    activeMilliseconds = active();
    tellSamples();
    tell({ type: 'paused' });
    while (control.wanted === 'pause') {
      await log.tick();
      await Promise.race([control.changed(), clock.sleep(tellMilliseconds * 10)]);
    }
    resumedAt = clock.now();
    if (control.wanted === 'run') tell({ type: 'continued' });
  };

  /** Runs what is left of the epoch; false where something ended it before. */
  const runSteps = async (): Promise<boolean> => {
    while (stepInEpoch < stepsPerEpoch) {
      const begun = clock.now();
      const done = session.run(Math.min(pace.steps, stepsPerEpoch - stepInEpoch), rateAt, onSample);
      stepInEpoch += done;
      const now = clock.now();
      pace.sliceDone(done, now - begun);
      if (!lossIsFinite) return false;
      if (isBreathDue(now)) {
        await breathe();
        // After its last step an epoch is ended first: what is measured then is not all in the state.
        if (control.wanted === 'stop' && stepInEpoch < stepsPerEpoch) return false;
      }
    }
    return true;
  };

  const measureEpoch = (begunAt: number): EpochMetrics => {
    const totals = session.totals();
    const tested = validation ? session.evaluate(validation.rows) : null;
    const norms = session.meanGradientNorms();
    const seconds = Math.max((active() - begunAt) / 1000, 1e-9);
    const step = (epoch + 1) * stepsPerEpoch;
    return {
      epoch: epoch + 1,
      step,
      loss: train.scorer.lossOf(totals),
      validationLoss: tested && validation ? validation.scorer.lossOf(tested) : null,
      metrics: scoresOf(totals, tested),
      learningRate: rateAt(step - 1),
      gradientNorm: Object.fromEntries(session.watched.map((name, i) => [name, finite(norms[i]!)])),
      seconds,
      samplesPerSecond: totals.rows / seconds,
    };
  };
  const scoresOf = (totals: StepTotals, tested: StepTotals | null): Record<string, number | null> => ({
    ...train.scorer.metricsOf(totals),
    ...(tested && validation ? prefixNames('validation', validation.scorer.metricsOf(tested)) : {}),
  });

  const end = async (status: LoopEnd['status']): Promise<LoopEnd> => {
    if (samples.count > 0) tellSamples();
    const position = { epoch, stepInEpoch };
    await log.checkpoint(position);
    return { status, position };
  };

  // A run that was killed between its last state and its end has nothing left to do.
  if (!Number.isFinite(session.totals().loss)) return { status: 'diverged', position: input.from };
  if (input.earlyStopping?.isOver) return { status: 'early-stopped', position: input.from };

  while (epoch < epochs) {
    if (stepInEpoch === 0) session.beginEpoch(epoch);
    const begunAt = active();
    if (!(await runSteps())) return end(lossIsFinite ? 'stopped' : 'diverged');

    const metrics = measureEpoch(begunAt);
    if (isHistogramDue(epoch + 1) && metrics.loss !== null) {
      const [weights, gradients] = [
        session.weightHistograms(histogramBins),
        session.gradientHistograms(histogramBins),
      ];
      log.histograms(metrics.step, weights, gradients);
    }
    log.epoch(metrics);
    lastLoss = metrics.loss;
    epoch++;
    const text =
      input.write && metrics.loss !== null && isTextDue(epoch, epochs) ? await input.write(epoch) : null;
    if (text !== null) log.text(metrics.step, text);
    stepInEpoch = 0;
    if (input.best.endEpoch(metrics)) log.best();
    schedule.endEpoch?.(epoch - 1, metrics.validationLoss ?? metrics.loss ?? NaN);
    const isPatienceOver = input.earlyStopping?.endEpoch(metrics) ?? false;

    let checkpoint: string | null = null;
    const isLast = epoch === epochs || isPatienceOver || metrics.loss === null;
    if (isLast || input.checkpoints.isDue(epoch, clock.now())) {
      const began = clock.now();
      checkpoint = await log.checkpoint({ epoch, stepInEpoch });
      const now = clock.now();
      input.checkpoints.written(now, now - began);
    }
    tell({ type: 'epoch', metrics, progress: measureProgress(), checkpoint });
    if (text !== null) tell({ type: 'text', written: { epoch, text } });
    if (isLast) {
      if (samples.count > 0) tellSamples();
      const status = metrics.loss === null ? 'diverged' : isPatienceOver ? 'early-stopped' : 'completed';
      return { status, position: { epoch, stepInEpoch } };
    }
    if (isBreathDue(clock.now())) await breathe();
    if (control.wanted === 'stop') return end('stopped');
  }
  return { status: 'completed', position: { epoch, stepInEpoch } };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
