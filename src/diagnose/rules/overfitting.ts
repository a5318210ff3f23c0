import { byEpoch, recentLoss, referenceLoss } from '../epochs.js';
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
/** A rise by less than this share of a guess's loss does no harm. */
const harmfulRise = 0.15;

export const overfitting = defineRule({
  code: 'overfitting',
  doc: 'The validation loss rises while the training loss falls: the network learns its rows by heart. On rows that it has not seen it was better before, and is surer of its mistakes now.',
  severity: 'warning',
  source:
    'Prechelt, Early stopping – but when?, 1998, https://doi.org/10.1007/3-540-49430-8_3; SageMaker Debugger, Overfit',
  threshold: {
    default: 0.2,
    doc: 'By how much the validation loss (median of five epochs) is above its best, relative to that, and above 0.15 of a guess’s loss.',
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
    const least = best + Math.max(threshold * best, harmfulRise * referenceLoss(metrics));
    const lasting = Math.max(lastingEpochs, lastingShare * metrics.plannedEpochs);
    const stretch = findSustained(smooth.length, (i) => i > at && smooth[i]! > least, lasting);
    if (stretch === null || stretch.last < smooth.length - 1 || training >= best) return [];
    return [
      findingAt(['training'], {
        message: `Overfitting: the validation loss has risen from ${say(best)} to ${say(now)}, by ${say(value)} of it, above ${say(threshold)}, while the training loss is ${say(training)}`,
        value,
        step: steps[at]!,
        fixes: rankFixes(stopEarly(spec), addDropout(spec), addL2(spec), addWeightDecay(spec), narrow(spec)),
      }),
    ];
  },
});
