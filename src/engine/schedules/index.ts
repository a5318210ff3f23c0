import { findMember } from '../member.js';
import { constant } from './constant.js';
import { cosine } from './cosine.js';
import { exponential } from './exponential.js';
import { inverseTime } from './inverseTime.js';
import { multiStep } from './multiStep.js';
import { oneCycle } from './oneCycle.js';
import { polynomial } from './polynomial.js';
import { reduceOnPlateau } from './reduceOnPlateau.js';
import type { ScheduleMember } from './schedule.js';
import { step } from './step.js';

export const schedules: readonly ScheduleMember[] = [
  constant,
  step,
  multiStep,
  exponential,
  inverseTime,
  polynomial,
  cosine,
  oneCycle,
  reduceOnPlateau,
];

/** The schedule of this name; undefined where there is none. */
export function findSchedule(name: string): ScheduleMember | undefined {
  return findMember(schedules, name);
}
