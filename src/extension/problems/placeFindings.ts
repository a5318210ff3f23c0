import type { PlacedFinding } from '../../protocol/runPanel.js';
import type { Finding } from '../../runs/finding.js';
import { parseSpec } from '../../spec/parse.js';
import { locate } from '../../spec/positions.js';

/** Findings with the lines on which they stand in this text. */
export function placeFindings(text: string, findings: readonly Finding[]): PlacedFinding[] {
  if (findings.length === 0) return [];
  const { positions } = parseSpec(text);
  return findings.map((finding) => {
    const { line, column } = locate(positions, finding.path);
    return { ...finding, line, column };
  });
}
