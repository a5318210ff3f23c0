import { CheckpointFiles, type CheckpointFilesInput } from './checkpointFiles.js';
import { EventLog } from './eventLog.js';
import type { EqualBins } from './events/histogram.js';
import { RunFolderError, joinPath } from './fileSystem.js';
import type { Finding } from './finding.js';
import { epochCheckpointName, eventFileName, isEventFile, runFiles } from './folder.js';
import type { EpochMetrics, Metrics } from './metrics.js';
import { MetricsBuilder } from './metricsBuilder.js';
import { RunReader } from './reader.js';
import { encodeRecord } from './record.js';
import type { RunRecord } from './run.js';
import type { SampleLayout, StepSample } from './sample.js';
import { encodeState, type EventsPosition, type ResumeState } from './state.js';

const heartbeatMilliseconds = 1000;
const flushMilliseconds = 500;
const flushBytes = 4 << 20;

/** The run folder stands already. */
export interface RunWriterInput extends CheckpointFilesInput {
  readonly record: RunRecord;
  readonly layout: SampleLayout;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Writes a run folder. At every instant what stands on the disk can be resumed: the event file is synced before
 * the state that names its length, and the state, which alone is resumed from, is put in place as a whole. Its
 * promises are to be awaited one after the other.
 */
export class RunWriter {
  private readonly log: EventLog;
  private readonly checkpoints: CheckpointFiles;
  private readonly encoder = new TextEncoder();
  private record: RunRecord;
  private recordWrittenAt = -Infinity;
  private flushedAt = -Infinity;
  private findings: readonly Finding[] | null = null;
  private findingsText = '';
  private findingsKey = '';

  private constructor(
    private readonly input: RunWriterInput,
    private events: EventsPosition,
    private readonly gathered: MetricsBuilder,
  ) {
    this.log = new EventLog(input.layout);
    this.record = input.record;
    this.checkpoints = new CheckpointFiles(input, input.record.stepsPerEpoch);
  }

  /** Starts a new run: run.json, the copy of the spec, the event file. */
  static async create(input: RunWriterInput): Promise<RunWriter> {
    const { fileSystem, directory, record, context, now } = input;
    const file = eventFileName(now(), record.host);
    const writer = new RunWriter(input, { file, length: 0 }, new MetricsBuilder());
    await fileSystem.makeDirectory(joinPath(directory, runFiles.checkpoints));
    await fileSystem.replace(joinPath(directory, runFiles.spec), writer.encoder.encode(context.spec));
    writer.log.addFileVersion(now());
    await writer.flush();
    await writer.writeRecord();
    return writer;
  }

  /**
   * Goes on with a run at `state`, as `readState` gave it: cuts the event file back, removes the checkpoints
   * that came after, puts `best` and `last` back to what they were.
   */
  static async resume(
    input: RunWriterInput,
    { state, events }: { readonly state: ResumeState; readonly events: EventsPosition },
  ): Promise<RunWriter> {
    const { fileSystem, directory } = input;
    const path = joinPath(directory, events.file);
    const size = await fileSystem.size(path);
    if (!isEventFile(events.file) || size === null || size < events.length) {
      throw new RunFolderError(
        `Cannot resume ${directory}: ${events.file} is missing or shorter than the ${events.length} bytes that last.state speaks of. Train anew.`,
        'damaged',
        path,
      );
    }
    if (size > events.length) await fileSystem.truncate(path, events.length);
    const reader = new RunReader(fileSystem, directory);
    await reader.readEvents();
    const writer = new RunWriter(input, events, reader.gathered);
    await writer.checkpoints.rewind(state);
    await writer.writeRecord();
    return writer;
  }

  get directory(): string {
    return this.input.directory;
  }

  /** What run.json says, or will say at its next writing. */
  get run(): RunRecord {
    return this.record;
  }

  /** All samples and epochs so far, those of before a resumption too: what a reader of the folder would find. */
  metrics(): Metrics {
    return this.gathered.metrics(this.record);
  }

  addSample(sample: StepSample): void {
    this.log.addSample(this.input.now(), sample);
    this.gathered.addSample(this.input.layout, sample);
  }

  addEpoch(metrics: EpochMetrics): void {
    this.log.addEpoch(this.input.now(), metrics);
    this.gathered.addEpoch(metrics);
    this.record = { ...this.record, epochs: metrics.epoch, final: metrics };
  }

  addHistograms(step: number, weights: readonly EqualBins[], gradients: readonly EqualBins[]): void {
    this.log.addHistograms(this.input.now(), step, weights, gradients);
  }

  /** What a network for a language wrote after the epoch that ends with this step. */
  addText(step: number, text: string): void {
    this.log.addText(this.input.now(), step, text);
  }

  /** Changes what run.json says; written with the next heartbeat. */
  update(changes: Partial<Omit<RunRecord, 'version' | 'status'>>): void {
    this.record = { ...this.record, ...changes };
  }

  /** To be called often, also while paused: writes what has waited long enough. */
  async tick(): Promise<void> {
    const now = this.input.now();
    if (this.log.length > 0 && (now - this.flushedAt >= flushMilliseconds || this.log.length >= flushBytes)) {
      await this.flush();
    }
    if (now - this.recordWrittenAt >= heartbeatMilliseconds) await this.writeRecord();
  }

  /** Puts findings.json in place where there are others than before; new figures of the same ones can wait. */
  async writeFindings(findings: readonly Finding[]): Promise<void> {
    this.findings = findings;
    const key = findings.map(({ code, layer, severity }) => `${severity} ${code} ${layer ?? ''}`).join('\n');
    if (key === this.findingsKey && this.findingsText !== '') return;
    this.findingsKey = key;
    await this.flushFindings();
  }

  /**
   * Writes where training stands: at an epoch's end its checkpoint, `best` where it changed, `last`, and the
   * state. Returns the file name of the checkpoint.
   */
  async checkpoint(state: ResumeState): Promise<string> {
    const { fileSystem } = this.input;
    await this.flush();
    const isEpochEnd = state.epoch > 0 && state.step === state.epoch * this.record.stepsPerEpoch;
    await together([
      fileSystem.sync(this.pathOf(this.events.file)),
      ...(isEpochEnd ? [this.checkpoints.writeEpoch(state)] : []),
    ]);
    await this.checkpoints.writeBest(state);
    if (isEpochEnd) await this.checkpoints.takeAsLast(state.epoch);
    else await this.checkpoints.writeLast(state);
    const best = state.best && { epoch: state.best.epoch, value: state.best.value };
    this.record = { ...this.record, epochs: state.epoch, best };
    await together([
      fileSystem.replace(this.pathOf(runFiles.state), encodeState(state, this.events)),
      this.flushFindings(),
      this.writeRecord(),
    ]);
    await together([
      fileSystem.syncNames(this.pathOf(runFiles.checkpoints)),
      fileSystem.syncNames(this.directory),
    ]);
    await this.checkpoints.thin(state.best?.epoch ?? null);
    return isEpochEnd ? epochCheckpointName(state.epoch) : runFiles.last;
  }

  /** Ends the run: all that waits is written, run.json says how it ended. */
  async finish(
    status: Exclude<RunRecord['status'], 'running'>,
    error: string | null = null,
  ): Promise<RunRecord> {
    await this.flush();
    await this.input.fileSystem.sync(this.pathOf(this.events.file));
    await this.flushFindings();
    await this.end(status, error);
    return this.record;
  }

  /** Ends a run that failed, perhaps because nothing can be written any more: says so in run.json if that can be. */
  async fail(error: string): Promise<RunRecord> {
    await this.end('failed', error).catch(() => undefined);
    return this.record;
  }

  private async end(status: RunRecord['status'], error: string | null): Promise<void> {
    const finishedAt = new Date(this.input.now()).toISOString();
    this.record = { ...this.record, status, error, finishedAt, pid: null };
    await this.writeRecord();
    await this.input.fileSystem.syncNames(this.directory);
  }

  private async flushFindings(): Promise<void> {
    if (this.findings === null) return;
    const text = `${JSON.stringify(this.findings, null, 2)}\n`;
    if (text === this.findingsText) return;
    await this.input.fileSystem.replace(this.pathOf(runFiles.findings), this.encoder.encode(text));
    this.findingsText = text;
  }

  private async flush(): Promise<void> {
    const bytes = this.log.take();
    this.flushedAt = this.input.now();
    if (bytes.length === 0) return;
    await this.input.fileSystem.append(this.pathOf(this.events.file), bytes);
    this.events = { ...this.events, length: this.events.length + bytes.length };
  }

  private async writeRecord(): Promise<void> {
    const now = this.input.now();
    const heartbeatAt = this.record.status === 'running' ? new Date(now).toISOString() : null;
    this.record = { ...this.record, heartbeatAt };
    await this.input.fileSystem.replace(
      this.pathOf(runFiles.record),
      this.encoder.encode(encodeRecord(this.record)),
    );
    this.recordWrittenAt = now;
  }

  private pathOf(name: string): string {
    return joinPath(this.input.directory, name);
  }
}

/**
 * Waits for all, and throws what the first of them threw. The disk writes several files out in hardly more time
 * than one.
 */
async function together(writings: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(writings);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
