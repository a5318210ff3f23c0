import { cosTwoPi } from '../../tensor/math.js';
import { numberOption, optionalNumber } from '../member.js';
import { byEpoch, defineSchedule } from './schedule.js';

/** Loshchilov & Hutter 2017 (SGDR), by epoch; with restarts all cycles are of the same length. */
export const cosine = defineSchedule({
  name: 'cosine',
  doc:
    'Falls along half a cosine wave: minimum + (r − minimum)·(1 + cos(π·e/E))/2. Slow at both ends and fast in the ' +
    'middle; a good choice without tuning. With restartEvery n the wave starts again every n epochs ' +
    '(Loshchilov & Hutter 2017).',
  options: {
    minimum: { kind: 'number', minimum: 0, default: 0, doc: 'The rate that the wave falls to.' },
    restartEvery: {
      kind: 'number',
      integer: true,
      minimum: 1,
      doc: 'Epochs after which the wave starts again from the full rate; without it there is one wave.',
    },
  },
  create: (config, context) => {
    const minimum = numberOption(config, 'minimum');
    const restartEvery = optionalNumber(config, 'restartEvery');
    const length = restartEvery ?? context.epochs;
    return byEpoch(context, (epoch) => {
      const position = restartEvery === undefined ? Math.min(epoch, length) : epoch % length;
      return minimum + ((context.baseRate - minimum) * (1 + cosTwoPi(position / (2 * length)))) / 2;
    });
  },
});
