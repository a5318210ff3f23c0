import { byEpoch, mean, metricName, referenceLoss, trainingLosses, type EpochSeries } from '../epochs.js';
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
    doc: 'Share of the epochs, two for a swing, in which the training accuracy falls from a peak by more than 0.03 (and what chance explains), or r² by more than 0.1, or in which the loss of a classifier rises by 0.03 of a guess’s (and what chance explains), and comes back; the first tenth of the epochs is left out.',
  },
  needs: ['epochs'],
  speaks: 'After fifteen epochs.',
  remedies: 'Lower the momentum or the learning rate; larger batches; a cosine schedule.',
  explains: ['update-too-large', 'plateau'],
  check({ spec, metrics, threshold }) {
    if (metrics.epochs.length < fewestEpochs) return [];
    const [most] = swingingSeries(metrics).sort((a, b) => b.swings.length - a.swings.length);
    if (most === undefined) return [];
    const { name, swings, epochs } = most;
    // What falls comes up again: a swing is two epochs.
    const value = (2 * swings.length) / (epochs - 1);
    if (!(value > threshold) || swings.length < fewestSwings) return [];
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

/** The figures that can swing, and how they did. */
function swingingSeries(metrics: Metrics): { name: string; swings: readonly Swing[]; epochs: number }[] {
  const name = metricName(metrics);
  if (name === null) return [];
  const rows = metrics.facts?.classes?.reduce((sum, one) => sum + one.rows, 0) ?? Infinity;
  const guess = referenceLoss(metrics);
  const chance = (variance: number): number => standardErrors * Math.sqrt(variance / rows);
  const metric = afterStart(byEpoch(metrics, (epoch) => epoch.metrics[name]));
  if (name === 'r2') {
    return [
      describe(
        'r² falls',
        metric,
        findSwings(metric, () => leastSwing.r2),
      ),
    ];
  }
  const losses = afterStart(trainingLosses(metrics));
  const fallen = { steps: losses.steps, values: losses.values.map((loss) => -loss) };
  return [
    describe(
      'accuracy falls',
      metric,
      findSwings(metric, (one, other) =>
        Math.max(leastSwing.accuracy, chance(one * (1 - one) + other * (1 - other))),
      ),
    ),
    describe(
      'loss rises',
      losses,
      // As if each mistake cost what a guess does: then the number of mistakes is what varies.
      findSwings(fallen, (one, other) =>
        Math.max(leastSwing.loss * guess, chance(guess * Math.abs(one + other))),
      ),
    ),
  ];
}

function describe(name: string, { steps }: EpochSeries, swings: readonly Swing[]) {
  return { name, swings, epochs: steps.length };
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
