/** The shortest time between two checkpoints where the spec does not say every how many epochs. */
const pauseMilliseconds = 1000;

export interface CheckpointPolicy {
  /** Whether a checkpoint is due after this epoch (from 1). `now` in milliseconds. */
  isDue(epoch: number, now: number): boolean;
  /** Tells that one was written, by whatever cause. */
  written(now: number): void;
}

/**
 * Every `every` epochs; without it after every epoch, at most one a second. The first epoch always has one.
 * Which checkpoints exist may depend on the clock, what is in them never does.
 */
export function createCheckpointPolicy(every: number | undefined): CheckpointPolicy {
  let last = -Infinity;
  return {
    isDue: (epoch, now) =>
      epoch === 1 || (every === undefined ? now - last >= pauseMilliseconds : epoch % every === 0),
    written: (now) => {
      last = now;
    },
  };
}
