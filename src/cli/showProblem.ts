import type { Problem } from '../spec/spec.js';
import { shortPath } from './shortPath.js';
import { paint, type Style, type Terminal } from './terminal.js';

export const severityStyles: Record<Problem['severity'], Style> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
};

/** `penguins.nn.json:12:5 error: …`, which terminals make a link. */
export function showProblem(
  terminal: Terminal,
  specPath: string,
  { severity, line, column, message }: Pick<Problem, 'severity' | 'line' | 'column' | 'message'>,
): string {
  const place = `${shortPath(specPath)}:${line}:${column}`;
  return `${place} ${paint(terminal, severityStyles[severity], severity)}: ${message}`;
}
