/** The shortest time between two checkpoints where the spec does not say every how many epochs. */
const pauseMilliseconds = 1000;
/** They take no larger share of the time than this: a slow disk and a large network have fewer of them. */
const largestShare = 0.01;
/** But that long, at most, is what a killed run has to do again. */
const longestPauseMilliseconds = 60_000;

export interface CheckpointPolicy {
  /** Whether a checkpoint is due after this epoch (from 1). `now` in milliseconds. */
  isDue(epoch: number, now: number): boolean;
  /** Tells that one was written, by whatever cause, and how long that took. */
  written(now: number, tookMilliseconds: number): void;
}

/**
 * Every `every` epochs; without it after every epoch, at most one a second. The first epoch always has one.
 * Which checkpoints exist may depend on the clock, what is in them never does.
 */
export function createCheckpointPolicy(every: number | undefined): CheckpointPolicy {
  let next = -Infinity;
  return {
    isDue: (epoch, now) => epoch === 1 || (every === undefined ? now >= next : epoch % every === 0),
    written: (now, tookMilliseconds) => {
      const fitting = Math.min(tookMilliseconds / largestShare, longestPauseMilliseconds);
      next = now + Math.max(pauseMilliseconds, fitting);
    },
  };
}
