import { numberOption } from '../member.js';
import { defineSchedule } from './schedule.js';

/** A cut by less than this is not made, as in PyTorch (`eps`). */
const smallestCut = 1e-8;

export const reduceOnPlateau = defineSchedule({
  name: 'reduceOnPlateau',
  doc:
    'Cuts the rate by a factor when the validation loss (without validation, the training loss) has not fallen below ' +
    'best·(1 − minDelta) for more than `patience` epochs, as PyTorch’s ReduceLROnPlateau. Needs no plan of when.',
  options: {
    factor: {
      kind: 'number',
      above: 0,
      below: 1,
      default: 0.1,
      doc: 'What the rate is multiplied by at each cut.',
    },
    patience: {
      kind: 'number',
      integer: true,
      minimum: 0,
      default: 10,
      doc: 'Epochs without improvement that are let pass; the rate is cut after one more.',
    },
    minDelta: {
      kind: 'number',
      minimum: 0,
      default: 1e-4,
      doc: 'What counts as an improvement, as a share of the best loss so far.',
    },
  },
  create: (config, context) => {
    const factor = numberOption(config, 'factor');
    const patience = numberOption(config, 'patience');
    const minDelta = numberOption(config, 'minDelta');
    let rate = context.baseRate;
    let best = Infinity;
    let badEpochs = 0;
    return {
      rateAt: () => rate,
      endEpoch: (_epoch, monitored) => {
        if (monitored < best * (1 - minDelta)) {
          best = monitored;
          badEpochs = 0;
        } else {
          badEpochs++;
        }
        if (badEpochs <= patience) return;
        badEpochs = 0;
        const reduced = rate * factor;
        if (rate - reduced > smallestCut) rate = reduced;
      },
      // JSON knows no infinity: before the first epoch there is no best.
      readState: () => ({ rate, badEpochs, ...(Number.isFinite(best) ? { best } : {}) }),
      writeState: (state) => {
        rate = state.rate ?? context.baseRate;
        badEpochs = state.badEpochs ?? 0;
        best = state.best ?? Infinity;
      },
    };
  },
});
