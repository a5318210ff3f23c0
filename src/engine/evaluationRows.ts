import { ScratchMemory } from './arena.js';
import { Emitter } from './emitter.js';
import { emitForward } from './forward.js';
import type { Network } from './network.js';
import type { Placement } from './placement.js';

const mostRows = 256;
/** Multiples of it stay multiples of 4, which kernels work on, where the rows are halved. */
const step = 8;
/** Values of all layers that a batch may take: 64 MB. */
const mostWords = 2 ** 24;

/** Rows in a batch of evaluation or prediction: 256, or fewer where a row passes through many numbers. */
export function chooseEvaluationRows(network: Network, placement: Placement): number {
  const memory = new ScratchMemory(0);
  const emitter = new Emitter({ rows: step, training: false, placement, memory, step: 0 });
  emitForward(network, emitter, { source: 0, order: 0, step: 0 });
  const steps = Math.floor(mostWords / Math.max(memory.peakWords, 1));
  return Math.min(mostRows, step * Math.max(steps, 1));
}
