import type { MemberConfig } from '../engine/config.js';
import { createSchedule } from '../engine/schedules/createSchedule.js';
import type { ScheduleContext } from '../engine/schedules/schedule.js';

/** The rate of the last step of every epoch, or nothing where it depends on how training goes. */
export function plannedRates(schedule: MemberConfig, context: ScheduleContext): readonly number[] {
  const running = createSchedule(schedule, context);
  if (running.endEpoch) return [];
  return Array.from({ length: context.epochs }, (_, epoch) =>
    running.rateAt((epoch + 1) * context.stepsPerEpoch - 1),
  );
}
