import type { MemberConfig } from '../config.js';
import { numberOption } from '../member.js';
import { findSchedule } from './index.js';
import type { RunningSchedule, ScheduleContext } from './schedule.js';

/**
 * The schedule that `config` names (defaults filled in), with its warm-up: the rate of epoch e (from 0) is
 * multiplied by min(1, (e + 1)/warmupEpochs). Throws where there is none of that name.
 */
export function createSchedule(config: MemberConfig, context: ScheduleContext): RunningSchedule {
  const member = findSchedule(config.type);
  if (!member) throw new RangeError(`There is no schedule "${config.type}"`);
  const schedule = member.create(config, context);
  const warmupEpochs = numberOption(config, 'warmupEpochs');
  if (warmupEpochs === 0) return schedule;
  return {
    ...schedule,
    rateAt: (globalStep) => {
      const epoch = Math.floor(globalStep / context.stepsPerEpoch);
      return schedule.rateAt(globalStep) * Math.min(1, (epoch + 1) / warmupEpochs);
    },
  };
}
