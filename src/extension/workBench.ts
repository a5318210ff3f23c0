import type { Disposable } from 'vscode';
import type { CheckedSpec, WorkerCalls } from '../protocol/training.js';
import { startTrainingWorker, type TrainingWorker } from '../worker/client.js';

/** Without work for so long, the worker is let go. */
const idleMs = 30_000;

/** A worker for what reads data but does not train: checking specs, proposing networks. */
export class WorkBench implements Disposable {
  private worker: TrainingWorker | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly entry: string) {}

  check(specPath: string, specText: string): Promise<CheckedSpec> {
    return this.use((worker) => worker.check({ specPath, specText }));
  }

  propose(args: WorkerCalls['propose']['args']): Promise<WorkerCalls['propose']['reply']> {
    return this.use((worker) => worker.propose(args));
  }

  dispose(): void {
    clearTimeout(this.idle);
    this.worker?.dispose();
    this.worker = undefined;
  }

  private async use<T>(work: (worker: TrainingWorker) => Promise<T>): Promise<T> {
    clearTimeout(this.idle);
    this.worker ??= startTrainingWorker({ entry: this.entry, onEvents: () => undefined });
    try {
      return await work(this.worker);
    } finally {
      clearTimeout(this.idle);
      this.idle = setTimeout(() => this.dispose(), idleMs);
    }
  }
}
