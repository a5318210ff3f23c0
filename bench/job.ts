/** A session of our engine that trains a job on random data. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSession } from '../src/engine/createSession.js';
import type { Rows, TrainingSession } from '../src/engine/session.js';
import { createWasmMachine } from '../src/tensor/kernels/loader.js';
import { createNodeThreads } from '../src/training/node.js';
import type { Machine } from '../src/tensor/kernels/machine.js';
import type { Job } from './jobs.mjs';
import { describeLayers, inputShapeOf } from './jobLayers.js';

const binaries = {
  simd: new Uint8Array(readFileSync('dist/kernels/simd.wasm')),
  relaxedSimd: new Uint8Array(readFileSync('dist/kernels/relaxed-simd.wasm')),
};

const nodeThreads = createNodeThreads(resolve('dist/kernels'));

export interface JobOptions {
  readonly watch?: boolean;
  readonly deterministic?: boolean;
  readonly threads?: number;
  /** A new order of rows for each epoch. */
  readonly shuffle?: boolean;
  /** What stands in for a machine: one that measures, say. */
  readonly machine?: (machine: Machine) => Machine;
}

/** Random rows: numbers or tokens, and the classes that are wanted. */
export function drawJobRows({ sizes, rows, transformer }: Job): Rows {
  const [inputs = 1] = sizes;
  const outputs = sizes.at(-1)!;
  const drawClass = (): number => Math.floor(Math.random() * outputs);
  return {
    count: rows,
    inputs: Float32Array.from({ length: rows * inputs }, transformer ? drawClass : Math.random),
    targets: Float32Array.from({ length: rows * (transformer ? inputs : 1) }, drawClass),
  };
}

/** Its weights drawn, ready for its first epoch. */
export function createJobSession(
  job: Job,
  {
    watch = true,
    deterministic = false,
    threads = 1,
    shuffle = true,
    machine = (plain) => plain,
  }: JobOptions = {},
  rows = drawJobRows(job),
): TrainingSession {
  const { sizes, batchSize, optimizer, transformer } = job;
  const positions = transformer && sizes[0];
  const session = createSession(
    {
      network: {
        inputShape: inputShapeOf(job),
        outputs: sizes.at(-1)!,
        ...(positions === undefined ? {} : { positions }),
        layers: describeLayers(job),
        freeze: [],
      },
      training: {
        task: transformer ? 'language' : 'classification',
        loss: { type: 'crossEntropy' },
        optimizer: { ...optimizer, learningRate: 0.001 },
        schedule: { type: 'constant' },
        epochs: 1000,
        batchSize,
        seed: 1,
        shuffle,
        deterministic,
        watch,
        threads,
      },
      rows,
    },
    (words, count) =>
      machine(createWasmMachine(binaries, words, deterministic, { threads: nodeThreads, count })),
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
