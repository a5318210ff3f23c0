import type { Finding } from '../runs/finding.js';
import type { Metrics } from '../runs/metrics.js';
import type { Spec } from '../spec/spec.js';
import { foldExplained } from './fold.js';
import type { Rule, RuleContext } from './rule.js';
import { badFirstLoss } from './rules/badFirstLoss.js';
import { classImbalance } from './rules/classImbalance.js';
import { deadUnits } from './rules/deadUnits.js';
import { diverging } from './rules/diverging.js';
import { explodingGradient } from './rules/explodingGradient.js';
import { frozenEverything } from './rules/frozenEverything.js';
import { learningRateTooHigh } from './rules/learningRateTooHigh.js';
import { learningRateTooLow } from './rules/learningRateTooLow.js';
import { notFinite } from './rules/notFinite.js';
import { oscillating } from './rules/oscillating.js';
import { overfitting } from './rules/overfitting.js';
import { plateau } from './rules/plateau.js';
import { poorInitialisation } from './rules/poorInitialisation.js';
import { saturatedUnits } from './rules/saturatedUnits.js';
import { symmetricWeights } from './rules/symmetricWeights.js';
import { underfitting } from './rules/underfitting.js';
import { unscaledInputs } from './rules/unscaledInputs.js';
import { updateTooLarge } from './rules/updateTooLarge.js';
import { updateTooSmall } from './rules/updateTooSmall.js';
import { vanishingGradient } from './rules/vanishingGradient.js';
import { weightsCollapsed } from './rules/weightsCollapsed.js';
import { weightsExploding } from './rules/weightsExploding.js';
import { watchLayers } from './watchedLayers.js';

/** Every rule that a run is held against, causes before what can follow from them. */
export const rules: readonly Rule[] = [
  frozenEverything,
  unscaledInputs,
  symmetricWeights,
  poorInitialisation,
  notFinite,
  diverging,
  explodingGradient,
  badFirstLoss,
  learningRateTooHigh,
  weightsCollapsed,
  saturatedUnits,
  deadUnits,
  vanishingGradient,
  weightsExploding,
  oscillating,
  updateTooLarge,
  learningRateTooLow,
  updateTooSmall,
  classImbalance,
  overfitting,
  underfitting,
  plateau,
];

/**
 * What is ill with a run, as far as it has come: the same while it trains, read back from its folder, or from
 * others' event files. A rule that the spec's `health` switches off is not asked; what follows from another finding
 * is told as related to that one.
 */
export function diagnose({ spec, metrics }: { readonly spec: Spec; readonly metrics: Metrics }): Finding[] {
  const seen = { spec, metrics, watched: watchLayers(spec, metrics) };
  return foldExplained(rules.flatMap((rule) => applyRule(rule, seen).map((finding) => ({ rule, finding }))));
}

function applyRule(rule: Rule, seen: Omit<RuleContext, 'threshold'>): Finding[] {
  const health = seen.spec.health[rule.code];
  if (health === 'off') return [];
  const { code, severity, source } = rule;
  const threshold = rule.threshold && (health?.threshold ?? rule.threshold.default);
  return rule
    .check({ ...seen, threshold: threshold ?? NaN })
    .map((finding) => ({ severity, code, ...finding, threshold, source }));
}
