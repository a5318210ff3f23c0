/**
 * The oracle: every kernel of the table in plain TypeScript, on the same layouts, computing in double precision.
 * In f64 it checks backward passes by differences; in f32 it says what the WebAssembly builds must give up to
 * rounding. It is slow, and nothing but tests and a host without WebAssembly SIMD should want it.
 */
import { orderedArguments } from './checkCall.js';
import type { Machine } from './machine.js';
import * as activations from './reference/activations.js';
import * as attention from './reference/attention.js';
import * as dense from './reference/dense.js';
import * as dropout from './reference/dropout.js';
import * as embedding from './reference/embedding.js';
import * as gradients from './reference/gradients.js';
import * as images from './reference/images.js';
import * as losses from './reference/losses.js';
import type { Memory, ReferenceKernel } from './reference/memory.js';
import * as metrics from './reference/metrics.js';
import * as mixtures from './reference/mixtures.js';
import * as moving from './reference/moving.js';
import * as norms from './reference/norms.js';
import * as optimizers from './reference/optimizers.js';
import * as pooledConvolution from './reference/pooledConvolution.js';
import * as recurrence from './reference/recurrence.js';
import * as watching from './reference/watching.js';
import type { KernelArguments, KernelCall, KernelName } from './table.js';

const referenceKernels: { [K in KernelName]: ReferenceKernel<K> } = {
  ...moving,
  ...dense,
  ...activations,
  ...dropout,
  ...embedding,
  ...attention,
  ...recurrence,
  ...images,
  ...pooledConvolution,
  ...norms,
  ...losses,
  ...metrics,
  ...gradients,
  ...optimizers,
  ...watching,
  ...mixtures,
};

/**
 * A machine of `words` words that runs the reference kernels. Its floats and ints are two arrays: a word written
 * as one cannot be read as the other.
 */
export function createReferenceMachine(words: number, precision: 'f64' | 'f32'): Machine {
  const memory: Memory = {
    floats: precision === 'f64' ? new Float64Array(words) : new Float32Array(words),
    ints: new Int32Array(words),
  };
  return {
    build: 'reference',
    threads: 1,
    refusedThreads: null,
    ...memory,
    dispose: () => undefined,
    compile: (calls) => {
      for (const call of calls) orderedArguments(call, words);
      const steps = calls.map((call) => bind(memory, call));
      return {
        run: () => {
          for (const step of steps) step();
        },
      };
    },
  };
}

function bind<K extends KernelName>(
  memory: Memory,
  call: { kernel: K; arguments: KernelArguments<K> } & KernelCall,
): () => void {
  const kernel: ReferenceKernel<K> = referenceKernels[call.kernel];
  return () => {
    kernel(memory, call.arguments);
  };
}
