import { quote } from '../describe.js';
import type { Draft } from '../draft.js';
import type { Report } from '../report.js';
import { removeFix, setFix } from '../fixes.js';
import { reportContradiction, reportNoEffect } from './check.js';

export function checkOptimizer({ optimizer }: Draft, report: Report): void {
  if (optimizer?.nesterov === true && optimizer.momentum === 0)
    reportContradiction(
      report,
      ['optimizer', 'nesterov'],
      '"nesterov" looks ahead along the momentum, but "momentum" is 0. Set it, to 0.9 for example.',
      [
        { ...setFix(['optimizer', 'momentum'], 0.9), title: 'Set "momentum" to 0.9' },
        { ...removeFix(['optimizer', 'nesterov']), preferred: false },
      ],
    );
}

export function checkSchedule({ optimizer, schedule, training, isGiven }: Draft, report: Report): void {
  const epochs = training.epochs;
  checkMilestones(schedule?.milestones, epochs, report);
  const rate = optimizer?.learningRate;
  const minimum = schedule?.minimum;
  if (typeof rate === 'number' && typeof minimum === 'number' && minimum > rate)
    reportContradiction(
      report,
      ['schedule', 'minimum'],
      `The schedule falls to "minimum" ${minimum}, but the learning rate starts below it, at ${rate}. Lower "minimum", or raise "learningRate".`,
    );
  if (
    schedule?.type === 'oneCycle' &&
    isGiven(['schedule', 'maximum']) &&
    isGiven(['optimizer', 'learningRate'])
  )
    reportNoEffect(
      report,
      ['optimizer', 'learningRate'],
      '"learningRate" has no effect: the schedule "oneCycle" goes by its own "maximum".',
    );
  if (epochs === undefined) return;
  for (const key of ['every', 'restartEvery'])
    if (isGiven(['schedule', key]) && typeof schedule?.[key] === 'number' && schedule[key] >= epochs)
      reportNoEffect(
        report,
        ['schedule', key],
        `${quote(key)} ${schedule[key]} is never reached: the training has ${epochs} epochs. Lower it, or train longer.`,
      );
  const warmup = schedule?.warmupEpochs;
  if (typeof warmup === 'number' && warmup > epochs)
    report({
      severity: 'warning',
      code: 'contradiction',
      message: `The warm-up of ${warmup} epochs is longer than the training of ${epochs}: the full learning rate is never reached. Lower "warmupEpochs", or train longer.`,
      path: ['schedule', 'warmupEpochs'],
    });
}

function checkMilestones(milestones: unknown, epochs: number | undefined, report: Report): void {
  if (!Array.isArray(milestones)) return;
  const given = milestones as readonly number[];
  const path = ['schedule', 'milestones'];
  const sorted = [...new Set(given)].sort((a, b) => a - b);
  const wrong = given.findIndex((milestone, index) => index > 0 && milestone <= (given[index - 1] ?? -1));
  if (wrong >= 0)
    report({
      code: 'unsorted',
      message: `"milestones" must grow, but ${given[wrong] ?? ''} follows ${given[wrong - 1] ?? ''}. Sort them.`,
      path: [...path, wrong],
      fixes: [setFix(path, sorted)],
    });
  given.forEach((milestone, index) => {
    if (epochs !== undefined && milestone >= epochs)
      report({
        severity: 'warning',
        code: 'no-effect',
        message: `Milestone ${milestone} is never reached: the training has ${epochs} epochs, counted from 0. Lower it, or train longer.`,
        path: [...path, index],
      });
  });
}
