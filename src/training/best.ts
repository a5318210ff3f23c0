import type { EpochMetrics } from '../runs/metrics.js';
import type { Monitor } from './monitor.js';

export interface BestEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly value: number;
}

/** Remembers the epoch with the best monitored value; the first of equals. */
export interface BestTracker {
  readonly best: BestEpoch | null;
  /** True where this epoch is the best so far. */
  endEpoch(metrics: EpochMetrics): boolean;
}

export function trackBest(monitor: Monitor, from: BestEpoch | null = null): BestTracker {
  let best = from;
  return {
    get best() {
      return best;
    },
    endEpoch: (metrics) => {
      const value = monitor.valueOf(metrics);
      if (value === null || (best && !monitor.isBetter(value, best.value, 0))) return false;
      best = { epoch: metrics.epoch, value };
      return true;
    },
  };
}
