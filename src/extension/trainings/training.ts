import { EventEmitter, type Disposable, type Uri } from 'vscode';
import type { RunPanelEvents, RunSnapshot } from '../../protocol/runPanel.js';
import type { TrainingEvent } from '../../protocol/training.js';
import type { RunRecord } from '../../runs/run.js';
import { startTrainingWorker, type TrainingWorker } from '../../worker/client.js';
import type { RunSource } from '../panels/runSource.js';
import { specName } from '../specDocuments.js';
import { joinUpdates } from './joinUpdates.js';
import { LiveRun } from './liveRun.js';
import type { StoredRuns } from './storedRuns.js';

export interface TrainingStart {
  /** Path of the worker's entry. */
  readonly entry: string;
  readonly spec: Uri;
  /** The spec as it stands in the editor. */
  readonly specText: string;
  /** The run folder to go on in; absent: a new run. */
  readonly resume?: string;
  /** What the run has in common with others that differ in their seed alone. */
  readonly group?: string;
}

/** One training in a worker of its own, and what is known of it so far. */
export class Training implements RunSource, Disposable {
  readonly spec: Uri;
  private readonly worker: TrainingWorker;
  private live: LiveRun | null = null;
  private readonly updates = new EventEmitter<RunPanelEvents['update']>();
  readonly onDidUpdate = this.updates.event;
  private readonly changes = new EventEmitter<void>();
  /** Progress, state or findings changed; at most as often as the worker speaks. */
  readonly onDidChange = this.changes.event;
  /** Resolves when the run's folder stands; rejects where training could not begin. */
  readonly started: Promise<LiveRun>;
  /** Resolves when it ended, however it ended. */
  readonly ended: Promise<RunRecord>;

  constructor(
    private readonly start: TrainingStart,
    stored: StoredRuns,
  ) {
    this.spec = start.spec;
    let begin: (live: LiveRun) => void = () => undefined;
    let fail: (error: unknown) => void = () => undefined;
    this.started = new Promise((resolve, reject) => {
      begin = resolve;
      fail = reject;
    });
    let before: Promise<RunSnapshot | null> = Promise.resolve(null);
    if (start.resume !== undefined) before = stored.read(start.resume);
    let queue: Promise<void> = Promise.resolve();
    this.worker = startTrainingWorker({
      entry: start.entry,
      onEvents: (events) => {
        queue = queue.then(async () => this.take(events, await before, begin));
      },
    });
    this.ended = this.worker
      .train({
        specPath: start.spec.fsPath,
        specText: start.specText,
        ...(start.resume === undefined ? {} : { directory: start.resume }),
        resume: start.resume !== undefined,
        ...(start.group === undefined ? {} : { group: start.group }),
        overrides: {},
      })
      .then(
        async ({ run }) => {
          await queue;
          return run;
        },
        (error: unknown) => {
          fail(error);
          this.live?.fail(error instanceof Error ? error.message : String(error));
          this.emit([{ run: this.live?.run ?? null }]);
          throw error;
        },
      )
      .finally(() => this.worker.dispose());
    this.ended.catch(() => undefined);
    this.started.catch(() => undefined);
  }

  get name(): string {
    return specName(this.spec);
  }

  get directory(): string {
    return this.live?.directory ?? this.start.resume ?? '';
  }

  get run(): LiveRun | null {
    return this.live;
  }

  async snapshot(): Promise<RunSnapshot> {
    return (await this.started).snapshot();
  }

  pause(): Promise<void> {
    return this.worker.pause();
  }

  continue(): Promise<void> {
    return this.worker.continue();
  }

  /** Asks the worker to end after its step; resolves when the run is closed. */
  async stop(): Promise<void> {
    await this.worker.stop();
    await this.ended.catch(() => undefined);
  }

  dispose(): void {
    this.worker.dispose();
    this.updates.dispose();
    this.changes.dispose();
  }

  private take(
    events: readonly TrainingEvent[],
    before: RunSnapshot | null,
    begin: (live: LiveRun) => void,
  ): void {
    const updates: Partial<RunPanelEvents['update']>[] = [];
    for (const event of events) {
      if (event.type === 'started') {
        const { directory, run } = event;
        const { specText } = this.start;
        this.live = new LiveRun({ specName: `${this.name}.nn.json`, specText, directory, run, before });
        begin(this.live);
      } else {
        const update = this.live?.apply(event);
        if (update) updates.push(update);
      }
    }
    if (updates.length > 0) this.emit(updates);
    else this.changes.fire();
  }

  private emit(updates: readonly Partial<RunPanelEvents['update']>[]): void {
    if (!this.live) return;
    this.updates.fire({ ...joinUpdates(updates), state: this.live.state });
    this.changes.fire();
  }
}
