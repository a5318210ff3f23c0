import type { FindingCode } from '../../src/spec/findingCodes.js';
import {
  hidden,
  learning,
  output,
  normal,
  constant,
  uniform,
  asIs,
  unscaled,
  holdBack,
  freeze,
  bias,
  penalise,
  schedule,
  initialise,
  optimise,
  train,
  both,
  rare,
  sgd,
  adam,
  lion,
  type Change,
} from './changes.js';
import type { SickRun } from './sickRun.js';
import { soundSpec, type Sound, type TableName } from './tables.js';

/** Names a network by what it is and what was done to it. */
function sick(code: FindingCode, table: TableName, sound: Sound, what: string, change: Change): SickRun {
  const name = `${table} ${sound.depth ?? 1}×${sound.width ?? 'usual'} ${sound.activation ?? 'relu'}: ${what}`;
  return {
    code,
    table,
    name,
    spec: (seed) => {
      const spec = soundSpec(table, { ...sound, training: { ...sound.training, seed } });
      change(spec);
      return spec;
    },
  };
}

/** Networks of different tables, depths, widths and optimizers, each made sick in one way alone. */
export const sickTables: readonly SickRun[] = [
  // frozen-everything
  sick('frozen-everything', 'wine', {}, 'no layer is trainable', (spec) =>
    learning(spec).forEach((layer) => (layer.trainable = false)),
  ),
  sick('frozen-everything', 'digits', { depth: 2 }, 'freeze *', freeze('*')),
  sick(
    'frozen-everything',
    'diabetes',
    { depth: 3, optimizer: sgd(0.01) },
    'freeze by two patterns',
    freeze('hidden*', 'output'),
  ),
  // unscaled-inputs
  sick('unscaled-inputs', 'wine', {}, 'scale none', unscaled),
  sick('unscaled-inputs', 'cancer', { depth: 2, activation: 'tanh' }, 'scale none', unscaled),
  sick('unscaled-inputs', 'housing', { optimizer: sgd(0.01) }, 'scale none', unscaled),
  sick('unscaled-inputs', 'diabetes', { depth: 3 }, 'scale none', unscaled),
  sick('unscaled-inputs', 'penguins', { optimizer: sgd(0.05, 0.9) }, 'scale none', unscaled),
  // symmetric-weights
  sick(
    'symmetric-weights',
    'wine',
    { activation: 'tanh' },
    'constant weights',
    initialise({ type: 'constant', value: 0.1 }),
  ),
  sick('symmetric-weights', 'digits', {}, 'constant weights', initialise({ type: 'constant', value: 0.05 })),
  sick('symmetric-weights', 'digits', { depth: 2 }, 'zero weights', initialise('zeros')),
  sick(
    'symmetric-weights',
    'iris',
    { activation: 'sigmoid', optimizer: sgd(0.1) },
    'weights of 1',
    initialise('ones'),
  ),
  sick(
    'symmetric-weights',
    'diabetes',
    { depth: 2, activation: 'tanh' },
    'zero weights',
    initialise('zeros'),
  ),
  // poor-initialisation
  sick('poor-initialisation', 'digits', { depth: 2, width: 128 }, 'std 1', initialise(normal(1))),
  sick('poor-initialisation', 'wine', { depth: 3 }, 'std 3', initialise(normal(3), hidden)),
  sick('poor-initialisation', 'digits', { depth: 5 }, 'std 0.01', initialise(normal(0.01), hidden)),
  sick(
    'poor-initialisation',
    'wine',
    { depth: 6, activation: 'tanh' },
    'std 0.003',
    initialise(normal(0.003)),
  ),
  sick(
    'poor-initialisation',
    'housing',
    { depth: 2, width: 64 },
    'uniform ±5',
    initialise({ type: 'randomUniform', minimum: -5, maximum: 5 }),
  ),
  // bad-first-loss
  sick('bad-first-loss', 'diabetes', {}, 'target as it is', (spec) => delete spec.data.scaleTarget),
  sick('bad-first-loss', 'housing', { depth: 2 }, 'target as it is', (spec) => delete spec.data.scaleTarget),
  sick('bad-first-loss', 'digits', { epochs: 5 }, 'output biases ±30', bias(output, uniform(30))),
  sick('bad-first-loss', 'wine', { depth: 2, epochs: 5 }, 'output biases ±30', bias(output, uniform(30))),
  sick(
    'bad-first-loss',
    'cancer',
    { activation: 'tanh', epochs: 5 },
    'output bias 8',
    bias(output, constant(8)),
  ),
  // not-finite
  sick('not-finite', 'wine', {}, 'sgd at 10', optimise(sgd(10))),
  sick('not-finite', 'diabetes', { depth: 2 }, 'sgd at 3 with momentum', optimise(sgd(3, 0.9))),
  sick('not-finite', 'housing', {}, 'sgd at 5', optimise(sgd(5))),
  sick('not-finite', 'housing', { depth: 3 }, 'sgd at 2 with momentum', optimise(sgd(2, 0.9))),
  // diverging
  sick('diverging', 'digits', { depth: 3, activation: 'tanh' }, 'sgd at 1', optimise(sgd(1))),
  sick('diverging', 'digits', { activation: 'tanh' }, 'adam at 3', optimise(adam(3))),
  sick('diverging', 'wine', {}, 'sgd at 1 with momentum', optimise(sgd(1, 0.9))),
  sick('diverging', 'digits', { depth: 2, activation: 'tanh' }, 'momentum 0.98', optimise(sgd(0.1, 0.98))),
  sick(
    'diverging',
    'digits',
    { depth: 3, activation: 'tanh', width: 32 },
    'momentum 0.99',
    optimise(sgd(0.3, 0.99)),
  ),
  // exploding-gradient
  sick(
    'exploding-gradient',
    'digits',
    { depth: 12, width: 64 },
    'first weights 2 × He',
    initialise(normal(2 * Math.sqrt(2 / 64))),
  ),
  sick(
    'exploding-gradient',
    'digits',
    { depth: 8, width: 64 },
    'first weights 3 × He',
    initialise(normal(3 * Math.sqrt(2 / 64))),
  ),
  sick(
    'exploding-gradient',
    'wine',
    { depth: 10, width: 32 },
    'first weights 2.8 × He',
    initialise(normal(2.8 * Math.sqrt(2 / 32))),
  ),
  sick(
    'exploding-gradient',
    'cancer',
    { depth: 12, width: 32, optimizer: { type: 'rmsprop', learningRate: 0.001 } },
    'first weights 2.5 × He',
    initialise(normal(2.5 * Math.sqrt(2 / 32))),
  ),
  sick(
    'exploding-gradient',
    'iris',
    { depth: 14, width: 24 },
    'first weights 2.5 × He',
    initialise(normal(2.5 * Math.sqrt(2 / 24))),
  ),
  // learning-rate-too-high
  sick('learning-rate-too-high', 'digits', {}, 'adam at 0.3', optimise(adam(0.3))),
  sick('learning-rate-too-high', 'digits', { depth: 2 }, 'adam at 0.3', optimise(adam(0.3))),
  sick('learning-rate-too-high', 'wine', { depth: 3, activation: 'tanh' }, 'adam at 1', optimise(adam(1))),
  sick('learning-rate-too-high', 'diabetes', {}, 'adam at 0.3', optimise(adam(0.3))),
  sick('learning-rate-too-high', 'housing', { depth: 2 }, 'adam at 0.3', optimise(adam(0.3))),
  sick(
    'learning-rate-too-high',
    'digits',
    { depth: 2 },
    'rmsprop at 0.1',
    optimise({ type: 'rmsprop', learningRate: 0.1 }),
  ),
  // weights-collapsed
  sick('weights-collapsed', 'digits', {}, 'l2 of 0.3', penalise('l2', 0.3)),
  sick(
    'weights-collapsed',
    'wine',
    { depth: 2 },
    'weight decay of 0.5',
    optimise({ ...adam(0.01), weightDecay: 0.5 }),
  ),
  sick('weights-collapsed', 'diabetes', {}, 'l2 of 5', penalise('l2', 5)),
  sick('weights-collapsed', 'iris', { depth: 2 }, 'l2 of 0.3', penalise('l2', 0.3)),
  sick(
    'weights-collapsed',
    'cancer',
    { depth: 2 },
    'weight decay of 0.3',
    optimise({ ...sgd(0.1), weightDecay: 0.3 }),
  ),
  // saturated-units
  sick(
    'saturated-units',
    'wine',
    { depth: 2, activation: 'sigmoid' },
    'biases of 12',
    bias(hidden, constant(12)),
  ),
  sick('saturated-units', 'cancer', { activation: 'sigmoid' }, 'biases of −15', bias(hidden, constant(-15))),
  sick(
    'saturated-units',
    'iris',
    { depth: 2, activation: 'sigmoid' },
    'biases of −12',
    bias(hidden, constant(-12)),
  ),
  sick(
    'saturated-units',
    'diabetes',
    { depth: 2, activation: 'sigmoid' },
    'biases of 12',
    bias(hidden, constant(12)),
  ),
  sick(
    'saturated-units',
    'housing',
    { depth: 2, activation: 'tanh', optimizer: sgd(0.01) },
    'biases of −5',
    bias(hidden, constant(-5)),
  ),
  // dead-units
  sick('dead-units', 'digits', {}, 'biases of −5', bias(hidden, constant(-5))),
  sick('dead-units', 'wine', { depth: 2 }, 'biases of −6', bias(hidden, constant(-6))),
  sick('dead-units', 'diabetes', { width: 32 }, 'biases of −6', bias(hidden, constant(-6))),
  sick('dead-units', 'digits', { depth: 3 }, 'biases of −4', bias(hidden, constant(-4))),
  sick('dead-units', 'digits', {}, 'momentum 0.98', optimise(sgd(0.1, 0.98))),
  // vanishing-gradient
  sick('vanishing-gradient', 'digits', { depth: 10, activation: 'sigmoid', width: 32 }, 'deep', asIs),
  sick('vanishing-gradient', 'wine', { depth: 8, activation: 'sigmoid' }, 'deep', asIs),
  sick(
    'vanishing-gradient',
    'cancer',
    { depth: 12, activation: 'sigmoid', optimizer: sgd(0.1) },
    'deep',
    asIs,
  ),
  sick('vanishing-gradient', 'diabetes', { depth: 9, activation: 'sigmoid' }, 'deep', asIs),
  sick(
    'vanishing-gradient',
    'digits',
    { depth: 8, activation: 'sigmoid', optimizer: { type: 'rmsprop', learningRate: 0.001 } },
    'deep',
    asIs,
  ),
  // weights-exploding
  sick('weights-exploding', 'digits', { activation: 'tanh' }, 'lion at 0.01', optimise(lion(0.01))),
  sick('weights-exploding', 'digits', { depth: 2 }, 'lion at 0.005', optimise(lion(0.005))),
  sick('weights-exploding', 'housing', { activation: 'tanh' }, 'lion at 0.02', optimise(lion(0.02))),
  sick(
    'weights-exploding',
    'diabetes',
    { depth: 2, activation: 'elu' },
    'lion at 0.02',
    optimise(lion(0.02)),
  ),
  sick('weights-exploding', 'cancer', { depth: 2 }, 'lion at 0.01', optimise(lion(0.01))),
  // update-too-large
  sick('update-too-large', 'diabetes', {}, 'sgd at 0.1', optimise(sgd(0.1))),
  sick(
    'update-too-large',
    'housing',
    { depth: 2, activation: 'tanh' },
    'momentum 0.97',
    optimise(sgd(0.05, 0.97)),
  ),
  sick(
    'update-too-large',
    'housing',
    { depth: 3, activation: 'tanh' },
    'momentum 0.97',
    optimise(sgd(0.05, 0.97)),
  ),
  sick('update-too-large', 'housing', { activation: 'tanh' }, 'sgd at 0.3', optimise(sgd(0.3))),
  sick('update-too-large', 'housing', { activation: 'tanh', width: 64 }, 'sgd at 0.2', optimise(sgd(0.2))),
  // learning-rate-too-low
  sick('learning-rate-too-low', 'digits', {}, 'adam at 3e-6', optimise(adam(3e-6))),
  sick('learning-rate-too-low', 'wine', { depth: 2 }, 'sgd at 1e-4', optimise(sgd(1e-4))),
  sick('learning-rate-too-low', 'diabetes', {}, 'adam at 1e-6', optimise(adam(1e-6))),
  sick(
    'learning-rate-too-low',
    'cancer',
    { depth: 3, activation: 'tanh' },
    'sgd at 1e-5',
    optimise(sgd(1e-5)),
  ),
  sick('learning-rate-too-low', 'housing', { depth: 2 }, 'adam at 1e-7', optimise(adam(1e-7))),
  // update-too-small
  sick(
    'update-too-small',
    'digits',
    {},
    'gradients clipped to 1e-4',
    both(optimise(sgd(0.1)), train({ clipNorm: 1e-4 })),
  ),
  sick('update-too-small', 'wine', { depth: 2 }, 'epsilon 1e3', optimise({ ...adam(0.003), epsilon: 1e3 })),
  sick(
    'update-too-small',
    'cancer',
    { activation: 'tanh' },
    'gradients clipped to 1e-3',
    both(optimise(sgd(0.1)), train({ clipNorm: 1e-3 })),
  ),
  sick(
    'update-too-small',
    'diabetes',
    { depth: 3 },
    'epsilon 1e4',
    optimise({ type: 'rmsprop', learningRate: 0.003, epsilon: 1e4 }),
  ),
  // class-imbalance
  sick(
    'class-imbalance',
    'penguins',
    { optimizer: adam(0.001) },
    'every 15th Chinstrap',
    rare('Chinstrap', 15),
  ),
  sick(
    'class-imbalance',
    'cancer',
    { optimizer: adam(0.0003) },
    'every 20th malignant',
    rare('malignant', 20),
  ),
  sick('class-imbalance', 'wine', { optimizer: adam(0.001) }, 'every 10th of class 2', rare('class_2', 10)),
  sick(
    'class-imbalance',
    'iris',
    { depth: 2, optimizer: adam(0.001) },
    'every 14th virginica',
    rare('virginica', 14),
  ),
  // oscillating
  sick('oscillating', 'digits', { depth: 4, activation: 'gelu' }, 'adam at 0.03', optimise(adam(0.03))),
  sick(
    'oscillating',
    'digits',
    { depth: 5, activation: 'gelu', width: 32 },
    'adam at 0.03',
    optimise(adam(0.03)),
  ),
  sick('oscillating', 'digits', { depth: 5, activation: 'gelu' }, 'adam at 0.03', optimise(adam(0.03))),
  sick('oscillating', 'diabetes', { depth: 2 }, 'sgd at 0.05 with momentum', optimise(sgd(0.05, 0.9))),
  // overfitting
  sick('overfitting', 'diabetes', { depth: 3, width: 64 }, 'long', train({ epochs: 150 })),
  sick(
    'overfitting',
    'diabetes',
    { depth: 4, width: 64, activation: 'tanh' },
    'long',
    train({ epochs: 150 }),
  ),
  sick(
    'overfitting',
    'wine',
    { depth: 3, width: 64 },
    'trained on 10 %',
    both(train({ epochs: 150 }), holdBack(0.9)),
  ),
  sick(
    'overfitting',
    'diabetes',
    { depth: 2, width: 64 },
    'long, at 0.01',
    both(optimise(adam(0.01)), train({ epochs: 150 })),
  ),
  // underfitting
  sick('underfitting', 'digits', { depth: 2, width: 1, activation: 'tanh' }, 'one unit', asIs),
  sick('underfitting', 'digits', { width: 1, activation: 'elu' }, 'one unit', asIs),
  sick('underfitting', 'digits', { depth: 2, width: 1, activation: 'elu' }, 'one unit', asIs),
  sick(
    'underfitting',
    'digits',
    { depth: 3, dropout: 0.85, activation: 'tanh', width: 24 },
    'dropout 0.85',
    asIs,
  ),
  sick(
    'underfitting',
    'digits',
    { depth: 3, dropout: 0.9, activation: 'tanh', width: 32 },
    'dropout 0.9',
    asIs,
  ),
  // plateau
  sick(
    'plateau',
    'digits',
    { optimizer: sgd(0.05) },
    'rate falls to 0.3 each epoch',
    schedule({ type: 'exponential', factor: 0.3 }),
  ),
  sick(
    'plateau',
    'digits',
    { depth: 2, optimizer: adam(0.0003) },
    'steps too early',
    schedule({ type: 'step', every: 2, factor: 0.05 }),
  ),
  sick(
    'plateau',
    'housing',
    { depth: 2, optimizer: sgd(0.003) },
    'rate falls tenfold an epoch',
    schedule({ type: 'exponential', factor: 0.03 }),
  ),
  sick(
    'plateau',
    'diabetes',
    {},
    'rate falls to 0.3 each epoch',
    schedule({ type: 'exponential', factor: 0.3 }),
  ),
  sick(
    'plateau',
    'wine',
    { activation: 'tanh', optimizer: sgd(0.01) },
    'milestones too early',
    schedule({ type: 'multiStep', milestones: [1, 2], factor: 0.001 }),
  ),
];
