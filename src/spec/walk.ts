import type { Families } from './families.js';
import type { Report } from './report.js';
import type { SpecPath } from './spec.js';

/** What a walk over the tree carries along. */
export interface Walk {
  readonly families: Families;
  readonly report: Report;
  /** The text has syntax errors: what seems to be missing may only be unreadable. */
  readonly broken: boolean;
}

/** A value on its way through the tables: where it stands and what it is called in messages. */
export interface Place {
  readonly path: SpecPath;
  /** `"units" of dense "hidden"` */
  readonly name: string;
}
