import type { KernelBinaries } from '../engine/session.js';
import type { Clock } from './clock.js';
import { planMemory, type PlannedMemory } from './memory.js';
import { openSession } from './openSession.js';
import type { Prepared } from './prepare.js';

/** What is known of a training before it starts. */
export interface TrainingCost extends PlannedMemory {
  /** Median time of a step, in ms. */
  readonly stepMs: number;
}

/** Steps are timed until this much is spent, and no more of them than that. */
const [trialMs, mostSteps] = [40, 25];
/** A first step that takes longer is not followed by another. */
const longestMs = 1000;

/**
 * Plans a training, and times some steps of it from its first weights. The first step is for the caches and
 * the compiler alone, unless it takes so long that it has to do. Call it where nobody waits: it holds the thread for as long as two steps take.
 */
export function measureCost(
  prepared: Prepared,
  kernels: KernelBinaries | null,
  clock: Pick<Clock, 'now'>,
): TrainingCost {
  const memory = planMemory(prepared);
  const session = openSession(prepared, kernels, null);
  const rate = prepared.config.training.optimizer['learningRate'] as number;
  try {
    session.initialize();
    const timeStep = (step: number): number => {
      if (step % session.stepsPerEpoch === 0) session.beginEpoch(0);
      const begun = clock.now();
      session.run(
        1,
        () => rate,
        () => undefined,
      );
      return clock.now() - begun;
    };
    const first = timeStep(0);
    if (first > longestMs) return { ...memory, stepMs: first };
    const times: number[] = [];
    let spent = 0;
    for (let step = 1; times.length < mostSteps && spent < trialMs; step++) {
      times.push(timeStep(step));
      spent += times.at(-1)!;
    }
    const sorted = times.sort((a, b) => a - b);
    return { ...memory, stepMs: sorted[Math.floor(sorted.length / 2)]! };
  } finally {
    session.dispose();
  }
}
