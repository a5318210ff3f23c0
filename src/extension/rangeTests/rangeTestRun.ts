import { EventEmitter, type Disposable, type TextDocument } from 'vscode';
import type { RangeTestSnapshot } from '../../protocol/rangeTest.js';
import type { RangeTest } from '../../protocol/training.js';
import { parseSpec } from '../../spec/parse.js';
import { startTrainingWorker, type TrainingWorker } from '../../worker/client.js';
import { makeSnapshot, type Measured, type RangeTestSource } from './rangeTestSource.js';

const nothing: Measured = {
  state: 'running',
  error: null,
  plannedSteps: 0,
  rates: [],
  losses: [],
  suggestion: null,
  optimizer: '',
};

/** One range test in a worker of its own: what it has measured, while it runs and after. */
export class RangeTestRun implements Disposable, RangeTestSource {
  private measured = nothing;
  private readonly worker: TrainingWorker;
  private readonly changes = new EventEmitter<void>();
  readonly onDidChange = this.changes.event;
  /** Resolves at its end; null where it was stopped. Rejects where it could not begin. */
  readonly ended: Promise<RangeTest | null>;
  /** Resolves with the first measured steps, or with the end. */
  readonly begun: Promise<void>;

  constructor(
    entry: string,
    readonly document: TextDocument,
  ) {
    let begin: () => void = () => undefined;
    this.begun = new Promise((resolve) => (begin = resolve));
    const text = document.getText();
    this.measured = { ...nothing, optimizer: parseSpec(text).spec?.optimizer.type ?? '' };
    this.worker = startTrainingWorker({
      entry,
      onEvents: () => undefined,
      onRangeTest: ({ plannedSteps, rates, losses }) => {
        const { rates: before, losses: lossesBefore } = this.measured;
        this.set({ plannedSteps, rates: [...before, ...rates], losses: [...lossesBefore, ...losses] });
        begin();
      },
    });
    this.ended = this.worker
      .findLearningRate({ specPath: document.uri.fsPath, specText: text })
      .then(
        (test) => {
          this.set(test ? { state: 'completed', suggestion: test.suggestion } : { state: 'stopped' });
          return test;
        },
        (error: unknown) => {
          this.set({ state: 'failed', error: error instanceof Error ? error.message : String(error) });
          throw error;
        },
      )
      .finally(() => {
        begin();
        this.worker.dispose();
      });
    this.ended.catch(() => undefined);
  }

  get isRunning(): boolean {
    return this.measured.state === 'running';
  }

  snapshot(): RangeTestSnapshot {
    return makeSnapshot(this.document, this.measured);
  }

  async stop(): Promise<void> {
    if (!this.isRunning) return;
    await this.worker.stop();
    await this.ended.catch(() => undefined);
  }

  dispose(): void {
    this.worker.dispose();
    this.changes.dispose();
  }

  private set(change: Partial<Measured>): void {
    this.measured = { ...this.measured, ...change };
    this.changes.fire();
  }
}
