import { buildNetwork } from '../../src/engine/build.js';
import type { NetworkConfig, Task, TrainingConfig } from '../../src/engine/config.js';
import { initialValues } from '../../src/engine/initialValues.js';
import type { Loss } from '../../src/engine/losses/loss.js';
import type { Network } from '../../src/engine/network.js';
import type { Rows } from '../../src/engine/session.js';
import { createTensorStore, type TensorStore } from '../../src/engine/tensorStore.js';
import { planTraining, type TrainingPlan } from '../../src/engine/trainingPlan.js';
import type { Machine } from '../../src/tensor/kernels/machine.js';
import { stepBlock } from '../../src/tensor/kernels/stepBlock.js';
import { createRandom } from '../../src/tensor/random.js';
import { sizeOf } from '../../src/tensor/shape.js';

/** A network in an arena, to be asked for losses and gradients. */
export interface PlannedNetwork {
  readonly network: Network;
  readonly plan: TrainingPlan;
  readonly machine: Machine;
  readonly store: TensorStore;
}

/** A training of one batch with what a test does not care about filled in. */
export function trainingOf(loss: Loss, outputs: number, more: Partial<TrainingConfig> = {}): TrainingConfig {
  return {
    task: taskOf(loss, outputs),
    loss: { type: loss.name },
    optimizer: { type: 'sgd', learningRate: 0.1 },
    schedule: { type: 'constant' },
    epochs: 1,
    batchSize: 32,
    seed: 5,
    shuffle: false,
    deterministic: true,
    ...more,
  };
}

function taskOf(loss: Loss, outputs: number): Task {
  if (loss.tasks.includes('regression')) return 'regression';
  if (outputs === 1) return 'binary';
  return loss.tasks.includes('classification') ? 'classification' : 'multilabel';
}

/** Rows with normal inputs, and targets of the kind that the loss reads. */
export function drawRows(count: number, inputShape: readonly number[], loss: Loss, outputs: number): Rows {
  const random = createRandom(11, 100);
  const inputs = Float32Array.from({ length: count * sizeOf(inputShape) }, (_, i) => random.normal(i));
  const isIndex = loss.target(outputs) === 'classIndex';
  const labels = createRandom(11, 101);
  const targets = Float32Array.from({ length: count * (isIndex ? 1 : outputs) }, (_, i) => {
    if (isIndex) return Math.floor(labels.uniform(i) * outputs);
    return loss.tasks.includes('regression') ? labels.normal(i) : Math.round(labels.uniform(i));
  });
  return { count, inputs, targets };
}

/** Builds, plans and places a network with weights drawn from a seed, biases too. */
export function planNetwork(
  config: NetworkConfig,
  training: TrainingConfig,
  rows: Rows,
  createMachine: (words: number) => Machine,
): PlannedNetwork {
  const { network, problems } = buildNetwork(config);
  if (!network) throw new Error(JSON.stringify(problems));
  const plan = planTraining(network, training, rows.count);
  const machine = createMachine(plan.words);
  const store = createTensorStore(plan.placement, machine.floats);
  machine.floats.set(rows.inputs, plan.inputs);
  machine.floats.set(rows.targets, plan.targets);
  if (plan.classWeights) machine.floats.set(training.classWeights!, plan.classWeights);
  for (const { pointer, values } of plan.watch.segments) machine.ints.set(values, pointer);
  machine.ints[plan.step + stepBlock.seed] = training.seed;
  const random = createRandom(3, 102);
  const values = initialValues(network, training.seed).map((tensor, index) => {
    if (!tensor.name.endsWith('.bias')) return tensor;
    return { ...tensor, values: tensor.values.map((_, i) => 0.3 * random.normal(1000 * index + i)) };
  });
  store.write(values);
  return { network, plan, machine, store };
}
