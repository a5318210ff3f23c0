import { StatusBarAlignment, window, type Disposable } from 'vscode';
import { formatDuration } from '../display/units.js';
import { formatLoss } from '../display/numbers.js';
import type { Progress } from '../protocol/training.js';
import { Throttle } from './throttle.js';

export interface ShownTraining {
  readonly name: string;
  readonly state: string;
  readonly progress: Progress | null;
}

/** The status bar moves at most this often: whatever moves there makes VS Code lay out its window. */
const leastMs = 250;

/** Epoch, loss and time left of what trains here; with several, of the newest, and how many there are. */
export class TrainingStatus implements Disposable {
  private trainings: readonly ShownTraining[] = [];
  private readonly throttle = new Throttle(leastMs, () => this.draw());
  private readonly item = window.createStatusBarItem('netweight.training', StatusBarAlignment.Left, 10);

  constructor() {
    this.item.name = 'Netweight: Training';
    this.item.command = 'netweight.showRun';
  }

  show(trainings: readonly ShownTraining[]): void {
    this.trainings = trainings;
    this.throttle.ask();
  }

  dispose(): void {
    this.throttle.dispose();
    this.item.dispose();
  }

  private draw(): void {
    const { trainings } = this;
    const newest = trainings.at(-1);
    if (!newest) {
      this.item.hide();
      return;
    }
    this.item.text = [describe(newest), ...(trainings.length > 1 ? [`+${trainings.length - 1}`] : [])].join(
      '  ',
    );
    this.item.tooltip = trainings
      .map((training) => `${training.name}: ${describe(training).replace(/\$\([^)]*\) /, '')}`)
      .join('\n');
    this.item.accessibilityInformation = { label: `Netweight: ${this.item.tooltip}`, role: 'status' };
    this.item.show();
  }
}

function describe({ name, state, progress }: ShownTraining): string {
  const icon = state === 'paused' ? '$(debug-pause)' : '$(sync)';
  if (!progress) return `${icon} ${name}: reading data`;
  const epoch = `epoch ${Math.min(Math.floor(progress.epoch) + 1, progress.plannedEpochs)}/${progress.plannedEpochs}`;
  const loss = `loss ${formatLoss(progress.loss)}`;
  const left = state === 'paused' ? 'paused' : `${formatDuration(progress.secondsLeft)} left`;
  return `${icon} ${name}: ${epoch} · ${loss} · ${left}`;
}
