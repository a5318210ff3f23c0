import { numberOption } from '../member.js';
import { byEpoch, defineSchedule } from './schedule.js';

export const inverseTime = defineSchedule({
  name: 'inverseTime',
  doc:
    'Divides the rate by a number that grows evenly: r/(1 + factor·e). Falls fast at first, then ever more slowly; ' +
    'with sgd this is the decay for which convergence can be proved (Robbins & Monro 1951).',
  options: {
    factor: {
      kind: 'number',
      minimum: 0,
      default: 0.1,
      doc: 'How fast the rate falls: it is halved after 1/factor epochs.',
    },
  },
  create: (config, context) => {
    const factor = numberOption(config, 'factor');
    return byEpoch(context, (epoch) => context.baseRate / (1 + factor * epoch));
  },
});
