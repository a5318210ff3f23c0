import { sha256 } from '../data/sha256.js';
import type { TrainingSession } from '../engine/session.js';
import { makeChosenRunFolder, makeRunFolder, runNameOf, specPathFrom } from '../runs/folder.js';
import type { RunRecord } from '../runs/run.js';
import { RunWriter, type RunWriterInput } from '../runs/writer.js';
import { sizeOf } from '../tensor/shape.js';
import { measureFacts } from './facts/measureFacts.js';
import type { TrainingHost } from './host.js';
import { monitorOf } from './monitor.js';
import type { Resumed } from './openResumed.js';
import type { Prepared } from './prepare.js';
import type { TrainInput } from './trainInput.js';

/** What a run's folder begins with, or goes on with. */
export interface WriterStart {
  readonly input: TrainInput;
  readonly host: TrainingHost;
  readonly prepared: Prepared;
  readonly session: TrainingSession;
  /** The spec's text. */
  readonly text: string;
  readonly resumed: Resumed | null;
}

/** Opens the writer of a new run, or of one that goes on. */
export async function openWriter(training: WriterStart): Promise<RunWriter> {
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
    const { refusedThreads: _, ...before } = resumed.record;
    const record: RunRecord = {
      ...before,
      ...describeProcess(host),
      status: 'running',
      ...describeThreads(session),
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

function describeThreads({ threads, refusedThreads }: TrainingSession) {
  return refusedThreads === null ? { threads } : { threads, refusedThreads };
}

async function describeRun(training: WriterStart, directory: string): Promise<RunRecord> {
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
    ...(input.group !== undefined && { group: input.group }),
    ...describeThreads(session),
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
