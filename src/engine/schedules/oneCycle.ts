import { cosTwoPi } from '../../tensor/math.js';
import { optionalNumber } from '../member.js';
import { defineSchedule } from './schedule.js';

/** As PyTorch's OneCycleLR: pct_start 0.3, div_factor 25, final_div_factor 1e4, cosine, two phases. */
const risingShare = 0.3;
const startDivisor = 25;
const endDivisor = 1e4;

export const oneCycle = defineSchedule({
  name: 'oneCycle',
  doc:
    'One wave over the whole training, step by step: from maximum/25 up to maximum in the first 30 % of the steps, ' +
    'then down to almost 0, both along a cosine. The high middle part speeds training up and regularises ' +
    '(Smith & Topin 2018).',
  options: {
    maximum: {
      kind: 'number',
      above: 0,
      doc: 'The highest rate, reached after 30 % of the steps; without it, the optimizer’s learningRate.',
    },
  },
  perStep: true,
  create: (config, context) => {
    const maximum = optionalNumber(config, 'maximum') ?? context.baseRate;
    const start = maximum / startDivisor;
    const end = start / endDivisor;
    const steps = context.epochs * context.stepsPerEpoch;
    const top = risingShare * steps - 1;
    const last = steps - 1;
    return {
      rateAt: (globalStep) => {
        if (globalStep <= top) return between(start, maximum, globalStep / top);
        return between(maximum, end, Math.min(1, (globalStep - top) / (last - top)));
      },
    };
  },
});

/** From `from` (share 0) to `to` (share 1) along half a cosine wave. */
function between(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + cosTwoPi(share / 2))) / 2;
}
