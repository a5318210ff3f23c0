/** The number of threads never changes a byte: of no layer, no optimizer, no training. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LayerConfig, NetworkConfig, TrainingConfig } from '../../src/engine/config.js';
import { createSession } from '../../src/engine/createSession.js';
import { layers } from '../../src/engine/layers/index.js';
import { mse } from '../../src/engine/losses/mse.js';
import { optimizers } from '../../src/engine/optimizers/index.js';
import type { Sample } from '../../src/engine/session.js';
import { buildKernels } from '../../src/tensor/kernels/build.mjs';
import { createWasmMachine, type Binaries } from '../../src/tensor/kernels/loader.js';
import type { Threads } from '../../src/tensor/kernels/threads.js';
import { createNodeThreads } from '../../src/training/node.js';
import { edges } from './layerEdges.js';
import { drawRows, trainingOf } from './plannedNetwork.js';

const rate = 0.01;
let binaries: Binaries;
let threads: Threads;

function networkOf(
  inputShape: readonly number[],
  chain: readonly Omit<LayerConfig, 'index'>[],
): NetworkConfig {
  const whole = [...chain, { type: 'flatten', name: 'flat' }, { type: 'dense', name: 'output' }];
  return {
    inputShape,
    outputs: 2,
    freeze: [],
    layers: whole.map((config, index) => ({ ...config, index }) as LayerConfig),
  };
}

/** Everything that a training leaves, to the bit, as text. */
function train(network: NetworkConfig, more: Partial<TrainingConfig>, count: number): string[] {
  const rows = drawRows(30, network.inputShape, mse, 2);
  const session = createSession(
    {
      network,
      training: trainingOf(mse, 2, { batchSize: 12, shuffle: true, ...more, threads: count }),
      rows,
    },
    // Whatever can be cut is, however little it is.
    (words, wanted) =>
      createWasmMachine(binaries, words, more.deterministic ?? true, {
        ...{ threads, count: wanted, leastSectionNanoseconds: 0 },
      }),
  );
  assert.equal(session.threads, count);
  session.initialize();
  const samples: Sample[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    session.beginEpoch(epoch);
    session.run(
      Infinity,
      () => rate,
      (sample) => samples.push(sample),
    );
  }
  const { tensors, numbers } = session.readState();
  const bits = [...session.readWeights(), ...tensors].map(
    ({ name, values }) => `${name} ${Buffer.from(Float32Array.from(values).buffer).toString('base64')}`,
  );
  const evaluated = session.evaluate(rows);
  session.dispose();
  return [...bits, JSON.stringify([numbers, evaluated, samples.map((sample) => Object.entries(sample))])];
}

describe('training on several threads', function () {
  this.timeout(120_000);
  before(async () => {
    const { simd, relaxedSimd } = await buildKernels();
    binaries = { simd: await readFile(simd), relaxedSimd: await readFile(relaxedSimd) };
    threads = createNodeThreads(dirname(simd));
  });

  function check(label: string, network: NetworkConfig, more: Partial<TrainingConfig> = {}): void {
    it(label, () => {
      const expected = train(network, more, 1);
      for (const count of [2, 3]) assert.deepEqual(train(network, more, count), expected, `${count} threads`);
    });
  }

  for (const { name, example } of layers) {
    const { inputShape, options } = example;
    const before = { type: 'dense', name: 'before', units: inputShape.at(-1)!, activation: 'relu' };
    check(name, networkOf(inputShape, [before, { type: name, name: 'tested', ...options }]));
  }
  for (const { label, inputShape, chain } of edges) check(label, networkOf(inputShape, chain));

  // Enough numbers for several blocks of the gradient.
  const wide = networkOf([200], [{ type: 'dense', name: 'wide', units: 300, activation: 'relu' }]);
  for (const { name } of optimizers) {
    const optimizer = { type: name, learningRate: rate, ...(name === 'sgd' ? { momentum: 0.9 } : {}) };
    check(`${name} over many numbers`, wide, { optimizer });
  }
  check('clipped by the norm', wide, { clipNorm: 0.1 });
  check('on the fastest build', wide, {
    optimizer: { type: 'adam', learningRate: rate },
    deterministic: false,
  });
});
