import { pow } from '../../tensor/math.js';
import { numberOption } from '../member.js';
import { byEpoch, defineSchedule } from './schedule.js';

export const step = defineSchedule({
  name: 'step',
  doc:
    'Cuts the rate by a factor every so many epochs: r·factor^⌊e/every⌋. The classic of image networks; each cut ' +
    'usually shows as a sudden drop of the loss.',
  options: {
    every: { kind: 'number', integer: true, minimum: 1, default: 30, doc: 'Epochs between two cuts.' },
    factor: { kind: 'number', above: 0, default: 0.1, doc: 'What the rate is multiplied by at each cut.' },
  },
  create: (config, context) => {
    const every = numberOption(config, 'every');
    const factor = numberOption(config, 'factor');
    return byEpoch(context, (epoch) => context.baseRate * pow(factor, Math.floor(epoch / every)));
  },
});
