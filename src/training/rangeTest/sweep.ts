import type { TrainingSession } from '../../engine/session.js';
import type { RangeCurve } from './suggestRate.js';

/** From a ten-thousandth of the optimizer's usual rate to ten thousand times as much. */
const decadesAround = 4;
/** Steps from the lowest rate to the highest: 25 to a decade. */
export const sweepSteps = 200;
/** The loss has left for good once it stands so far above its best (the learning-rate finder's stop). */
const stopFactor = 4;
/** The running mean that decides it, over about so many steps. */
const memorySteps = 10;

/** A range test that can be run some steps at a time. */
export interface Sweep {
  readonly curve: RangeCurve;
  readonly isOver: boolean;
  /** Runs up to so many steps; fewer where it ends. */
  run(steps: number): number;
}

/**
 * Trains from the first weights with a rate that grows at every step, and notes each batch's loss (Smith, Cyclical
 * learning rates, WACV 2017, §3.3). Ends where the loss has run away, or at the highest rate. `session` is
 * initialised, and spoilt for any training afterwards.
 */
export function createSweep(session: TrainingSession, usualRate: number): Sweep {
  const lowest = usualRate / 10 ** decadesAround;
  const factor = 10 ** ((2 * decadesAround) / (sweepSteps - 1));
  const rates: number[] = [];
  const losses: number[] = [];
  let [epoch, stepInEpoch] = [0, 0];
  let mean = NaN;
  let best = Infinity;
  let isOver = false;

  /** One step at this rate; the loss of its batch. */
  const step = (rate: number): number => {
    if (stepInEpoch === 0) session.beginEpoch(epoch);
    const { loss, rows } = session.totals();
    session.run(
      1,
      () => rate,
      () => undefined,
    );
    stepInEpoch = (stepInEpoch + 1) % session.stepsPerEpoch;
    if (stepInEpoch === 0) epoch++;
    const totals = session.totals();
    return (totals.loss - loss) / (totals.rows - rows);
  };

  return {
    curve: { rates, losses },
    get isOver() {
      return isOver;
    },
    run: (steps) => {
      let done = 0;
      while (done < steps && !isOver) {
        const rate = lowest * factor ** rates.length;
        const loss = step(rate);
        done++;
        rates.push(rate);
        losses.push(Number.isFinite(loss) ? loss : NaN);
        mean = Number.isNaN(mean) ? loss : mean + (loss - mean) / Math.min(memorySteps, losses.length);
        if (losses.length >= memorySteps) best = Math.min(best, mean);
        isOver = rates.length === sweepSteps || !Number.isFinite(loss) || mean > stopFactor * best;
      }
      return done;
    },
  };
}
