/** Moments at a steady rate, for whoever comes by now and then: late once is not late ever after. */
export interface Beat {
  /** Whether a moment has come that was not taken yet. */
  isDue(now: number): boolean;
  /** Takes all moments up to now. */
  take(now: number): void;
}

/** A moment every `period` ms after `now`. */
export function createBeat(period: number, now: number): Beat {
  let next = now + period;
  return {
    isDue: (time) => time >= next,
    take: (time) => {
      // What was missed altogether is not made up for.
      next = next + period > time ? next + period : time + period;
    },
  };
}
