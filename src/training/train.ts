import { createSchedule } from '../engine/schedules/createSchedule.js';
import type { TrainingSession } from '../engine/session.js';
import { useFoundRate } from '../diagnose/foundRate.js';
import { diagnose } from '../diagnose/index.js';
import type { EpochMetrics } from '../runs/metrics.js';
import { readRangeTest } from '../runs/rangeTest.js';
import type { RunRecord } from '../runs/run.js';
import type { RunWriter } from '../runs/writer.js';
import { trackBest } from './best.js';
import { createCheckpointPolicy } from './checkpointPolicy.js';
import type { TrainingControl } from './control.js';
import { createEarlyStopping } from './earlyStopping.js';
import type { TrainingEvent } from './events.js';
import type { TrainingHost } from './host.js';
import { runEpochs, type LoopEnd } from './loop.js';
import { createMonitor, monitorOf } from './monitor.js';
import { isChanged, openResumed } from './openResumed.js';
import { openSession } from './openSession.js';
import { openWriter, type WriterStart } from './openWriter.js';
import { decodeEarlyStopping, decodeSchedule } from './position.js';
import { prepare, type Prepared } from './prepare.js';
import { readSpecText } from './readSpecText.js';
import { RefusedError } from './refusedError.js';
import { RunLog } from './runLog.js';
import { createScorer, prefixNames } from './scores.js';
import { SpecProblemsError } from './specProblemsError.js';
import type { TrainInput } from './trainInput.js';
import { writeText } from './writeText.js';

export interface TrainResult {
  readonly directory: string;
  readonly run: RunRecord;
}

/**
 * Trains a spec into a run folder, from the start or from where a run was left. Everything that happens is told
 * as events. Throws a `RefusedError` where it cannot begin; a failure on the way is left in run.json and thrown.
 */
export async function train(
  input: TrainInput,
  host: TrainingHost,
  control: TrainingControl,
  tell: (event: TrainingEvent) => void,
): Promise<TrainResult> {
  const resumed = input.resume ? await openResumed(input, host) : null;
  const text = resumed?.specText ?? input.specText ?? (await readSpecText(input.specPath, host.fileSystem));
  const epochs = input.overrides.epochs ?? resumed?.record.plannedEpochs;
  const { prepared, problems } = await prepare(
    text,
    host.filesBeside(input.specPath),
    { ...input.overrides, ...(epochs !== undefined && { epochs }) },
    host.availableBytes(),
  );
  if (!prepared) throw new SpecProblemsError(input.specPath, problems);
  const warnings = problems.flatMap(({ severity, message }) => (severity === 'warning' ? [message] : []));
  if (resumed && resumed.record.dataSha256 !== prepared.dataset.sha256) {
    throw new RefusedError(
      `Cannot resume ${resumed.directory}: the data has changed since it began. Put the data back, or train anew.`,
      'data-changed',
    );
  }

  if (resumed && (await isChanged(resumed, input, host.fileSystem))) {
    warnings.push(
      `${input.specPath} is not the spec that this run began with: it goes on with its own copy, ${resumed.directory}/spec.nn.json.`,
    );
  }

  const session = openSession(prepared, host.kernels, resumed?.record.kernelBuild ?? null, host.threads);
  try {
    return await trainSession({ input, host, control, tell, prepared, session, text, resumed, warnings });
  } finally {
    session.dispose();
  }
}

interface SessionTraining extends WriterStart {
  readonly control: TrainingControl;
  readonly tell: (event: TrainingEvent) => void;
  readonly warnings: readonly string[];
}

async function trainSession(training: SessionTraining): Promise<TrainResult> {
  const { host, control, tell, prepared, session, resumed } = training;
  const { spec, dataset, config } = prepared;
  const { epochs } = config.training;
  const state = resumed?.state ?? null;

  const schedule = createSchedule(config.training.schedule, {
    baseRate: config.training.optimizer['learningRate'] as number,
    epochs,
    stepsPerEpoch: session.stepsPerEpoch,
  });
  const stopping = spec.training.earlyStopping;
  const monitor = createMonitor(monitorOf(prepared));
  const best = trackBest(monitor, state?.best && { epoch: state.best.epoch, value: state.best.value });
  const earlyStopping = stopping
    ? createEarlyStopping(monitor, stopping, state ? decodeEarlyStopping(state.numbers) : undefined)
    : null;

  session.initialize();
  if (state) {
    session.writeWeights(state.weights);
    session.writeState(state.engine);
    schedule.writeState?.(decodeSchedule(state.numbers));
  } else {
    session.writeWeights(prepared.pretrained);
  }

  const rangeTest = await readRangeTest(host.fileSystem, training.input.specPath);
  const writer = await openWriter(training);
  try {
    const log = new RunLog({
      writer,
      session,
      schedule,
      best,
      earlyStopping,
      bestWeights: state?.best?.weights ?? null,
      diagnose: (metrics) => useFoundRate(diagnose({ spec, metrics }), spec, rangeTest),
      clock: host.clock,
      tell,
    });
    const from = state
      ? { epoch: state.epoch, stepInEpoch: state.step - state.epoch * session.stepsPerEpoch }
      : { epoch: 0, stepInEpoch: 0 };
    // From the first step on there is something to go on from.
    if (!state) await log.checkpoint(from);
    tell({ type: 'started', directory: writer.directory, run: writer.run });
    for (const message of training.warnings) tell({ type: 'warning', message });

    const { target } = dataset.preprocessing;
    const scored = (rows: typeof dataset.train) => ({
      rows,
      scorer: createScorer(rows, target, dataset.outputs),
    });
    const end = await runEpochs({
      session,
      schedule,
      epochs,
      from,
      train: scored(dataset.train),
      validation: dataset.validation && scored(dataset.validation),
      best,
      earlyStopping,
      write: writerOf(training),
      checkpoints: createCheckpointPolicy(spec.training.checkpointEvery),
      log,
      control,
      clock: host.clock,
      tell,
    });
    await log.review();
    const run = await conclude(end, { writer, log, prepared, session });
    tell({ type: 'done', directory: writer.directory, run });
    return { directory: writer.directory, run };
  } catch (error) {
    await writer.fail(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** What lets the network write; null where it is not for a language. */
function writerOf({ prepared, session, host }: SessionTraining): ((epoch: number) => Promise<string>) | null {
  const { config, dataset } = prepared;
  const { target } = dataset.preprocessing;
  if (config.training.task !== 'language' || target.kind !== 'class') return null;
  const { seed } = config.training;
  return (epoch) => writeText(session, target.classes, { seed, epoch }, () => host.clock.breathe());
}

/** Measures the test set with the weights that `predict` will take, and says in run.json how it ended. */
async function conclude(
  { status }: LoopEnd,
  run: {
    readonly writer: RunWriter;
    readonly log: RunLog;
    readonly prepared: Prepared;
    readonly session: TrainingSession;
  },
): Promise<RunRecord> {
  const { writer, log, prepared, session } = run;
  const { spec, dataset } = prepared;
  let final: EpochMetrics | null = writer.run.final;
  const isEnded = status === 'completed' || status === 'early-stopped';
  if (isEnded && spec.training.earlyStopping?.restoreBest) {
    const { best } = writer.run;
    final = writer.metrics().epochs.find(({ epoch }) => epoch === best?.epoch) ?? final;
  }
  if (isEnded && dataset.test && final) {
    if (log.bestWeights) session.writeWeights(log.bestWeights);
    const scorer = createScorer(dataset.test, dataset.preprocessing.target, dataset.outputs);
    const totals = session.evaluate(dataset.test);
    const measured = { loss: scorer.lossOf(totals), ...scorer.metricsOf(totals) };
    final = { ...final, metrics: { ...final.metrics, ...prefixNames('test', measured) } };
  }
  writer.update({ final });
  return writer.finish(status);
}
