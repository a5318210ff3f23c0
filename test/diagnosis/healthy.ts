import { exampleSpec } from './examples.js';
import { soundPicture, type SoundPicture } from './pictures.js';
import { soundSequence, soundText, type SoundSequence } from './sequences.js';
import { soundSpec, tables, type Sound, type TableName, type WrittenSpec } from './tables.js';

export interface HealthyRun {
  readonly name: string;
  readonly spec: (seed: number) => WrittenSpec | string;
}

/** Good practice in its variety: depths, widths, activations, optimizers, norms, dropout. */
const practices: readonly Sound[] = [
  {},
  { depth: 3, training: { earlyStopping: { patience: 8 } } },
  { depth: 2, activation: 'tanh' },
  { depth: 2, norm: 'batchNorm' },
  { depth: 2, dropout: 0.2 },
  { depth: 2, optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.9 } },
  { width: 64, optimizer: { type: 'adamW', learningRate: 0.003, weightDecay: 0.01 } },
  { depth: 6, training: { earlyStopping: { patience: 8 } } },
  { activation: 'gelu', optimizer: { type: 'rmsprop', learningRate: 0.002 } },
  { activation: 'elu', depth: 2, l2: 0.0005 },
  { activation: 'sigmoid' },
];

const pictures: readonly SoundPicture[] = [
  {},
  { depth: 4, norm: 'batchNorm' },
  { dropout: 0.3 },
  { end: 'globalAvgPool', filters: 24 },
  { activation: 'gelu', optimizer: { type: 'sgd', learningRate: 0.03, momentum: 0.9 } },
  { depth: 3, activation: 'tanh', optimizer: { type: 'adamW', learningRate: 0.002, weightDecay: 0.01 } },
];

const sequences: readonly SoundSequence[] = [
  {},
  { type: 'gru' },
  { depth: 2, dropout: 0.2 },
  { units: 12, optimizer: { type: 'rmsprop', learningRate: 0.003 } },
  { type: 'gru', optimizer: { type: 'sgd', learningRate: 0.05, momentum: 0.9 } },
];

/** The examples that are sound, and how many epochs of the longest ones. */
const examples: readonly (readonly [path: string, epochs?: number])[] = [
  ['penguins/penguins.nn.json'],
  ['deep/deep-norm.nn.json'],
  ['weather/weather.nn.json'],
  ['mnist/mnist.nn.json'],
  ['residual/residual.nn.json'],
  ['shakespeare/shakespeare.nn.json', 4],
];

export const healthyRuns: readonly HealthyRun[] = [
  ...examples.map(([path, epochs]): HealthyRun => ({
    name: `example ${path}`,
    spec: (seed) => exampleSpec(path, seed, epochs),
  })),
  ...(Object.keys(tables) as TableName[]).flatMap((table) =>
    practices.map((sound): HealthyRun => ({
      name: `${table} ${JSON.stringify(sound)}`,
      spec: (seed) => soundSpec(table, { ...sound, training: { ...sound.training, seed } }),
    })),
  ),
  ...pictures.map((sound): HealthyRun => ({
    name: `pictures ${JSON.stringify(sound)}`,
    spec: (seed) => soundPicture(sound, seed),
  })),
  ...sequences.map((sound): HealthyRun => ({
    name: `weather ${JSON.stringify(sound)}`,
    spec: (seed) => soundSequence(sound, seed),
  })),
  { name: 'text', spec: (seed) => soundText(seed) },
];
