import { pow } from '../../tensor/math.js';
import { numberOption } from '../member.js';
import { byEpoch, defineSchedule } from './schedule.js';

export const multiStep = defineSchedule({
  name: 'multiStep',
  doc:
    'Cuts the rate by a factor at given epochs: r·factor^(number of milestones ≤ e), epochs counted from 0. ' +
    'For when it is known where the training stalls.',
  options: {
    milestones: {
      kind: 'list',
      of: { kind: 'number', integer: true, minimum: 0 },
      required: true,
      doc: 'The epochs, from 0, at whose start the rate is cut.',
    },
    factor: {
      kind: 'number',
      above: 0,
      default: 0.1,
      doc: 'What the rate is multiplied by at each milestone.',
    },
  },
  create: (config, context) => {
    const milestones = config.milestones as readonly number[];
    const factor = numberOption(config, 'factor');
    return byEpoch(context, (epoch) => {
      const passed = milestones.filter((milestone) => milestone <= epoch).length;
      return context.baseRate * pow(factor, passed);
    });
  },
});
