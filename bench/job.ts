/** A session of our engine that trains a job on random data. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LayerConfig } from '../src/engine/config.js';
import { createSession } from '../src/engine/createSession.js';
import type { TrainingSession } from '../src/engine/session.js';
import { createWasmMachine } from '../src/tensor/kernels/loader.js';
import { createNodeThreads } from '../src/training/node.js';
import type { Job } from './jobs.mjs';

const binaries = {
  simd: new Uint8Array(readFileSync('dist/kernels/simd.wasm')),
  relaxedSimd: new Uint8Array(readFileSync('dist/kernels/relaxed-simd.wasm')),
};

const nodeThreads = createNodeThreads(resolve('dist/kernels'));

export function describeLayers({ sizes, norm, filters = [] }: Job): LayerConfig[] {
  const last = sizes.length - 1;
  const convolutions = filters.flatMap((count, i): Omit<LayerConfig, 'index'>[] => [
    { type: 'conv2d', name: `conv${i + 1}`, filters: count, kernel: 3, activation: 'relu' },
    { type: 'maxPool2d', name: `pool${i + 1}` },
  ]);
  const flatten = filters.length > 0 ? [{ type: 'flatten', name: 'flatten' }] : [];
  const dense = sizes.slice(1).flatMap((units, i): Omit<LayerConfig, 'index'>[] => {
    const name = `dense${i + 1}`;
    if (i + 1 === last) return [{ type: 'dense', name, units }];
    if (!norm) return [{ type: 'dense', name, units, activation: 'relu' }];
    return [
      { type: 'dense', name, units },
      { type: 'batchNorm', name: `norm${i + 1}` },
      { type: 'activation', name: `relu${i + 1}`, function: 'relu' },
    ];
  });
  return [...convolutions, ...flatten, ...dense].map((layer, index) => ({ ...layer, index }) as LayerConfig);
}

/** Its weights drawn, ready for its first epoch. */
export function createJobSession(
  job: Job,
  {
    watch = true,
    deterministic = false,
    threads = 1,
  }: { watch?: boolean; deterministic?: boolean; threads?: number } = {},
): TrainingSession {
  const { sizes, rows, batchSize, optimizer } = job;
  const [inputs = 1] = sizes;
  const outputs = sizes.at(-1)!;
  const session = createSession(
    {
      network: { inputShape: job.image ?? [inputs], outputs, layers: describeLayers(job), freeze: [] },
      training: {
        task: 'classification',
        loss: { type: 'crossEntropy' },
        optimizer: { ...optimizer, learningRate: 0.001 },
        schedule: { type: 'constant' },
        epochs: 1000,
        batchSize,
        seed: 1,
        shuffle: true,
        deterministic,
        watch,
        threads,
      },
      rows: {
        count: rows,
        inputs: Float32Array.from({ length: rows * inputs }, () => Math.random()),
        targets: Float32Array.from({ length: rows }, () => Math.floor(Math.random() * outputs)),
      },
    },
    (words, count) => createWasmMachine(binaries, words, deterministic, { threads: nodeThreads, count }),
  );
  session.initialize();
  return session;
}

/** Goes on with a session for up to so many steps, epoch after epoch; returns the steps done. */
export function createStepper(session: TrainingSession): (steps: number) => number {
  let epoch = 0;
  let left = 0;
  return (steps) => {
    if (left === 0) {
      session.beginEpoch(epoch++);
      left = session.stepsPerEpoch;
    }
    const done = session.run(
      Math.min(left, steps),
      () => 0.001,
      () => undefined,
    );
    left -= done;
    return done;
  };
}
