import { encodeCheckpoint, type CheckpointContext } from './checkpoint.js';
import { joinPath, type FileSystem } from './fileSystem.js';
import { epochCheckpointName, epochOfCheckpoint, runFiles } from './folder.js';
import { checkpointsToRemove } from './retention.js';
import type { ResumeState } from './state.js';

export interface CheckpointFilesInput {
  readonly fileSystem: FileSystem;
  /** The run folder. */
  readonly directory: string;
  readonly context: CheckpointContext;
  /** At most so many epoch checkpoints stay. */
  readonly keepCheckpoints: number;
}

/** The checkpoints of a run folder: one for each epoch that is kept, `best`, and `last`. */
export class CheckpointFiles {
  private writtenBest: number | null = null;

  constructor(
    private readonly input: CheckpointFilesInput,
    private readonly stepsPerEpoch: number,
  ) {}

  async writeEpoch(state: ResumeState): Promise<void> {
    await this.write(epochCheckpointName(state.epoch), state.weights, state);
  }

  async writeLast(state: ResumeState): Promise<void> {
    await this.write(runFiles.last, state.weights, state);
  }

  /** Makes the checkpoint of an epoch the last one. */
  async takeAsLast(epoch: number): Promise<void> {
    await this.input.fileSystem.copy(this.path(epochCheckpointName(epoch)), this.path(runFiles.last));
  }

  /** Writes `best` where it is another than before; its epoch has a file of its own, however seldom others have. */
  async writeBest({ epoch, best }: ResumeState): Promise<void> {
    if (best === null || best.epoch === this.writtenBest) return;
    const { fileSystem } = this.input;
    const name = epochCheckpointName(best.epoch);
    if (best.epoch !== epoch || (await fileSystem.size(this.path(name))) === null) {
      await this.write(name, best.weights, { epoch: best.epoch, step: best.epoch * this.stepsPerEpoch });
    }
    await fileSystem.copy(this.path(name), this.path(runFiles.best));
    this.writtenBest = best.epoch;
  }

  /** Puts `best` and `last` back to what they were at `state`, and removes what came after it. */
  async rewind(state: ResumeState): Promise<void> {
    await this.removeLeftovers(state.epoch);
    if (state.best !== null) await this.writeBest(state);
    else await this.input.fileSystem.remove(this.path(runFiles.best));
    await this.writeLast(state);
  }

  /** Removes the epochs that need not be kept. */
  async thin(bestEpoch: number | null): Promise<void> {
    const names = await this.input.fileSystem.list(this.folder);
    const epochs = names.map(epochOfCheckpoint).filter((epoch) => epoch !== null);
    for (const epoch of checkpointsToRemove(epochs, this.input.keepCheckpoints, bestEpoch)) {
      await this.input.fileSystem.remove(this.path(epochCheckpointName(epoch)));
    }
  }

  /** What a killed run has left: checkpoints after `epoch`, files that were being written aside. */
  private async removeLeftovers(epoch: number): Promise<void> {
    const { fileSystem, directory } = this.input;
    for (const folder of [directory, this.folder]) {
      for (const name of await fileSystem.list(folder)) {
        const isLater = (epochOfCheckpoint(name) ?? 0) > epoch;
        if (isLater || name.endsWith('.tmp')) await fileSystem.remove(joinPath(folder, name));
      }
    }
  }

  private async write(
    name: string,
    weights: ResumeState['weights'],
    position: { readonly epoch: number; readonly step: number },
  ): Promise<void> {
    const bytes = encodeCheckpoint(weights, this.input.context, position);
    await this.input.fileSystem.replace(this.path(name), bytes);
  }

  private get folder(): string {
    return joinPath(this.input.directory, runFiles.checkpoints);
  }

  private path(name: string): string {
    return joinPath(this.folder, name);
  }
}
