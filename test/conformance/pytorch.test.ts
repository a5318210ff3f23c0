import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { activations } from '../../src/engine/activations/index.js';
import type { NetworkConfig, Task, TrainingConfig } from '../../src/engine/config.js';
import { createSession } from '../../src/engine/createSession.js';
import { layers } from '../../src/engine/layers/index.js';
import { losses } from '../../src/engine/losses/index.js';
import { createPredictor } from '../../src/engine/predictor.js';
import type { FloatTensor } from '../../src/tensor/tensor.js';
import { kernelMachines, prepareKernels } from './kernelMachines.js';
import { planNetwork } from './plannedNetwork.js';

type Tensors = Record<string, { shape: number[]; values: number[] }>;

/** What test/reference/network.py wrote. */
interface Case {
  readonly label: string;
  readonly network: NetworkConfig;
  readonly training: Partial<TrainingConfig> & Pick<TrainingConfig, 'loss' | 'optimizer'>;
  readonly batchSize: number;
  readonly weights: Tensors;
  readonly inputs: number[];
  readonly targets: number[];
  readonly outputs: number[];
  readonly evaluationLoss: number;
  readonly gradients: Tensors;
  readonly losses: number[];
  readonly weightsAfter: Tensors;
}

const cases = JSON.parse(
  readFileSync(new URL('../fixtures/pytorch/networks.json', import.meta.url), 'utf8'),
) as Case[];

function taskOf({ training, network }: Case): Task {
  const { type } = training.loss;
  if (type === 'crossEntropy' || (type === 'hinge' && network.outputs > 1)) return 'classification';
  if (type === 'hinge' || type === 'binaryCrossEntropy')
    return network.outputs === 1 ? 'binary' : 'multilabel';
  return 'regression';
}

function trainingOf(entry: Case): TrainingConfig {
  return {
    task: taskOf(entry),
    schedule: { type: 'constant' },
    epochs: 7,
    batchSize: entry.batchSize,
    seed: 0,
    shuffle: false,
    deterministic: true,
    ...entry.training,
  };
}

function rowsOf({ inputs, targets, network }: Case) {
  const width = network.inputShape.reduce((product, size) => product * size, 1);
  return {
    count: inputs.length / width,
    inputs: Float32Array.from(inputs),
    targets: Float32Array.from(targets),
  };
}

function floatTensors(tensors: Tensors): FloatTensor[] {
  return Object.entries(tensors).map(([name, { shape, values }]) => ({
    name,
    shape,
    values: Float32Array.from(values),
  }));
}

/** ‖found − expected‖ ≤ tolerance · ‖expected‖, with a floor for what is zero but for rounding. */
function assertClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what: string) {
  assert.equal(found.length, expected.length, what);
  const difference = Math.hypot(...Array.from(expected, (value, i) => value - found[i]!));
  const norm = Math.hypot(...Array.from(expected));
  assert.ok(difference <= tolerance * Math.max(norm, 1e-2), `${what}: ${difference} apart, norm ${norm}`);
}

function assertSameTensors(
  found: readonly FloatTensor[],
  expected: Tensors,
  tolerance: number,
  what: string,
) {
  assert.deepEqual(
    found.map(({ name }) => name),
    Object.keys(expected),
    what,
  );
  for (const { name, shape, values } of found) {
    assert.deepEqual(shape, expected[name]!.shape, name);
    assertClose(values, expected[name]!.values, tolerance, `${what}: ${name}`);
  }
}

describe('networks against PyTorch', () => {
  before(prepareKernels);

  for (const { name: machineName, tolerance, create } of kernelMachines) {
    describe(machineName, () => {
      for (const entry of cases) {
        it(entry.label, () => {
          const { network, training } = { network: entry.network, training: trainingOf(entry) };
          const rows = rowsOf(entry);
          const weights = floatTensors(entry.weights);

          const first = { ...rows, count: entry.batchSize };
          const width = rows.inputs.length / rows.count;
          first.inputs = rows.inputs.subarray(0, first.count * width);
          first.targets = rows.targets.subarray(0, (first.count * rows.targets.length) / rows.count);
          const { plan, machine, store } = planNetwork(network, training, first, create);
          store.write(weights);
          machine.compile(plan.gradientStep(first.count)).run();
          assertClose([machine.floats[plan.loss]!], [entry.losses[0]!], tolerance, 'first loss');
          assertSameTensors(store.readLearning('gradient'), entry.gradients, tolerance, 'gradient');

          const session = createSession({ network, training, rows }, create);
          session.initialize();
          session.writeWeights(weights);
          assertClose(session.predict(rows.inputs, rows.count), entry.outputs, tolerance, 'outputs');
          const { loss } = session.evaluate(rows);
          assertClose([loss / rows.count], [entry.evaluationLoss], tolerance, 'evaluation loss');
          const predictor = createPredictor(network, weights, create);
          assertClose(predictor.predict(rows.inputs, rows.count), entry.outputs, tolerance, 'predictor');

          const { learningRate } = training.optimizer as { learningRate?: number } & object;
          const seen: number[] = [];
          for (let epoch = 0; seen.length < entry.losses.length; epoch++) {
            session.beginEpoch(epoch);
            let before = 0;
            while (
              seen.length < entry.losses.length &&
              session.run(
                1,
                () => learningRate!,
                () => {},
              ) === 1
            ) {
              const totals = session.totals();
              const position = totals.rows % entry.batchSize || entry.batchSize;
              seen.push((totals.loss - before) / position);
              before = totals.loss;
            }
          }
          assertClose(seen, entry.losses, tolerance, 'losses');
          assertSameTensors(session.readWeights(), entry.weightsAfter, tolerance, 'after 20 steps');
        });
      }
    });
  }

  it('every layer, activation and loss of the tables is held against PyTorch', () => {
    const text = JSON.stringify(cases.map(({ network, training }) => [network.layers, training.loss]));
    for (const { name } of [...layers, ...activations, ...losses])
      assert.ok(text.includes(`"${name}"`), name);
  });
});
