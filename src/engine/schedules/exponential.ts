import { pow } from '../../tensor/math.js';
import { numberOption } from '../member.js';
import { byEpoch, defineSchedule } from './schedule.js';

export const exponential = defineSchedule({
  name: 'exponential',
  doc:
    'Shrinks the rate by the same factor after every epoch: r·factor^e. Smooth, and it never stops falling: ' +
    'a factor of 0.95 leaves half of the rate after 14 epochs.',
  options: {
    factor: {
      kind: 'number',
      above: 0,
      default: 0.95,
      doc: 'What the rate is multiplied by after every epoch.',
    },
  },
  create: (config, context) => {
    const factor = numberOption(config, 'factor');
    return byEpoch(context, (epoch) => context.baseRate * pow(factor, epoch));
  },
});
