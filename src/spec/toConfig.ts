import type { MemberConfig, NetworkConfig, Task, TrainingConfig } from '../engine/config.js';
import { findLoss } from '../engine/losses/index.js';
import { fillDefaults } from '../engine/member.js';
import type { Spec } from './spec.js';

/** What a spec does not say and its data does: a `Dataset` has it all. */
export interface DatasetShape {
  readonly preprocessing: {
    /** Given or decided by the spec, or by the target. */
    readonly task: Task;
    /** Without the batch. */
    readonly inputShape: readonly number[];
  };
  /** Classes, labels or targets; 1 for binary. */
  readonly outputs: number;
  /** One weight a class, in the order of the classes. */
  readonly classWeights?: readonly number[];
}

/** The loss of a task, when none is given. */
export const defaultLosses: Readonly<Record<Task, string>> = {
  classification: 'crossEntropy',
  language: 'crossEntropy',
  binary: 'binaryCrossEntropy',
  multilabel: 'binaryCrossEntropy',
  regression: 'mse',
};

/** The network that a spec asks for on this data. */
export function toNetworkConfig(spec: Spec, dataset: DatasetShape): NetworkConfig {
  const { inputShape, task } = dataset.preprocessing;
  return {
    inputShape,
    outputs: dataset.outputs,
    ...(task === 'language' ? { positions: inputShape[0] ?? 1 } : {}),
    layers: spec.layers,
    freeze: spec.pretrained?.freeze ?? [],
  };
}

/** The training that a spec asks for on this data. */
export function toTrainingConfig(spec: Spec, dataset: DatasetShape): TrainingConfig {
  const { task } = dataset.preprocessing;
  const { epochs, batchSize, seed, shuffle, clipNorm, clipValue, threads, deterministic } = spec.training;
  const { classWeights } = dataset;
  return {
    task,
    loss: spec.loss ?? defaultLoss(task),
    optimizer: spec.optimizer,
    schedule: spec.schedule,
    epochs,
    batchSize,
    seed,
    shuffle,
    deterministic,
    ...(clipNorm === undefined ? {} : { clipNorm }),
    ...(clipValue === undefined ? {} : { clipValue }),
    ...(classWeights === undefined ? {} : { classWeights }),
    ...(threads === undefined ? {} : { threads }),
  };
}

function defaultLoss(task: Task): MemberConfig {
  const loss = findLoss(defaultLosses[task]);
  if (!loss) throw new Error(`no loss "${defaultLosses[task]}"`);
  return fillDefaults(loss);
}
