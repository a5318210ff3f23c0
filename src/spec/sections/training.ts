import type { Options } from '../../engine/option.js';

/** What `earlyStopping.monitor` may name. */
export const monitors = [
  'validationLoss',
  'loss',
  'validationAccuracy',
  'accuracy',
  'validationPerplexity',
  'perplexity',
  'validationMeanAbsoluteError',
  'meanAbsoluteError',
  'validationR2',
  'r2',
] as const;

export const earlyStoppingOptions: Options = {
  monitor: {
    kind: 'choice',
    values: monitors,
    doc: 'What must get better. Left out: `validationLoss`, or `loss` where nothing is validated.',
  },
  patience: {
    kind: 'number',
    integer: true,
    minimum: 1,
    default: 10,
    doc: 'How many epochs without a gain are waited for.',
  },
  minDelta: {
    kind: 'number',
    minimum: 0,
    default: 0,
    doc: 'The least change that counts as a gain.',
  },
  restoreBest: {
    kind: 'boolean',
    default: true,
    doc: 'Whether the network ends with the weights of its best epoch rather than of its last.',
  },
};

/** The keys of `training`: how long, in what portions, and what is kept. */
export const trainingOptions: Options = {
  epochs: {
    kind: 'number',
    integer: true,
    minimum: 1,
    default: 100,
    doc: 'How often every training row is seen.',
  },
  batchSize: {
    kind: 'number',
    integer: true,
    minimum: 1,
    default: 32,
    doc: 'Rows per step. The last, smaller batch of an epoch is kept.',
  },
  seed: {
    kind: 'number',
    integer: true,
    minimum: 0,
    maximum: 4294967295,
    default: 0,
    doc: 'Where all chance starts: the split, the first weights, the order of rows, dropout. The same seed gives the same bytes.',
  },
  shuffle: {
    kind: 'boolean',
    default: true,
    doc: 'Whether each epoch draws a new order of rows; without it they come as in the file.',
  },
  clipNorm: {
    kind: 'number',
    above: 0,
    doc: 'Shrinks the gradient of all parameters together to at most this norm.',
  },
  clipValue: {
    kind: 'number',
    above: 0,
    doc: 'Cuts every element of the gradient to ± this value.',
  },
  earlyStopping: {
    kind: 'object',
    options: earlyStoppingOptions,
    doc: 'Ends the training when nothing gets better any more. Left out: all epochs are run.',
  },
  checkpointEvery: {
    kind: 'number',
    integer: true,
    minimum: 1,
    doc: 'Epochs between two checkpoints. Left out: every epoch, at most one a second, and fewer where writing one takes long.',
  },
  keepCheckpoints: {
    kind: 'number',
    integer: true,
    minimum: 1,
    default: 50,
    doc: 'How many checkpoints stay on disk; the first, the best and the last always do.',
  },
  threads: {
    kind: 'number',
    integer: true,
    minimum: 1,
    maximum: 256,
    doc: 'Threads that share one step. Left out: what a short trial finds fastest. It does not change the result.',
  },
  deterministic: {
    kind: 'boolean',
    default: false,
    doc: 'Takes the kernels that give the same bytes on every machine, a little slower.',
  },
};
