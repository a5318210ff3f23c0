import type { Finding } from '../runs/finding.js';
import type { RangeTest } from '../runs/rangeTest.js';
import type { Spec } from '../spec/spec.js';
import { testedPart } from '../spec/testedPart.js';
import { ratePath, setRate } from './fixes/learningRate.js';

/** The rate that a range test suggests for a spec; null where none was made of it as it is now, or none helps. */
export function foundRate(spec: Spec, test: RangeTest | null): number | null {
  return test !== null && test.of === testedPart(spec) ? test.suggestion : null;
}

/**
 * Findings whose fixes of the learning rate take what a range test has found, where that lies in the direction of
 * the fix: measured is better than a factor.
 */
export function useFoundRate(
  findings: readonly Finding[],
  spec: Spec,
  test: RangeTest | null,
): readonly Finding[] {
  const found = foundRate(spec, test);
  const now = currentRate(spec);
  if (found === null || now === undefined || found === now) return findings;
  const change = setRate(spec, found, found < now ? 'Lower' : 'Raise');
  const title = `${change.title}, as the range test found`;
  const isAlike = ({ edits: [edit, more] }: Finding['fixes'][number]): boolean =>
    more === undefined &&
    edit?.path.join() === change.edits[0]!.path.join() &&
    typeof edit.value === 'number' &&
    edit.value < now === found < now;
  return findings.map((finding) => ({
    ...finding,
    fixes: finding.fixes.map((fix) => (isAlike(fix) ? { ...fix, ...change, title } : fix)),
  }));
}

/** The rate that a training of this spec goes by; undefined where it stands nowhere. */
export function currentRate(spec: Spec): number | undefined {
  const [section, key] = ratePath(spec) as ['optimizer' | 'schedule', string];
  const rate = spec[section][key];
  return typeof rate === 'number' ? rate : undefined;
}
