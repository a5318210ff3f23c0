import type { Finding } from '../../runs/finding.js';

export type Fix = Finding['fixes'][number];
/** A fix whose rank is not known yet; null where it does not apply. */
export type MaybeFix = Omit<Fix, 'preferred'> | null;

/** Those that apply, the first of them preferred; of fixes that change the same only the first. */
export function rankFixes(...fixes: readonly MaybeFix[]): Fix[] {
  const applicable = fixes.filter((fix) => fix !== null);
  return applicable
    .filter(({ title }, i) => applicable.findIndex((other) => other.title === title) === i)
    .map((fix, i) => ({ ...fix, preferred: i === 0 }));
}
