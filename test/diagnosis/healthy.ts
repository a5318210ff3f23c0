import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, soundSpec, tables, type Sound, type TableName, type WrittenSpec } from './tables.js';

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

export const healthyRuns: readonly HealthyRun[] = [
  {
    name: 'example penguins',
    spec: (seed) =>
      readFileSync(join(root, 'examples/penguins/penguins.nn.json'), 'utf8')
        .replace('"penguins.csv"', '"examples/penguins/penguins.csv"')
        .replace('"seed": 42', `"seed": ${seed}`),
  },
  ...(Object.keys(tables) as TableName[]).flatMap((table) =>
    practices.map((sound): HealthyRun => ({
      name: `${table} ${JSON.stringify(sound)}`,
      spec: (seed) => soundSpec(table, { ...sound, training: { ...sound.training, seed } }),
    })),
  ),
];
