import type { FindingCode } from '../../src/spec/findingCodes.js';
import {
  adam,
  asIs,
  bias,
  both,
  constant,
  freeze,
  hidden,
  initialise,
  normal,
  optimise,
  output,
  penalise,
  schedule,
  sgd,
  train,
  uniform,
  unscaled,
  type Change,
} from './changes.js';
import { soundPicture, type SoundPicture } from './pictures.js';
import type { SickRun } from './sickRun.js';

function sick(code: FindingCode, sound: SoundPicture, what: string, change: Change): SickRun {
  return {
    code,
    name: `pictures ${sound.depth ?? 2} convolutions ${sound.activation ?? 'relu'}: ${what}`,
    spec: (seed) => {
      const spec = soundPicture(sound, seed);
      change(spec);
      return spec;
    },
  };
}

/** He's deviation of a kernel of 3 × 3 places over so many channels. */
const he = (channels: number): number => Math.sqrt(2 / (9 * channels));

/** Convolutional networks, each made sick in one way alone. */
export const sickPictures: readonly SickRun[] = [
  sick('frozen-everything', {}, 'freeze *', freeze('*')),
  sick('unscaled-inputs', {}, 'scale none', unscaled),
  sick('unscaled-inputs', { depth: 3, activation: 'tanh' }, 'scale none', unscaled),
  sick('symmetric-weights', {}, 'constant weights', initialise(constant(0.05))),
  sick('poor-initialisation', { depth: 4 }, 'std 0.003', initialise(normal(0.003), hidden)),
  sick('poor-initialisation', { depth: 3 }, 'std 1', initialise(normal(1))),
  sick('not-finite', { activation: 'gelu' }, 'sgd at 100', optimise(sgd(100))),
  sick('diverging', { activation: 'tanh' }, 'momentum 0.98', optimise(sgd(0.1, 0.98))),
  sick('exploding-gradient', { depth: 8 }, 'first weights 3 × He', initialise(normal(3 * he(12)), hidden)),
  sick('bad-first-loss', { epochs: 5 }, 'output biases ±30', bias(output, uniform(30))),
  sick('learning-rate-too-high', {}, 'adam at 0.3', optimise(adam(0.3))),
  sick('learning-rate-too-high', { activation: 'gelu' }, 'adam at 0.3', optimise(adam(0.3))),
  sick('weights-collapsed', {}, 'l2 of 0.3', penalise('l2', 0.3)),
  sick('saturated-units', { activation: 'sigmoid' }, 'biases of 12', bias(hidden, constant(12))),
  sick('dead-units', {}, 'biases of −5', bias(hidden, constant(-5))),
  sick('dead-units', { depth: 3 }, 'biases of −4', bias(hidden, constant(-4))),
  sick('vanishing-gradient', { depth: 8, activation: 'sigmoid' }, 'deep', asIs),
  sick(
    'vanishing-gradient',
    { depth: 10, activation: 'sigmoid', filters: 8, optimizer: sgd(0.1) },
    'deep',
    asIs,
  ),
  sick('oscillating', { depth: 4, activation: 'gelu', epochs: 30 }, 'adam at 0.015', optimise(adam(0.015))),
  sick('learning-rate-too-low', {}, 'adam at 3e-6', optimise(adam(3e-6))),
  sick(
    'update-too-small',
    {},
    'gradients clipped to 1e-4',
    both(optimise(sgd(0.1)), train({ clipNorm: 1e-4 })),
  ),
  sick('underfitting', { filters: 1, end: 'globalAvgPool' }, 'one filter', asIs),
  sick(
    'plateau',
    { optimizer: sgd(0.02) },
    'rate falls to 0.3 each epoch',
    schedule({ type: 'exponential', factor: 0.3 }),
  ),
];
