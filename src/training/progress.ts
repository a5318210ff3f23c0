import type { Progress } from './events.js';

/** Over how long the speed is averaged. */
const windowMilliseconds = 3000;

/** Estimates speed and time left from what was done lately; pauses do not count. */
export interface ProgressMeter {
  /** `step` global, from 0 done; `activeMilliseconds` without pauses. */
  measure(step: number, loss: number | null, activeMilliseconds: number): Progress;
}

export function createProgressMeter(
  plan: { readonly epochs: number; readonly stepsPerEpoch: number; readonly trainRows: number },
  firstStep: number,
): ProgressMeter {
  const marks = [{ step: firstStep, time: 0 }];
  return {
    measure: (step, loss, time) => {
      while (marks.length > 1 && time - marks[1]!.time >= windowMilliseconds) marks.shift();
      if (time - marks[marks.length - 1]!.time >= windowMilliseconds / 10) marks.push({ step, time });
      const from = marks[0]!;
      const stepsPerSecond = (1000 * (step - from.step)) / Math.max(time - from.time, 1e-3);
      const left = plan.epochs * plan.stepsPerEpoch - step;
      return {
        epoch: step / plan.stepsPerEpoch,
        plannedEpochs: plan.epochs,
        step,
        loss,
        samplesPerSecond: (stepsPerSecond * plan.trainRows) / plan.stepsPerEpoch,
        secondsLeft: stepsPerSecond > 0 ? left / stepsPerSecond : 0,
      };
    },
  };
}
