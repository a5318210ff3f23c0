import type { FindingCode } from '../../src/spec/findingCodes.js';
import {
  adam,
  freeze,
  holdBack,
  both,
  optimise,
  schedule,
  sgd,
  train,
  unscaled,
  type Change,
} from './changes.js';
import { exampleSpec } from './examples.js';
import { soundSequence, soundText, type SoundSequence } from './sequences.js';
import type { SickRun } from './sickRun.js';

function sick(code: FindingCode, sound: SoundSequence, what: string, change: Change): SickRun {
  return {
    code,
    name: `weather ${sound.depth ?? 1}×${sound.units ?? 24} ${sound.type ?? 'lstm'}: ${what}`,
    spec: (seed) => {
      const spec = soundSequence(sound, seed);
      change(spec);
      return spec;
    },
  };
}

function sickText(code: FindingCode, what: string, change: Change): SickRun {
  return {
    code,
    name: `text, attention: ${what}`,
    spec: (seed) => {
      const spec = soundText(seed);
      change(spec);
      return spec;
    },
  };
}

/** Recurrent networks and small transformers, each made sick in one way alone; and the example that is. */
export const sickSequences: readonly SickRun[] = [
  {
    code: 'vanishing-gradient',
    name: 'example deep/deep.nn.json',
    spec: (seed) => exampleSpec('deep/deep.nn.json', seed),
  },
  sick('frozen-everything', {}, 'freeze *', freeze('*')),
  sick('unscaled-inputs', {}, 'scale none', unscaled),
  sick('unscaled-inputs', { type: 'gru' }, 'scale none', unscaled),
  sick('bad-first-loss', {}, 'target as it is', (spec) => delete spec.data.scaleTarget),
  sick('learning-rate-too-high', {}, 'adam at 0.5', optimise(adam(0.5))),
  sick('learning-rate-too-high', { type: 'gru', depth: 2 }, 'adam at 0.3', optimise(adam(0.3))),
  sick('learning-rate-too-low', {}, 'adam at 1e-6', optimise(adam(1e-6))),
  sick('learning-rate-too-low', { type: 'gru' }, 'sgd at 1e-5', optimise(sgd(1e-5))),
  sick('update-too-small', {}, 'epsilon 1e3', optimise({ ...adam(0.005), epsilon: 1e3 })),
  sick(
    'overfitting',
    { units: 48, depth: 2 },
    'trained on 15 %',
    both(holdBack(0.85), train({ epochs: 150 })),
  ),
  sick(
    'plateau',
    { optimizer: sgd(0.01) },
    'rate falls to 0.3 each epoch',
    schedule({ type: 'exponential', factor: 0.3 }),
  ),
  sickText('learning-rate-too-high', 'adamW at 0.3', optimise({ type: 'adamW', learningRate: 0.3 })),
  sickText('learning-rate-too-low', 'adamW at 1e-6', optimise({ type: 'adamW', learningRate: 1e-6 })),
  sickText('frozen-everything', 'freeze *', freeze('*')),
];
