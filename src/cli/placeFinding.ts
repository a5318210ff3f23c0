import type { Finding } from '../runs/finding.js';
import { locate, type Positions } from '../spec/positions.js';

/** A finding with its lines and columns, keys in the order of `check --json`. */
export interface PlacedFinding extends Finding {
  readonly line: number;
  readonly column: number;
}

/** Says where in the spec's text a finding and what is related to it stand. */
export function placeFinding(finding: Finding, positions: Positions) {
  const { line, column } = locate(positions, finding.path);
  return {
    severity: finding.severity,
    code: finding.code,
    layer: finding.layer,
    parameter: finding.parameter,
    message: finding.message,
    value: finding.value,
    threshold: finding.threshold,
    source: finding.source,
    line,
    column,
    path: finding.path,
    step: finding.step,
    related: finding.related.map(({ message, path }) => ({
      message,
      line: locate(positions, path).line,
      path,
    })),
    fixes: finding.fixes,
  } satisfies PlacedFinding;
}
