import { byEpoch, mean, metricName, referenceLoss, trainingLosses } from '../epochs.js';
import type { Metrics } from '../../runs/metrics.js';
import { rankFixes } from '../fixes/fix.js';
import { growBatch, lowerLearningRate, lowerMomentum, useCosine } from '../fixes/learningRate.js';
import { defineRule, findingAt } from '../rule.js';
import { say } from '../say.js';

const fewestEpochs = 15;
const fewestSwings = 3;
/** An accuracy that falls by less than this has not swung; of r² it is more, which has no sampling noise to speak of. */
const swing = { accuracy: 0.03, r2: 0.1 } as const;
/** A loss has jumped that is so many times its best, and above it by this share of a guess’s. */
const [jumpRatio, jumpFloor] = [4, 0.25];
/** Falls below so many standard errors are chance. */
const standardErrors = 3;

export const oscillating = defineRule({
  code: 'oscillating',
  doc: 'From epoch to epoch the training metric swings up and down, as steps overshoot what they aim at. Where training ends is then a matter of luck.',
  severity: 'warning',
  source: 'AUTOTRAINER, ICSE 2021, https://doi.org/10.1109/ICSE43902.2021.00043',
  threshold: {
    default: 0.2,
    doc: 'Share of the epochs in which the training accuracy falls by more than 0.03 (and what chance explains), or r² by more than 0.1, and comes back, or in which the loss jumps to 4 times its best; the first tenth of the epochs is left out.',
  },
  needs: ['epochs'],
  speaks: 'After fifteen epochs.',
  remedies: 'Lower the momentum or the learning rate; larger batches; a cosine schedule.',
  explains: ['update-too-large', 'plateau'],
  check({ spec, metrics, threshold }) {
    const name = metricName(metrics);
    if (name === null || metrics.epochs.length < fewestEpochs) return [];
    const all = byEpoch(metrics, (epoch) => epoch.metrics[name]);
    const skipped = Math.max(2, Math.floor(metrics.epochs.length / 10));
    const values = all.values.slice(skipped);
    const steps = all.steps.slice(skipped);
    const rows = metrics.facts?.classes?.reduce((sum, one) => sum + one.rows, 0);
    const isSwing = (i: number): boolean => {
      const [before, after] = [values[i - 1]!, values[i]!];
      const noise =
        name === 'accuracy' && rows !== undefined
          ? standardErrors * Math.sqrt((after * (1 - after) + before * (1 - before)) / rows / 2)
          : 0;
      return before - after > Math.max(swing[name], noise);
    };
    const jumps = findJumps(metrics);
    const swings = values.flatMap((_, i) => (i > 0 && (isSwing(i) || jumps.has(steps[i]!)) ? [i] : []));
    // What falls comes up again: a swing is two epochs.
    const value = (2 * swings.length) / (values.length - 1);
    if (!(value > threshold) || swings.length < fewestSwings) return [];
    const size = mean(swings.map((i) => values[i - 1]! - values[i]!));
    return [
      findingAt(['optimizer'], {
        message: `Training oscillates: in ${say(value)} of the epochs the ${name === 'r2' ? 'r²' : name} falls and comes back, by ${say(size)} on average; above ${say(threshold)}`,
        value,
        step: steps[swings[0]!]!,
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

/** The steps at the ends of epochs whose loss is far above the best before. */
function findJumps(metrics: Metrics): ReadonlySet<number> {
  const { steps, values } = trainingLosses(metrics);
  const floor = jumpFloor * referenceLoss(metrics);
  let best = Infinity;
  const isJump = (loss: number): boolean => {
    const found = loss > jumpRatio * best && loss - best > floor;
    best = Math.min(best, loss);
    return found;
  };
  return new Set(steps.filter((_, i) => isJump(values[i]!)));
}
