import type { Option, Options } from '../../engine/option.js';
import { tasks } from '../../data/task.js';
import { dataOptions } from './data.js';
import { makeHealthOptions } from './health.js';
import { pretrainedOptions } from './pretrained.js';
import { trainingOptions } from './training.js';

/** The keys of a spec of this task: a text is its own target. */
export function rootOptionsOf(task: unknown): Options {
  if (task !== 'language') return rootOptions;
  const target = { ...dataOptions.target!, required: false };
  return { ...rootOptions, data: { ...rootOptions.data!, options: { ...dataOptions, target } } as Option };
}

/** The keys of a spec. */
export const rootOptions: Options = {
  $schema: { kind: 'string', doc: 'A JSON schema for editors other than VS Code; it has no effect here.' },
  data: {
    kind: 'object',
    options: dataOptions,
    required: true,
    doc: 'Which files and columns are learnt from, and how they are prepared.',
  },
  task: {
    kind: 'choice',
    values: tasks,
    doc: 'What is predicted. Left out: the loss decides, or the target: text or whole numbers with at most 20 values are classes (two of them: binary), several 0/1 columns are labels, all else is regression.',
  },
  layers: {
    kind: 'list',
    of: { kind: 'member', family: 'layers' },
    required: true,
    doc: 'The network, layer by layer, in the order they run.',
  },
  loss: {
    kind: 'member',
    family: 'losses',
    doc: 'What training makes small. Left out: by task `crossEntropy`, `binaryCrossEntropy` or `mse`.',
  },
  optimizer: {
    kind: 'member',
    family: 'optimizers',
    default: 'adam',
    doc: 'The rule that turns gradients into steps, with its learning rate.',
  },
  schedule: {
    kind: 'member',
    family: 'schedules',
    default: 'constant',
    doc: 'How the learning rate changes over the epochs.',
  },
  training: {
    kind: 'object',
    options: trainingOptions,
    default: {},
    doc: 'How long is trained, in what portions, and what is kept.',
  },
  pretrained: {
    kind: 'object',
    options: pretrainedOptions,
    doc: 'Weights to start from, and what stays as it is.',
  },
  health: {
    kind: 'object',
    options: makeHealthOptions(),
    default: {},
    doc: 'Which findings are off, and thresholds of your own.',
  },
};
