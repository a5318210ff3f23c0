import type { Metrics } from '../../runs/metrics.js';
import { byEpoch, metricName, recentLoss, referenceLoss, validationName } from '../epochs.js';
import { narrow } from '../fixes/capacity.js';
import { rankFixes } from '../fixes/fix.js';
import { addDropout, addL2, addWeightDecay, stopEarly } from '../fixes/regularisation.js';
import { defineRule, findingAt } from '../rule.js';
import { say } from '../say.js';
import { findSustained } from '../trend.js';
import { median } from '../watchedLayers.js';

/** So many epochs in a row the loss must have been higher, and this share of those that are planned. */
const [lastingEpochs, lastingShare] = [10, 0.25];
/** Over so many epochs the validation loss is smoothed. */
const windowEpochs = 5;
const fewestEpochs = 10;
/** A rise by less than this share of what had been gained over a guess is none, … */
const leastRise = 0.15;
/** … and one by less than this share of a guess's loss, and of the best, does little harm. */
const [harmfulRise, harmfulGrowth] = [0.15, 0.2];

export const overfitting = defineRule({
  code: 'overfitting',
  doc: 'The validation loss rises while the training loss falls: the network learns its rows by heart. On rows that it has not seen it was better before, and is surer of its mistakes now. While it has lost little, or makes no more mistakes than at its best, it is told as information.',
  severity: 'warning',
  source:
    'Prechelt, Early stopping – but when?, 1998, https://doi.org/10.1007/3-540-49430-8_3; Guo et al., On calibration of modern neural networks, 2017, §3, https://arxiv.org/abs/1706.04599; SageMaker Debugger, Overfit',
  threshold: {
    default: 0.1,
    doc: 'By how much the validation loss (median of five epochs) is above its best, relative to that, and by at least 0.15 of what the best had gained over a guess. It is a warning from 0.2 on, where it is also above the best by 0.15 of a guess’s loss.',
  },
  needs: ['epochs'],
  speaks: 'After its best epoch, ten more and a quarter of all.',
  remedies: 'Stop early with the best weights; dropout; l2; weight decay; fewer units.',
  check({ spec, metrics, threshold }) {
    if (spec.training.earlyStopping !== undefined) return [];
    const { steps, values } = byEpoch(metrics, ({ validationLoss }) => validationLoss);
    if (values.length < fewestEpochs) return [];
    const smooth = values.map((_, i) => median(values.slice(Math.max(0, i - windowEpochs + 1), i + 1)));
    const best = Math.min(...smooth);
    const at = smooth.indexOf(best);
    const now = smooth.at(-1)!;
    const training = recentLoss(metrics);
    const value = now / best - 1;
    const guess = referenceLoss(metrics);
    const lasting = Math.max(lastingEpochs, lastingShare * metrics.plannedEpochs);
    // Once it has lasted, a dip on the way changes nothing.
    const hasRisenBy = (rise: number): boolean =>
      now > best + rise &&
      findSustained(smooth.length, (i) => i > at && smooth[i]! > best + rise, lasting) !== null;
    const least = Math.max(threshold * best, leastRise * Math.max(0, guess - best));
    if (!hasRisenBy(least) || training >= best) return [];
    const harmful = Math.max(least, harmfulGrowth * best, harmfulRise * guess);
    const isHarmful = hasRisenBy(harmful) && hasGrownWorse(metrics, at);
    return [
      findingAt(['training'], {
        message: `Overfitting: the validation loss has risen from ${say(best)} to ${say(now)}, by ${say(value)} of it, above ${say(threshold)}, while the training loss is ${say(training)}`,
        value,
        step: steps[at]!,
        ...(isHarmful ? {} : { severity: 'information' }),
        fixes: rankFixes(stopEarly(spec), addDropout(spec), addL2(spec), addWeightDecay(spec), narrow(spec)),
      }),
    ];
  },
});

/** Whether the validation metric has fallen too since the epoch of this index: accuracy often does not (Guo et al.). */
function hasGrownWorse(metrics: Metrics, best: number): boolean {
  const name = metricName(metrics);
  if (name === null) return true;
  const { values } = byEpoch(metrics, (epoch) => epoch.metrics[validationName(name)]);
  const around = (end: number): number => median(values.slice(Math.max(0, end - windowEpochs), end));
  return !(around(values.length) >= around(best + 1));
}
