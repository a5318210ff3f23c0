import { allZeros } from './allZeros.js';
import { deadRows } from './deadRows.js';
import { identicalRows } from './identicalRows.js';
import { notFinite } from './notFinite.js';
import { outOfScale } from './outOfScale.js';
import { roleOf } from './role.js';
import type { TensorFacts, WeightFinding, WeightRule } from './weightRule.js';

/** Every rule that the weights of a file are held against, the worst first. */
export const weightRules: readonly WeightRule[] = [notFinite, allZeros, deadRows, identicalRows, outOfScale];

/** What the rules say of the tensors known so far; by rule, then in the tensors' order. */
export function findInWeights(tensors: readonly TensorFacts[]): WeightFinding[] {
  const roles = new Map<string, TensorFacts[]>();
  for (const tensor of tensors) {
    const role = roleOf(tensor);
    const held = roles.get(role);
    if (held) held.push(tensor);
    else roles.set(role, [tensor]);
  }
  return weightRules.flatMap((rule) =>
    tensors.flatMap((tensor) => {
      const remark = rule.look(tensor, roles.get(roleOf(tensor))!);
      const { severity, code, threshold, source } = rule;
      return remark ? [{ severity, code, parameter: tensor.name, ...remark, threshold, source }] : [];
    }),
  );
}
