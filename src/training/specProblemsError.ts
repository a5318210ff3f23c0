import type { Problem } from '../spec/spec.js';
import { RefusedError } from './refusedError.js';

/** A spec that cannot be trained as it is, with all its problems. */
export class SpecProblemsError extends RefusedError {
  constructor(
    specPath: string,
    readonly problems: readonly Problem[],
  ) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    const first = errors[0]!;
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
    super(`${specPath}:${first.line}:${first.column}: ${first.message}${more}`, 'spec-problems');
    this.name = 'SpecProblemsError';
  }
}
