/** Our own engine as a peer; a job named `…-unwatched` trains without watching gradients and weights. */
import { readFileSync } from 'node:fs';
import { createSession } from '../../src/engine/createSession.js';
import type { SessionInput } from '../../src/engine/session.js';
import { createWasmMachine } from '../../src/tensor/kernels/loader.js';

interface Job {
  readonly sizes: readonly number[];
  readonly rows: number;
  readonly batchSize: number;
  readonly optimizer: string;
}

const binaries = {
  simd: new Uint8Array(readFileSync('dist/kernels/simd.wasm')),
  relaxedSimd: new Uint8Array(readFileSync('dist/kernels/relaxed-simd.wasm')),
};

function describeJob({ sizes, rows, batchSize, optimizer }: Job): SessionInput {
  const inputs = Float32Array.from({ length: rows * sizes[0]! }, () => Math.random());
  const targets = Float32Array.from({ length: rows }, () => Math.floor(Math.random() * sizes.at(-1)!));
  const layers = sizes.slice(1).map((units, index) => ({
    type: 'dense',
    name: `dense${index + 1}`,
    index,
    units,
    ...(index < sizes.length - 2 ? { activation: 'relu' } : {}),
  }));
  return {
    network: { inputShape: [sizes[0]!], outputs: sizes.at(-1)!, layers, freeze: [] },
    training: {
      task: 'classification',
      loss: { type: 'crossEntropy' },
      optimizer: { type: optimizer, learningRate: 0.001 },
      schedule: { type: 'constant' },
      epochs: 1000,
      batchSize,
      seed: 1,
      shuffle: true,
      deterministic: process.argv.includes('--simd'),
    },
    rows: { count: rows, inputs, targets },
  };
}

async function main(): Promise<void> {
  const { serve } = await import('./serve.mjs');
  serve<Job>(async (job, name) => {
    const input = describeJob(job);
    const watch = !name.endsWith('-unwatched');
    const session = createSession({ ...input, training: { ...input.training, watch } }, (words) =>
      createWasmMachine(binaries, words, input.training.deterministic),
    );
    session.initialize();
    let epoch = 0;
    let left = 0;
    return () => {
      if (left === 0) {
        session.beginEpoch(epoch++);
        left = session.stepsPerEpoch;
      }
      const before = session.totals().rows;
      left -= session.run(
        Math.min(left, 200),
        () => 0.001,
        () => undefined,
      );
      return session.totals().rows - before;
    };
  });
}

void main();
