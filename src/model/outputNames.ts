import type { Preprocessing } from '../data/preprocessing.js';

/** What each output of a network stands for: a class, of two classes the second, a label, a target. */
export function outputNames({ task, target }: Preprocessing): string[] {
  if (target.kind !== 'class') return [...target.columns];
  const classes = target.classes.map(String);
  return task === 'binary' ? classes.slice(1) : classes;
}
