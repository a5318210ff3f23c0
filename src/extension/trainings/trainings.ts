import { EventEmitter, commands, type Disposable, type Uri } from 'vscode';
import type { StoredRuns } from './storedRuns.js';
import { Training, type TrainingStart } from './training.js';

/** The trainings that run here and now, oldest first. */
export class Trainings implements Disposable {
  private readonly running: Training[] = [];
  private readonly changes = new EventEmitter<Training>();
  /** A training began, spoke or ended. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly stored: StoredRuns) {}

  get all(): readonly Training[] {
    return this.running;
  }

  ofSpec(spec: Uri): Training | undefined {
    return this.running.findLast((training) => training.spec.toString() === spec.toString());
  }

  inDirectory(directory: string): Training | undefined {
    return this.running.find((training) => training.directory === directory);
  }

  start(start: TrainingStart): Training {
    const training = new Training(start, this.stored);
    this.running.push(training);
    const subscription = training.onDidChange(() => this.changes.fire(training));
    const end = (): void => {
      subscription.dispose();
      this.running.splice(this.running.indexOf(training), 1);
      this.announce();
      this.changes.fire(training);
    };
    training.ended.then(end, end);
    this.announce();
    this.changes.fire(training);
    return training;
  }

  /** Stops all; resolves when every run is closed. */
  async stopAll(): Promise<void> {
    await Promise.all(this.running.map((training) => training.stop().catch(() => undefined)));
  }

  dispose(): void {
    for (const training of [...this.running]) training.dispose();
    this.changes.dispose();
  }

  /** Commands that pause or stop are offered only while something trains. */
  private announce(): void {
    void commands.executeCommand('setContext', 'netweight.training', this.running.length > 0);
  }
}
