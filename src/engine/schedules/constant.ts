import { defineSchedule } from './schedule.js';

export const constant = defineSchedule({
  name: 'constant',
  doc: 'The same rate in every epoch: the optimizer’s learningRate. With warmupEpochs it first grows up to it.',
  options: {},
  create: (_config, { baseRate }) => ({ rateAt: () => baseRate }),
});
