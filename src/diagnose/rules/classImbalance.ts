import { balanceClasses } from '../fixes/data.js';
import { rankFixes } from '../fixes/fix.js';
import { defineRule, findingAt } from '../rule.js';
import { say } from '../say.js';

export const classImbalance = defineRule({
  code: 'class-imbalance',
  doc: 'A class is so rare that a network which never names it is right nearly always. The loss then has little to gain from the rare class, which is often the one that matters.',
  severity: 'warning',
  source:
    'Google, Imbalanced datasets, https://developers.google.com/machine-learning/crash-course/overfitting/imbalanced-datasets',
  threshold: { default: 0.1, doc: 'Training rows of the rarest class over those of the commonest.' },
  needs: ['facts'],
  speaks: 'Before the first step.',
  remedies: 'Weigh classes by their rarity (`"classWeights": "balanced"`).',
  check({ spec, metrics: { facts }, threshold }) {
    if (!facts?.classes || facts.classes.length < 2 || spec.data.classWeights !== undefined) return [];
    const sorted = facts.classes.toSorted((a, b) => a.rows - b.rows);
    const [rarest, commonest] = [sorted[0]!, sorted.at(-1)!];
    const value = rarest.rows / commonest.rows;
    if (!(value < threshold)) return [];
    const rows = (count: number): string => `${count} row${count === 1 ? '' : 's'}`;
    return [
      findingAt(['data'], {
        message: `Classes are uneven: "${rarest.name}" has ${rows(rarest.rows)}, "${commonest.name}" ${rows(commonest.rows)}: ${say(value)} of them, below ${say(threshold)}`,
        value,
        step: 0,
        fixes: rankFixes(balanceClasses(spec)),
      }),
    ];
  },
});
