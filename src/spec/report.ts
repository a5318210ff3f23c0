import type { Node } from 'jsonc-parser';
import { locate, locateNode, type Positions } from './positions.js';
import type { Fix, Problem, SpecPath } from './spec.js';

/** What is known of a problem before it has its place. */
export interface Complaint {
  readonly severity?: Problem['severity'];
  readonly code: string;
  readonly message: string;
  readonly path: SpecPath;
  /** What is underlined; default: the value at the path. */
  readonly part?: 'key' | 'value';
  /** The node that is meant, where the path alone does not tell (a key written twice). */
  readonly node?: Node;
  readonly fixes?: readonly Fix[];
}

export type Report = (complaint: Complaint) => void;

/** Collects complaints as problems with their places. Messages made of clauses begin with a capital letter here. */
export function reportInto(problems: Problem[], positions: Positions): Report {
  return (complaint) => {
    const message = complaint.message.charAt(0).toUpperCase() + complaint.message.slice(1);
    problems.push(placeProblem(positions, { ...complaint, message }));
  };
}

/** A complaint with its place in the text. */
export function placeProblem(positions: Positions, complaint: Complaint): Problem {
  const { severity = 'error', code, message, path, part = 'value', node, fixes } = complaint;
  const place = node ? locateNode(positions, node, part) : locate(positions, path, part);
  return { severity, code, message, path, ...place, ...(fixes && fixes.length > 0 ? { fixes } : {}) };
}
