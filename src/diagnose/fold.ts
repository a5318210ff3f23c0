import type { Finding } from '../runs/finding.js';
import type { Rule } from './rule.js';

interface Found {
  readonly rule: Rule;
  readonly finding: Finding;
}

const gravity = { information: 0, warning: 1, error: 2 } as const;

/**
 * Groups findings by their cause: what an earlier finding explains is told as related to the first in that chain,
 * which is as grave as the gravest of them.
 */
export function foldExplained(found: readonly Found[]): Finding[] {
  const roots = found.map((_, index) => rootOf(found, index));
  return found.flatMap(({ finding }, index) => {
    if (roots[index] !== index) return [];
    const explained = found
      .filter((_, other) => other !== index && roots[other] === index)
      .map((other) => other.finding);
    const severity = [finding, ...explained].reduce(
      (worst, other) => (gravity[other.severity] > gravity[worst] ? other.severity : worst),
      finding.severity,
    );
    const told = explained.map(({ message, path }) => ({ message, path }));
    return [{ ...finding, severity, related: [...finding.related, ...told] }];
  });
}

/** The finding that this one follows from in the end; itself where none explains it. */
function rootOf(found: readonly Found[], index: number, seen: readonly number[] = []): number {
  const cause = found.findIndex(
    (_, other) => other !== index && !seen.includes(other) && isCause(found, other, index),
  );
  return cause < 0 ? index : rootOf(found, cause, [...seen, index]);
}

/** Of two that explain each other the one that began first is the cause, at the same step the one told first. */
function isCause(found: readonly Found[], cause: number, effect: number): boolean {
  const [a, b] = [found[cause]!, found[effect]!];
  if (!a.rule.explains?.includes(b.rule.code)) return false;
  if (!b.rule.explains?.includes(a.rule.code)) return true;
  return a.finding.step < b.finding.step || (a.finding.step === b.finding.step && cause < effect);
}
