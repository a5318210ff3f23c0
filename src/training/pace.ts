/** How long a slice of steps should take: what Ctrl+C and Pause wait for. */
const sliceMilliseconds = 20;
/** How long training may hold the event loop before it lets others run. */
const breathMilliseconds = 35;

/** Cuts training into slices short enough to obey at once, and long enough to cost nothing. */
export interface Pace {
  /** Steps of the next slice. */
  readonly steps: number;
  /** Tells what a slice took, so that the next one is of the right length. */
  sliceDone(steps: number, milliseconds: number): void;
  /** Whether it is time to let others run. */
  isBreathDue(now: number): boolean;
  breathed(now: number): void;
}

export function createPace(now: number): Pace {
  let steps = 1;
  let lastBreath = now;
  return {
    get steps() {
      return steps;
    },
    sliceDone: (done, milliseconds) => {
      const fitting = (done * sliceMilliseconds) / Math.max(milliseconds, 0.001);
      steps = Math.max(1, Math.floor(Math.min(fitting, 4 * Math.max(steps, done))));
    },
    isBreathDue: (time) => time - lastBreath >= breathMilliseconds,
    breathed: (time) => {
      lastBreath = time;
    },
  };
}
