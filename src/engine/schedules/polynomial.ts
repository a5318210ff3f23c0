import { pow } from '../../tensor/math.js';
import { numberOption } from '../member.js';
import { byEpoch, defineSchedule } from './schedule.js';

export const polynomial = defineSchedule({
  name: 'polynomial',
  doc:
    'Falls to 0 at the end of the training along a power: r·(1 − e/E)^power. Power 1 is a straight line, 2 falls ' +
    'faster at first; segmentation networks often take 0.9.',
  options: {
    power: { kind: 'number', above: 0, default: 1, doc: 'The shape of the fall; 1 is a straight line.' },
  },
  create: (config, context) => {
    const power = numberOption(config, 'power');
    return byEpoch(context, (epoch) => {
      const left = Math.max(0, 1 - epoch / context.epochs);
      return context.baseRate * pow(left, power);
    });
  },
});
