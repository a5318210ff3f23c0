import type { MemberConfig } from '../config.js';
import type { Member, Option } from '../option.js';

export interface ScheduleContext {
  /** The optimizer's learning rate. */
  readonly baseRate: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** The rate of every step. State is plain numbers, so that a checkpoint can hold it. */
export interface RunningSchedule {
  /** `globalStep` from 0. Warm-up is applied by `createSchedule`, not here. */
  rateAt(globalStep: number): number;
  /** After each epoch (from 0): the validation loss, else the training loss. */
  endEpoch?(epoch: number, monitored: number): void;
  readState?(): Record<string, number>;
  writeState?(state: Readonly<Record<string, number>>): void;
}

export interface ScheduleMember extends Member {
  /** True where the rate can change within an epoch. */
  readonly perStep?: boolean;
  create(config: MemberConfig, context: ScheduleContext): RunningSchedule;
}

/** A schedule with the option that all have, `warmupEpochs`, after its own. */
export function defineSchedule(schedule: ScheduleMember): ScheduleMember {
  return { ...schedule, options: { ...schedule.options, warmupEpochs } };
}

/** A schedule whose rate is a function of the epoch (from 0) alone. */
export function byEpoch(context: ScheduleContext, rateOf: (epoch: number) => number): RunningSchedule {
  return { rateAt: (globalStep) => rateOf(Math.floor(globalStep / context.stepsPerEpoch)) };
}

const warmupEpochs: Option = {
  kind: 'number',
  integer: true,
  minimum: 0,
  default: 0,
  doc: 'Epochs over which the rate first grows evenly up to what the schedule says: times (e + 1)/warmupEpochs.',
};
