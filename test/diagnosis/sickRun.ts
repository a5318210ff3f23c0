import type { FindingCode } from '../../src/spec/findingCodes.js';
import type { TableName, WrittenSpec } from './tables.js';

/** A network made sick in one way. */
export interface SickRun {
  readonly code: FindingCode;
  /** Where it learns from a table of the harness. */
  readonly table?: TableName;
  readonly name: string;
  readonly spec: (seed: number) => WrittenSpec | string;
}
