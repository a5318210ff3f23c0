import type { Finding } from '../runs/finding.js';
import type { Metrics } from '../runs/metrics.js';
import type { Spec } from '../spec/spec.js';
import { diverging } from './diverging.js';
import { explodingGradient } from './explodingGradient.js';
import { notFinite } from './notFinite.js';
import type { Rule, RuleContext } from './rule.js';
import { vanishingGradient } from './vanishingGradient.js';
import { watchLayers } from './watchedLayers.js';

/** Every rule that a run is held against, gravest first. */
export const rules: readonly Rule[] = [notFinite, diverging, explodingGradient, vanishingGradient];

/**
 * What is ill with a run, as far as it has come: the same while it trains, read back from its folder, or from
 * others' event files. A rule that the spec's `health` switches off is not asked; what follows from another finding
 * is told as related to that one.
 */
export function diagnose({ spec, metrics }: { readonly spec: Spec; readonly metrics: Metrics }): Finding[] {
  const seen = { spec, metrics, watched: watchLayers(spec, metrics) };
  return foldExplained(rules.flatMap((rule) => applyRule(rule, seen)));
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

function foldExplained(findings: readonly Finding[]): Finding[] {
  const causeOf = (finding: Finding): Finding | undefined =>
    findings.find((other) => explainedBy(other.code).includes(finding.code));
  return findings
    .filter((finding) => causeOf(finding) === undefined)
    .map((finding) => {
      const explained = findings.filter((other) => causeOf(other) === finding);
      const told = explained.map(({ message, path }) => ({ message, path }));
      return { ...finding, related: [...finding.related, ...told] };
    });
}

function explainedBy(code: string): readonly string[] {
  return rules.find((rule) => rule.code === code)?.explains ?? [];
}
