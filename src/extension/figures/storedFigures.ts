import type { FileSystem } from '../../runs/fileSystem.js';
import { shownRecord, type Host } from '../../runs/liveness.js';
import type { MeasuredRun } from '../../runs/measuredRun.js';
import { RunReader } from '../../runs/reader.js';
import type { RunRecord } from '../../runs/run.js';
import type { RunFigures } from './figures.js';

/** Figures of one run folder. Only run.json is read here: event files may be large, so whoever `measure`s reads them. */
export class StoredFigures {
  private readonly reader: RunReader;
  private asked: { readonly record: string; readonly figures: Promise<RunFigures> } | null = null;
  private known: RunFigures | null = null;

  constructor(
    fileSystem: FileSystem,
    readonly directory: string,
    private readonly host: Host,
    private readonly measure: (record: RunRecord) => Promise<MeasuredRun>,
  ) {
    this.reader = new RunReader(fileSystem, directory);
  }

  /** Null where the folder is no run any more. */
  async figures(): Promise<RunFigures | null> {
    const read = await this.reader.readRecord();
    if ('reason' in read) return null;
    const shown = shownRecord(read.value, this.host);
    const record = JSON.stringify(shown);
    if (this.asked?.record !== record) {
      this.known = { ...(this.known ?? nothingMeasured), ...this.describe(shown) };
      const figures = this.gather(shown);
      this.asked = { record, figures };
      figures.catch(() => (this.asked = null));
    }
    return this.asked.figures;
  }

  /** What is known while the rest is read: how the run stands, and what was measured before. */
  get soFar(): RunFigures | null {
    return this.known;
  }

  private async gather(record: RunRecord): Promise<RunFigures> {
    this.known = { ...(await this.measure(record)), ...this.describe(record) };
    return this.known;
  }

  private describe(record: RunRecord): Omit<RunFigures, keyof MeasuredRun> {
    return { directory: this.directory, record, state: record.status, progress: null };
  }
}

const nothingMeasured: MeasuredRun = {
  specText: '{}',
  epoch: null,
  layers: [],
  newestEpoch: null,
  findings: [],
};
