import type { MemberConfig } from '../config.js';
import type { Member } from '../option.js';

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
