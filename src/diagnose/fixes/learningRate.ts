import { findOptimizer } from '../../engine/optimizers/index.js';
import type { Metrics } from '../../runs/metrics.js';
import type { Spec } from '../../spec/spec.js';
import { say } from '../say.js';
import type { MaybeFix } from './fix.js';
import { roundRate } from './layers.js';

/** The rate that the spec gives, else the last that the run has used, else the optimizer's own. */
export function rateOf({ optimizer }: Spec, metrics: Metrics): number | undefined {
  if (typeof optimizer.learningRate === 'number') return optimizer.learningRate;
  return metrics.scalars.get('learning_rate')?.values.at(-1) ?? defaultRateOf(optimizer.type);
}

export function defaultRateOf(optimizer: string): number | undefined {
  return findOptimizer(optimizer)?.defaultLearningRate;
}

/** Lowers the rate, by a factor that `factorBetween` may give. */
export function lowerLearningRate(spec: Spec, metrics: Metrics, factor = 10): MaybeFix {
  const rate = rateOf(spec, metrics);
  return rate !== undefined && rate > 0 ? setRate(spec, roundRate(rate / factor), 'Lower') : null;
}

export function raiseLearningRate(spec: Spec, metrics: Metrics, factor = 10): MaybeFix {
  const rate = rateOf(spec, metrics);
  return rate !== undefined && rate > 0 ? setRate(spec, roundRate(rate * factor), 'Raise') : null;
}

/** The half power of ten nearest to large / small, from `least` to `most`: 3, 10, 30, 100 … */
export function factorBetween(large: number, small: number, least = 3, most = 1e6): number {
  const halves = Math.round(2 * Math.log10(large / small));
  const factor = (halves % 2 === 0 ? 1 : 3) * 10 ** Math.floor(halves / 2);
  return Number.isFinite(factor) ? Math.min(most, Math.max(least, factor)) : least;
}

/** Where the rate stands that a training goes by: oneCycle has one of its own. */
export function ratePath({ schedule }: Spec): readonly string[] {
  return schedule.type === 'oneCycle' ? ['schedule', 'maximum'] : ['optimizer', 'learningRate'];
}

export function setRate(spec: Spec, rate: number, verb: 'Lower' | 'Raise'): NonNullable<MaybeFix> {
  return {
    title: `${verb} the learning rate to ${say(rate)}`,
    edits: [{ op: 'set', path: ratePath(spec), value: rate }],
  };
}

/** Lets the rate grow over the first epochs, while weights are far from where they will be. */
export function warmUp({ schedule, training }: Spec): MaybeFix {
  const given = schedule.warmupEpochs;
  if (schedule.type === 'oneCycle' || (typeof given === 'number' && given > 0) || training.epochs < 4)
    return null;
  const epochs = Math.min(5, Math.max(1, Math.round(training.epochs / 10)));
  return {
    title: `Warm up over ${epochs} epoch${epochs === 1 ? '' : 's'}`,
    edits: [{ op: 'set', path: ['schedule', 'warmupEpochs'], value: epochs }],
  };
}

/** Lets the rate fall to 0 over the training, along a cosine. */
export function useCosine({ schedule }: Spec): MaybeFix {
  if (schedule.type === 'cosine' || schedule.type === 'oneCycle') return null;
  return {
    title: 'Let the rate fall along a cosine',
    edits: [{ op: 'set', path: ['schedule'], value: { type: 'cosine' } }],
  };
}

/** Keeps the rate, which the schedule has let fall too early. */
export function keepRate({ schedule }: Spec): MaybeFix {
  if (schedule.type === 'constant' || schedule.type === 'oneCycle') return null;
  return { title: 'Keep the rate constant', edits: [{ op: 'remove', path: ['schedule'] }] };
}

export function lowerMomentum({ optimizer }: Spec): MaybeFix {
  if (typeof optimizer.momentum !== 'number' || optimizer.momentum <= 0.9) return null;
  return {
    title: 'Lower the momentum to 0.9',
    edits: [{ op: 'set', path: ['optimizer', 'momentum'], value: 0.9 }],
  };
}

export function useDefaultEpsilon({ optimizer }: Spec): MaybeFix {
  if (typeof optimizer.epsilon !== 'number' || optimizer.epsilon <= 1e-3) return null;
  return {
    title: 'Take the usual epsilon',
    edits: [{ op: 'remove', path: ['optimizer', 'epsilon'] }],
  };
}

/** Larger batches, whose gradients differ less from each other. */
export function growBatch({ training }: Spec): MaybeFix {
  if (training.batchSize >= 32) return null;
  return {
    title: 'Take batches of 32',
    edits: [{ op: 'set', path: ['training', 'batchSize'], value: 32 }],
  };
}
