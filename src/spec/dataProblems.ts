import type { DataProblem } from '../data/problem.js';
import type { Positions } from './positions.js';
import { placeProblem } from './report.js';
import type { Problem } from './spec.js';
import { setFix } from './fixes.js';

/**
 * Problems of the data at the keys of the spec that name it. Where in the file it is stands before the message:
 * `penguins.csv:12:3: …`.
 */
export function placeDataProblems(problems: readonly DataProblem[], positions: Positions): Problem[] {
  return problems.map(({ severity, code, message, path, file, line, column, suggestion }) => {
    const place = [file, line, line === undefined ? undefined : column].filter((part) => part !== undefined);
    const isSaid = place.length === 0 || message.startsWith(place.join(':'));
    return placeProblem(positions, {
      severity,
      code,
      message: isSaid || line === undefined ? message : `${place.join(':')}: ${message}`,
      path,
      fixes: suggestion === undefined ? [] : [setFix(path, suggestion)],
    });
  });
}
