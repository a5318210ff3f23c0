import { sha256 } from '../data/sha256.js';
import { createSchedule } from '../engine/schedules/createSchedule.js';
import type { TrainingSession } from '../engine/session.js';
import { diagnose } from '../diagnose/index.js';
import type { FileSystem } from '../runs/fileSystem.js';
import {
  makeChosenRunFolder,
  makeRunFolder,
  runNameOf,
  runsDirectoryOf,
  specPathFrom,
} from '../runs/folder.js';
import type { EpochMetrics } from '../runs/metrics.js';
import { RunReader } from '../runs/reader.js';
import type { RunRecord } from '../runs/run.js';
import { checkResumable, findNewestUnfinished } from '../runs/runs.js';
import type { EventsPosition, ResumeState } from '../runs/state.js';
import { RunWriter, type RunWriterInput } from '../runs/writer.js';
import { sizeOf } from '../tensor/shape.js';
import { trackBest } from './best.js';
import { createCheckpointPolicy } from './checkpointPolicy.js';
import type { TrainingControl } from './control.js';
import { createEarlyStopping } from './earlyStopping.js';
import type { TrainingEvent } from './events.js';
import type { TrainingHost } from './host.js';
import { measureFacts } from './facts/measureFacts.js';
import { runEpochs, type LoopEnd } from './loop.js';
import { createMonitor } from './monitor.js';
import { openSession } from './openSession.js';
import { decodeEarlyStopping, decodeSchedule } from './position.js';
import { prepare, type Prepared } from './prepare.js';
import { RefusedError } from './refusedError.js';
import { RunLog } from './runLog.js';
import { createScorer, prefixNames } from './scores.js';
import { SpecProblemsError } from './specProblemsError.js';

export interface TrainInput {
  /** Absolute. */
  readonly specPath: string;
  /** The editor's text where it is newer than the file. Resuming takes the run's own copy. */
  readonly specText?: string;
  /** The run folder: to be made, or with `resume` to go on in. Absent: a new one by name and time, or the newest unfinished. */
  readonly directory?: string;
  readonly resume: boolean;
  readonly overrides: { readonly epochs?: number; readonly threads?: number };
}

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
  const { prepared, problems } = await prepare(text, host.filesBeside(input.specPath), {
    ...input.overrides,
    ...(epochs !== undefined && { epochs }),
  });
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

  const session = openSession(prepared, host.kernels, resumed?.record.kernelBuild ?? null);
  try {
    return await trainSession({ input, host, control, tell, prepared, session, text, resumed, warnings });
  } finally {
    session.dispose();
  }
}

/** Whether the spec says something else now than when the run began. */
async function isChanged(
  { record }: Resumed,
  { specText, specPath }: TrainInput,
  fileSystem: FileSystem,
): Promise<boolean> {
  const bytes = await fileSystem.read(specPath);
  const text = specText ?? (bytes && new TextDecoder().decode(bytes));
  return text !== null && (await sha256(new TextEncoder().encode(text))) !== record.specSha256;
}

interface Resumed {
  readonly directory: string;
  readonly specText: string;
  readonly record: RunRecord;
  readonly state: ResumeState;
  readonly events: EventsPosition;
}

/** The run to go on with, or why there is none. */
async function openResumed(input: TrainInput, { fileSystem, here }: TrainingHost): Promise<Resumed> {
  const runs = runsDirectoryOf(input.specPath);
  const name = runNameOf(input.specPath);
  const directory = input.directory ?? (await findNewestUnfinished(fileSystem, runs, name, here))?.directory;
  if (directory === undefined) {
    throw new RefusedError(
      `There is no unfinished run of ${name} in ${runs}. Name its folder with --run, or train anew without --resume.`,
      'no-run',
    );
  }
  const resumable = await checkResumable(fileSystem, directory, null, here);
  if ('reason' in resumable) throw new RefusedError(resumable.reason, resumable.code);
  const { epochs } = input.overrides;
  if (epochs !== undefined && epochs < resumable.state.epoch) {
    throw new RefusedError(
      `Cannot resume ${directory} to ${epochs} epochs: it has ${resumable.state.epoch} already. Give more with --epochs, or train anew.`,
      'too-few-epochs',
    );
  }
  const specText = await new RunReader(fileSystem, directory).readSpec();
  if (specText === null) {
    throw new RefusedError(
      `Cannot resume ${directory}: its copy of the spec (spec.nn.json) is missing. Train anew.`,
      'damaged',
    );
  }
  return { directory, specText, ...resumable };
}

interface SessionTraining {
  readonly input: TrainInput;
  readonly host: TrainingHost;
  readonly control: TrainingControl;
  readonly tell: (event: TrainingEvent) => void;
  readonly prepared: Prepared;
  readonly session: TrainingSession;
  readonly text: string;
  readonly resumed: Resumed | null;
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

  const writer = await openWriter(training);
  try {
    const log = new RunLog({
      writer,
      session,
      schedule,
      best,
      earlyStopping,
      bestWeights: state?.best?.weights ?? null,
      diagnose: (metrics) => diagnose({ spec, metrics }),
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

/** What tells the best epoch. */
const monitorOf = ({ spec, dataset }: Prepared): string =>
  spec.training.earlyStopping?.monitor ?? (dataset.validation ? 'validationLoss' : 'loss');

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

async function openWriter(training: SessionTraining): Promise<RunWriter> {
  const { input, host, prepared, session, text, resumed } = training;
  const { fileSystem, here } = host;
  const makeInput = (directory: string, record: RunRecord): RunWriterInput => ({
    fileSystem,
    directory,
    record,
    context: {
      spec: text,
      preprocessing: prepared.dataset.preprocessing,
      network: prepared.config.network,
      version: host.versions['netweight'] ?? '',
    },
    layout: session,
    keepCheckpoints: prepared.spec.training.keepCheckpoints,
    now: here.now,
  });
  if (resumed) {
    const record: RunRecord = {
      ...resumed.record,
      ...describeProcess(host),
      status: 'running',
      threads: session.threads,
      plannedEpochs: prepared.config.training.epochs,
      epochs: resumed.state.epoch,
      finishedAt: null,
      error: null,
    };
    return RunWriter.resume(makeInput(resumed.directory, record), resumed);
  }
  const directory = input.directory
    ? await makeChosenRunFolder(fileSystem, input.directory)
    : await makeRunFolder(fileSystem, input.specPath, here.now());
  return RunWriter.create(makeInput(directory, await describeRun(training, directory)));
}

function describeProcess({ here, processId, versions }: TrainingHost) {
  return {
    pid: processId,
    host: here.name,
    heartbeatAt: new Date(here.now()).toISOString(),
    versions,
  };
}

async function describeRun(training: SessionTraining, directory: string): Promise<RunRecord> {
  const { input, host, prepared, session, text } = training;
  const { dataset, config } = prepared;
  return {
    version: 1,
    name: runNameOf(input.specPath),
    status: 'running',
    spec: specPathFrom(directory, input.specPath),
    specSha256: await sha256(new TextEncoder().encode(text)),
    dataSha256: dataset.sha256,
    seed: config.training.seed,
    threads: session.threads,
    kernelBuild: session.build,
    ...describeProcess(host),
    startedAt: new Date(host.here.now()).toISOString(),
    finishedAt: null,
    parameters: session.network.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    layers: session.network.layers.map(({ name, type, parameters }) => ({
      name,
      type,
      parameters: parameters.map((parameter) => ({ name: parameter.name, shape: parameter.shape })),
    })),
    task: config.training.task,
    trainRows: dataset.train.count,
    validationRows: dataset.validation?.count ?? 0,
    stepsPerEpoch: session.stepsPerEpoch,
    plannedEpochs: config.training.epochs,
    epochs: 0,
    facts: measureFacts(prepared, session.readWeights()),
    best: null,
    monitor: monitorOf(prepared),
    final: null,
    error: null,
  };
}

/** The text of a spec. Throws a `RefusedError` where there is none. */
export async function readSpecText(path: string, fileSystem: FileSystem): Promise<string> {
  if ((await fileSystem.list(path).catch(() => [])).length > 0) {
    throw new RefusedError(`${path} is a folder, not a spec. Name a *.nn.json in it.`, 'no-spec');
  }
  const bytes = await fileSystem.read(path);
  if (!bytes) throw new RefusedError(`There is no spec ${path}. Check the path.`, 'no-spec');
  return new TextDecoder().decode(bytes);
}
