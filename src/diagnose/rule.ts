import type { FindingCode } from '../spec/findingCodes.js';
import type { Spec } from '../spec/spec.js';
import type { Finding } from '../runs/finding.js';
import type { Metrics } from '../runs/metrics.js';
import type { WatchedLayers } from './watchedLayers.js';

/** All that a rule may look at. */
export interface RuleContext {
  readonly spec: Spec;
  readonly metrics: Metrics;
  /** The layers that learn, with what was measured of them. */
  readonly watched: WatchedLayers;
  /** The rule's own, or the one that the spec's `health` gives; NaN where the rule has none. */
  readonly threshold: number;
}

/** What a rule has found; code, threshold and source are added from the rule, and severity where it says no other. */
export type RuleFinding = Omit<Finding, 'code' | 'severity' | 'threshold' | 'source'> &
  Partial<Pick<Finding, 'severity'>>;

/** One diagnosis: pure, from the spec and what was measured to findings. */
export interface Rule {
  readonly code: FindingCode;
  /** Two or three sentences: what it means and why it matters. */
  readonly doc: string;
  readonly severity: Finding['severity'];
  /** The paper or guide, and where it can be read. */
  readonly source: string;
  /** `default` is from the source; the doc says what is compared with it. Null: there is nothing to compare. */
  readonly threshold: { readonly default: number; readonly doc: string } | null;
  /** What it reads: tags of scalars (those that end in `/` stand for all of their kind), `epochs`, or `facts`. */
  readonly needs: readonly string[];
  /** From when on it may speak, as its page says it. */
  readonly speaks: string;
  /** Its fixes in words, most likely first. */
  readonly remedies: string;
  /** Findings of these codes follow from this one: where both are there, they are told as related to it. */
  readonly explains?: readonly FindingCode[];
  check(context: RuleContext): readonly RuleFinding[];
}

export function defineRule(rule: Rule): Rule {
  return rule;
}

/** What findings have in common that belong to no layer. */
export function findingAt(
  path: RuleFinding['path'],
  finding: Omit<RuleFinding, 'path' | 'layer' | 'parameter' | 'related'> & Partial<RuleFinding>,
): RuleFinding {
  return { layer: null, parameter: null, path, related: [], ...finding };
}
