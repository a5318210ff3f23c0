import type { Task } from '../../engine/config.js';
import { quote } from '../describe.js';
import type { Draft } from '../draft.js';
import type { Report } from '../report.js';
import { removeFix, setFix } from '../fixes.js';
import { reportContradiction } from './check.js';
import { taskOf } from './lossAndTask.js';

/** Stopping early: whether what is watched will be there, and whether there is time to stop. */
export function checkStopping({ training, data }: Draft, report: Report): void {
  const stopping = training.earlyStopping;
  if (!stopping) return;
  const path = ['training', 'earlyStopping'];
  const { monitor, patience } = stopping;
  const { epochs } = training;
  if (patience !== undefined && epochs !== undefined && patience >= epochs)
    report({
      severity: 'warning',
      code: 'no-effect',
      message: `"earlyStopping" has no effect: its patience of ${patience} epochs is as long as the training of ${epochs}. Lower "patience", or train longer.`,
      path: [...path, 'patience'],
      fixes: [removeFix(path)],
    });
  if (monitor === undefined) return;
  if (data.validation === 0 && monitor.startsWith('validation'))
    reportContradiction(
      report,
      [...path, 'monitor'],
      `${quote(monitor)} cannot be watched: "validation" is 0, so nothing is validated. Watch "loss", or set "validation".`,
      [setFix([...path, 'monitor'], 'loss')],
    );
}

/** Whether the metric that is watched is measured for this task. */
export function checkMonitor(draft: Draft, report: Report): void {
  const task = taskOf(draft);
  const monitor = draft.training.earlyStopping?.monitor;
  if (!task || monitor === undefined) return;
  const needed = neededBy(monitor);
  if (needed === null || needed.has(task)) return;
  const path = ['training', 'earlyStopping', 'monitor'];
  const loss = monitor.startsWith('validation') ? 'validationLoss' : 'loss';
  reportContradiction(
    report,
    path,
    `${quote(monitor)} is measured for ${needed.what}, but the task is ${quote(task)}. Watch ${quote(loss)}.`,
    [setFix(path, loss)],
  );
}

/** For which tasks a metric is measured; null where for all. */
function neededBy(monitor: string): { readonly what: string; has(task: Task): boolean } | null {
  if (/accuracy$/i.test(monitor)) return { what: 'classes', has: (task) => task !== 'regression' };
  if (/perplexity$/i.test(monitor)) return { what: 'a language', has: (task) => task === 'language' };
  if (/(error|r2)$/i.test(monitor)) return { what: 'numbers', has: (task) => task === 'regression' };
  return null;
}
