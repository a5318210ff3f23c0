import type { EpochMetrics } from '../runs/metrics.js';
import type { Monitor } from './monitor.js';

/** Plain numbers, so that a checkpoint can hold them. */
export interface EarlyStoppingState {
  /** The value that has to be beaten; null before the first epoch. */
  readonly reference: number | null;
  /** Epochs since it was last beaten. */
  readonly waited: number;
}

export interface EarlyStopping {
  readonly state: EarlyStoppingState;
  /** Whether training should have ended already. */
  readonly isOver: boolean;
  /** True where training should end with this epoch. */
  endEpoch(metrics: EpochMetrics): boolean;
}

/**
 * Stops once `patience` epochs in a row have not beaten the best value by more than `minDelta` (Prechelt 1998;
 * counted as Keras' EarlyStopping counts). An epoch without the value counts as one that did not.
 */
export function createEarlyStopping(
  monitor: Monitor,
  options: { readonly patience: number; readonly minDelta: number },
  from: EarlyStoppingState = { reference: null, waited: 0 },
): EarlyStopping {
  let state = from;
  return {
    get state() {
      return state;
    },
    get isOver() {
      return state.waited >= options.patience;
    },
    endEpoch: (metrics) => {
      const value = monitor.valueOf(metrics);
      const beaten =
        value !== null &&
        (state.reference === null || monitor.isBetter(value, state.reference, options.minDelta));
      state = beaten
        ? { reference: value, waited: 0 }
        : { reference: state.reference, waited: state.waited + 1 };
      return state.waited >= options.patience;
    },
  };
}
