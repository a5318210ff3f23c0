import { byEpoch, mean, metricName, referenceLoss, validationName, type EpochSeries } from '../epochs.js';
import type { Spec } from '../../spec/spec.js';
import type { Metrics } from '../../runs/metrics.js';
import { rankFixes } from '../fixes/fix.js';
import { growBatch, lowerLearningRate, lowerMomentum, useCosine } from '../fixes/learningRate.js';
import { defineRule, findingAt } from '../rule.js';
import { say } from '../say.js';

const fewestEpochs = 15;
const fewestSwings = 3;
/** What falls by less has not swung; r² and a loss, in shares of a guess’s, have no upper end to swing below. */
const leastSwing = { accuracy: 0.03, r2: 0.1, loss: 0.03 } as const;
/** Two epochs that differ by fewer standard errors of their difference do so by chance. */
const standardErrors = 3;

export const oscillating = defineRule({
  code: 'oscillating',
  doc: 'From epoch to epoch the training metric swings up and down, as steps overshoot what they aim at. Where training ends is then a matter of luck.',
  severity: 'warning',
  source: 'AUTOTRAINER, ICSE 2021, https://doi.org/10.1109/ICSE43902.2021.00043',
  threshold: {
    default: 0.2,
    doc: 'Share of the epochs, two for a swing, in which the training accuracy falls from a peak by more than 0.03 (and what chance explains), or r² by more than 0.1, or in which the loss of a classifier rises by 0.03 of a guess’s (and what chance explains), and comes back; the first tenth of the epochs is left out. Behind batchNorm or dropout, which make these figures jitter by themselves, those of the validation rows must swing too.',
  },
  needs: ['epochs'],
  speaks: 'After fifteen epochs.',
  remedies: 'Lower the momentum or the learning rate; larger batches; a cosine schedule.',
  explains: ['update-too-large', 'plateau'],
  check({ spec, metrics, threshold }) {
    if (metrics.epochs.length < fewestEpochs) return [];
    const isLasting = ({ share, swings }: Swinging): boolean =>
      share > threshold && swings.length >= fewestSwings;
    const found = mostSwinging(spec, metrics, 'training');
    if (found === null || !isLasting(found)) return [];
    if (isNoisy(spec)) {
      const heldBack = mostSwinging(spec, metrics, 'validation');
      if (heldBack !== null && !isLasting(heldBack)) return [];
    }
    const { name, swings, share: value } = found;
    return [
      findingAt(['optimizer'], {
        message: `Training oscillates: in ${say(value)} of the epochs the ${name} and comes back, by ${say(mean(swings.map(({ size }) => size)))} on average; above ${say(threshold)}`,
        value,
        step: swings[0]!.step,
        fixes: rankFixes(
          lowerMomentum(spec),
          lowerLearningRate(spec, metrics),
          growBatch(spec),
          useCosine(spec),
        ),
      }),
    ];
  },
});

interface Swing {
  /** The step at which it began to come back. */
  readonly step: number;
  readonly size: number;
}

/** A figure that can swing, and how it did. */
interface Swinging {
  readonly name: string;
  readonly swings: readonly Swing[];
  /** Of the epochs; what falls comes up again, so that a swing is two. */
  readonly share: number;
}

/** Layers that make the figures of training jitter by themselves; rows held back are seen without that. */
const isNoisy = ({ layers }: Spec): boolean =>
  layers.some(({ type }) => type === 'batchNorm' || type === 'dropout');

/** The figure that swings most on these rows; null where there is none. */
function mostSwinging(spec: Spec, metrics: Metrics, where: 'training' | 'validation'): Swinging | null {
  const name = metricName(metrics);
  if (name === null) return null;
  const isTraining = where === 'training';
  const key = isTraining ? name : validationName(name);
  const metric = afterStart(byEpoch(metrics, (epoch) => epoch.metrics[key]));
  const losses = afterStart(byEpoch(metrics, (epoch) => (isTraining ? epoch.loss : epoch.validationLoss)));
  if (metric.values.length < 2) return null;
  if (name === 'r2') return describe('r² falls', metric, () => leastSwing.r2);
  const rows = countRows(spec, metrics, where);
  const guess = referenceLoss(metrics);
  const chance = (variance: number): number => standardErrors * Math.sqrt(variance / rows);
  const accuracy = describe('accuracy falls', metric, (one, other) =>
    Math.max(leastSwing.accuracy, chance(one * (1 - one) + other * (1 - other))),
  );
  const fallen = { steps: losses.steps, values: losses.values.map((loss) => -loss) };
  // As if each mistake cost what a guess does: then the number of mistakes is what varies.
  const loss = describe('loss rises', fallen, (one, other) =>
    Math.max(leastSwing.loss * guess, chance(guess * Math.abs(one + other))),
  );
  return loss.share > accuracy.share ? loss : accuracy;
}

/** Infinity where it is not known: then nothing is chance. */
function countRows({ data }: Spec, { facts }: Metrics, where: 'training' | 'validation'): number {
  const training = facts?.classes?.reduce((sum, one) => sum + one.rows, 0) ?? Infinity;
  const share = data.validation;
  return where === 'training' || typeof share !== 'number' ? training : (training * share) / (1 - share);
}

function describe(name: string, series: EpochSeries, least: Parameters<typeof findSwings>[1]): Swinging {
  const swings = findSwings(series, least);
  return { name, swings, share: (2 * swings.length) / (series.steps.length - 1) };
}

/** Without the first tenth of the epochs, in which everything moves. */
function afterStart({ steps, values }: EpochSeries): EpochSeries {
  const skipped = Math.max(2, Math.floor(values.length / 10));
  return { steps: steps.slice(skipped), values: values.slice(skipped) };
}

/** Falls from a peak to the trough behind it by more than `least` of the two. */
function findSwings(
  { steps, values }: EpochSeries,
  least: (peak: number, trough: number) => number,
): readonly Swing[] {
  const swings: Swing[] = [];
  let peak = values[0]!;
  for (let i = 1; i < values.length; i++) {
    const isTrough = values[i]! < values[i - 1]! && !(values[i + 1]! < values[i]!);
    if (isTrough && peak - values[i]! > least(peak, values[i]!)) {
      swings.push({ step: steps[i]!, size: peak - values[i]! });
    }
    if (values[i]! >= values[i - 1]!) peak = values[i]!;
  }
  return swings;
}
