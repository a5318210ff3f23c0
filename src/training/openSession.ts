import { createSession } from '../engine/createSession.js';
import type { KernelBinaries, TrainingSession } from '../engine/session.js';
import { createWasmMachine, isSupported } from '../tensor/kernels/loader.js';
import type { Machine } from '../tensor/kernels/machine.js';
import { createReferenceMachine } from '../tensor/kernels/reference.js';
import type { Threads } from '../tensor/kernels/threads.js';
import type { Prepared } from './prepare.js';
import { RefusedError } from './refusedError.js';

/**
 * Places a prepared training in a machine: the fastest build of the kernels that this host runs, the plain one
 * where the spec asks for the same bytes on every machine, or the `build` that a run began with; and on `threads` as
 * it asks, or as a trial finds best. A host without WebAssembly SIMD, or without kernels, trains in plain TypeScript.
 */
export function openSession(
  { config, dataset }: Prepared,
  kernels: KernelBinaries | null,
  build: Machine['build'] | null,
  threads: Threads | null = null,
): TrainingSession {
  const isDeterministic = config.training.deterministic || build === 'simd';
  const createMachine = (words: number, count: number): Machine => {
    if (!kernels || build === 'reference' || !isSupported(kernels))
      return createReferenceMachine(words, 'f32');
    const wanted = threads ? { threads, count } : undefined;
    return createWasmMachine(kernels, words, isDeterministic, wanted);
  };
  const cores = threads?.cores ?? 1;
  const session = createSession({ ...config, rows: dataset.train, cores }, createMachine);
  if (build && session.build !== build) {
    throw new RefusedError(
      `The run was begun with the ${build} kernels, which this host cannot run. Resume it where it was begun, or train anew.`,
      'kernel-build',
    );
  }
  return session;
}
