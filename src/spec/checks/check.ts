import type { Draft } from '../draft.js';
import type { Families } from '../families.js';
import { removeFix } from '../fixes.js';
import type { Report } from '../report.js';
import type { Fix, SpecPath } from '../spec.js';

/** Looks at several options together. It reports what contradicts itself, and what has no effect. */
export type Check = (draft: Draft, report: Report, families: Families) => void;

/** Reports that what stands at `path` cannot go together with something else. */
export function reportContradiction(
  report: Report,
  path: SpecPath,
  message: string,
  fixes: readonly Fix[] = [],
): void {
  report({ code: 'contradiction', message, path, fixes });
}

/** Warns that what stands at `path` changes nothing; the fix removes it. */
export function reportNoEffect(report: Report, path: SpecPath, message: string): void {
  report({ severity: 'warning', code: 'no-effect', message, path, part: 'key', fixes: [removeFix(path)] });
}
