import type { MemberConfig, Task } from '../../engine/config.js';
import { findLoss } from '../../engine/losses/index.js';
import { joinWords, quote } from '../describe.js';
import type { Draft } from '../draft.js';
import type { Fix } from '../spec.js';
import type { Report } from '../report.js';
import { defaultLosses } from '../toConfig.js';
import { setFix } from '../fixes.js';
import { reportContradiction, reportNoEffect } from './check.js';

/** The task that a loss decides; undefined where it fits several and the target must tell. */
export function taskOfLoss(loss: MemberConfig, targets: number): Task | undefined {
  const tasks = findLoss(loss.type)?.tasks ?? [];
  if (tasks.includes('multilabel')) return targets > 1 ? 'multilabel' : 'binary';
  if (tasks.includes('classification') && tasks.includes('binary')) return undefined;
  return tasks[0];
}

/** Given, or decided by the loss. */
export function taskOf({ task, loss, data }: Draft): Task | undefined {
  return task ?? (loss && taskOfLoss(loss, data.target?.length ?? 1));
}

export function checkLoss({ task, loss }: Draft, report: Report): void {
  const known = loss && findLoss(loss.type);
  if (!task || !known || known.tasks.includes(task)) return;
  reportContradiction(
    report,
    ['loss'],
    `The loss ${quote(known.name)} is for ${joinWords(known.tasks.map(quote))}, but the task is ${quote(task)}. Take ${quote(defaultLosses[task])}, or change the task.`,
    [
      setFix(['loss'], defaultLosses[task]),
      ...known.tasks.map((other) => ({ ...setFix(['task'], other), preferred: false })),
    ],
  );
}

/** Targets and their options against the task. */
export function checkTarget(draft: Draft, report: Report): void {
  const { data, loss, isGiven } = draft;
  const task = taskOf(draft);
  if (!task) return;
  const targets = data.target?.length ?? 1;
  if (targets > 1 && (task === 'classification' || task === 'binary'))
    reportContradiction(
      report,
      ['data', 'target'],
      `The task ${quote(task)} has one target, but there are ${targets}. Several 0/1 columns are "multilabel", several numbers "regression".`,
    );
  if (isGiven(['data', 'scaleTarget']) && data.scaleTarget === 'standard' && task !== 'regression')
    reportNoEffect(
      report,
      ['data', 'scaleTarget'],
      `"scaleTarget" has no effect: the task is ${quote(task)}, and only the target of a regression is scaled.`,
    );
  if (isGiven(['data', 'context']) && task !== 'language')
    reportNoEffect(
      report,
      ['data', 'context'],
      `"context" has no effect: the task is ${quote(task)}, and only "language" reads sequences.`,
    );
  if (!isGiven(['data', 'classWeights'])) return;
  const taken = findLoss(loss?.type ?? defaultLosses[task]);
  if (task === 'regression' || (taken && !taken.takesClassWeights))
    reportNoEffect(
      report,
      ['data', 'classWeights'],
      task === 'regression'
        ? '"classWeights" has no effect: a regression has no classes.'
        : `"classWeights" has no effect: the loss ${quote(taken?.name ?? '')} cannot weigh classes.`,
    );
}

/** A softmax or sigmoid at the end, where the loss has its own; or another function, that bends what the loss reads. */
export function checkOutput(draft: Draft, report: Report): void {
  const task = taskOf(draft);
  const loss = draft.loss?.type ?? (task && defaultLosses[task]);
  const last = draft.layers.at(-1);
  if (!last) return;
  const path = ['layers', last.index, last.type === 'activation' ? 'function' : 'activation'];
  const given = last[path[2] as string] as MemberConfig | undefined;
  const doubled = { crossEntropy: 'softmax', binaryCrossEntropy: 'sigmoid' }[loss ?? ''];
  if (!given || given.type === 'linear') return;
  const fixes: Fix[] = [
    {
      title: `Remove the ${given.type}`,
      preferred: true,
      edits: [{ op: 'remove', path: last.type === 'activation' ? path.slice(0, 2) : path }],
    },
  ];
  if (given.type !== doubled) {
    if (doubled === undefined) return;
    report({
      severity: 'warning',
      code: 'bounded-output',
      message: `The loss ${quote(loss ?? '')} reads logits, which may be any number, but the ${given.type} of the last layer bends them: some classes can hardly be told. Remove it; predictions are probabilities all the same.`,
      path,
      fixes,
    });
    return;
  }
  report({
    severity: 'warning',
    code: 'doubled-activation',
    message: `The loss ${quote(loss ?? '')} contains the ${doubled} already: with another before it the network learns slowly. Remove it; predictions are probabilities all the same.`,
    path,
    fixes,
  });
}
