import type { Rows } from './session.js';
import type { TrainingPlan } from './trainingPlan.js';

/** Throws where rows are not what a plan takes: a class that is none would have a kernel read outside of its row. */
export function checkRows(plan: TrainingPlan, { count, inputs, targets }: Rows): void {
  checkLength('inputs', inputs.length, count * plan.inputWidth);
  checkLength('targets', targets.length, count * plan.targetWidth);
  const { positions } = plan.network;
  const classes = plan.outputs / positions;
  if (plan.lossMember.target(classes) !== 'classIndex') return;
  const wrong = targets.findIndex((target) => !(Number.isInteger(target) && target >= 0 && target < classes));
  if (wrong >= 0)
    throw new RangeError(`row ${Math.floor(wrong / positions)} is of class ${targets[wrong]}, of ${classes}`);
}

function checkLength(what: string, found: number, expected: number): void {
  if (found !== expected) throw new RangeError(`${found} values of ${what}, expected ${expected}`);
}
