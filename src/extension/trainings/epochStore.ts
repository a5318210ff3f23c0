import type { EpochMetrics } from '../../runs/metrics.js';
import { mostEpochs, thinEpochs } from '../../training/thinEpochs.js';

/** The epochs of a run that grows, as many as a panel can show. */
export class EpochStore {
  private epochs: EpochMetrics[];

  constructor(first: readonly EpochMetrics[] = []) {
    this.epochs = [...thinEpochs(first, mostEpochs)];
  }

  append(epoch: EpochMetrics): void {
    this.epochs.push(epoch);
    if (this.epochs.length > mostEpochs) this.epochs = [...thinEpochs(this.epochs, mostEpochs / 2)];
  }

  read(): readonly EpochMetrics[] {
    return this.epochs;
  }
}
