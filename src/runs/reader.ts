import type { ByteSource } from '../formats/byteSource.js';
import { FormatError } from '../formats/formatError.js';
import { EventFileReader } from './events/eventFile.js';
import { joinPath, type FileSystem } from './fileSystem.js';
import type { Finding } from './finding.js';
import { decodeFindings } from './findings.js';
import { epochOfCheckpoint, isEventFile, runFiles } from './folder.js';
import { MetricsBuilder, type StepHistogram } from './metricsBuilder.js';
import type { Metrics } from './metrics.js';
import { decodeRecord, type Read } from './record.js';
import type { RunRecord } from './run.js';
import type { WrittenText } from './writtenText.js';

/** A checkpoint file of a run. */
export interface CheckpointFile {
  readonly name: string;
  readonly path: string;
  /** Null for `best` and `last`. */
  readonly epoch: number | null;
}

/** Reads a run folder, whole or as it grows: what nobody has changed since the last time is not read again. */
export class RunReader {
  private readonly files = new Map<string, EventFileReader>();
  private builder = new MetricsBuilder();
  private damage: string | null = null;
  private reading: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly fileSystem: FileSystem,
    readonly directory: string,
  ) {}

  /** run.json, or why there is none. */
  async readRecord(): Promise<Read<RunRecord>> {
    const text = await this.readText(runFiles.record);
    return text === null ? { reason: `There is no run.json in ${this.directory}` } : decodeRecord(text);
  }

  /** The spec as it was when the run began; null where there is no copy. */
  async readSpec(): Promise<string | null> {
    return this.readText(runFiles.spec);
  }

  /** findings.json; none where the file is missing or damaged. */
  async readFindings(): Promise<readonly Finding[]> {
    return decodeFindings((await this.readText(runFiles.findings)) ?? '[]');
  }

  /** Epoch checkpoints in order, then `best` and `last` where they are. */
  async listCheckpoints(): Promise<CheckpointFile[]> {
    const names = await this.fileSystem.list(this.pathOf(runFiles.checkpoints));
    return names
      .map((name) => ({
        name,
        path: this.pathOf(runFiles.checkpoints, name),
        epoch: epochOfCheckpoint(name),
      }))
      .filter(({ name, epoch }) => epoch !== null || name === runFiles.best || name === runFiles.last)
      .sort((a, b) => (a.epoch ?? Infinity) - (b.epoch ?? Infinity) || (a.name < b.name ? -1 : 1));
  }

  /**
   * What the event files have gained since the last time is read; true where that was something. A damaged file
   * is read up to the damage, which `eventDamage` then names.
   */
  readEvents(): Promise<boolean> {
    // One after the other: two that read at once would take in the same events twice.
    const reading = this.reading.then(() => this.readGainedEvents());
    this.reading = reading.catch(() => undefined);
    return reading;
  }

  private async readGainedEvents(): Promise<boolean> {
    const sizes = new Map<string, number>();
    for (const name of (await this.fileSystem.list(this.directory)).filter(isEventFile).sort()) {
      sizes.set(name, (await this.fileSystem.size(this.pathOf(name))) ?? 0);
    }
    const isCutBack = [...this.files].some(([name, file]) => (sizes.get(name) ?? 0) < file.offset);
    if (isCutBack) this.forget();
    const wasAtStart = this.files.size === 0;
    const hasGained = await this.readGrowth(sizes);
    if (this.damage === null || wasAtStart) return hasGained || isCutBack;
    // A run that was resumed cuts its file back and goes on: what looks damaged from here may be sound from the start.
    this.forget();
    await this.readGrowth(sizes);
    return true;
  }

  /** The first damage that was met in an event file, in words. */
  get eventDamage(): string | null {
    return this.damage;
  }

  /** What `readEvents` has read so far. */
  metrics(record: RunRecord | null): Metrics {
    return this.builder.metrics(record);
  }

  /** All that was gathered so far, to go on with. */
  get gathered(): MetricsBuilder {
    return this.builder;
  }

  /** What a network for a language wrote, oldest first. */
  texts(record: RunRecord): WrittenText[] {
    return this.builder.texts(record);
  }

  /** By tag, oldest first. */
  get histograms(): ReadonlyMap<string, readonly StepHistogram[]> {
    return this.builder.histograms;
  }

  private async readGrowth(sizes: ReadonlyMap<string, number>): Promise<boolean> {
    let hasGained = false;
    for (const [name, size] of sizes) {
      let file = this.files.get(name);
      if (file === undefined) this.files.set(name, (file = new EventFileReader()));
      const before = file.offset;
      try {
        await file.readNew(this.sourceOf(name, size), (event) => this.builder.add(event));
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        this.damage = `${name}: ${error.message}`;
      }
      hasGained ||= file.offset > before;
    }
    return hasGained;
  }

  private forget(): void {
    this.files.clear();
    this.builder = new MetricsBuilder();
    this.damage = null;
  }

  private sourceOf(name: string, size: number): ByteSource {
    const path = this.pathOf(name);
    return {
      size,
      read: async (offset, length) => {
        const bytes = await this.fileSystem.readRange(path, offset, length);
        if (bytes.length < length)
          throw new FormatError('The file was cut while it was read', offset + bytes.length);
        return bytes;
      },
    };
  }

  private async readText(name: string): Promise<string | null> {
    const bytes = await this.fileSystem.read(this.pathOf(name));
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  private pathOf(...names: string[]): string {
    return joinPath(this.directory, ...names);
  }
}
