import type { Option, Options } from '../../engine/option.js';
import { findingCodes } from '../findingCodes.js';

/** What a finding is compared with: its built-in threshold, and in words what is measured. */
export interface FindingThreshold {
  readonly default: number;
  readonly doc: string;
}

/** By finding code; null where there is nothing to compare. Absent: not said. */
export type FindingThresholds = Readonly<Record<string, FindingThreshold | null>>;

/** The keys of `health`: one per finding, to turn it off or to set its threshold. */
export function makeHealthOptions(thresholds: FindingThresholds = {}): Options {
  return Object.fromEntries(
    Object.entries(findingCodes).map(([code, doc]): [string, Option] => [
      code,
      {
        kind: 'any',
        of: [
          { kind: 'choice', values: ['off'] },
          { kind: 'object', options: { threshold: thresholdOption(thresholds[code]) } },
        ],
        doc: `${doc} ${usageOf(thresholds[code])}`,
      },
    ]),
  );
}

function thresholdOption(threshold: FindingThreshold | null | undefined): Option {
  const doc = 'From which value on this is found, instead of the built-in one.';
  return threshold
    ? { kind: 'number', default: threshold.default, doc: `${doc} ${threshold.doc}` }
    : { kind: 'number', doc };
}

function usageOf(threshold: FindingThreshold | null | undefined): string {
  if (threshold === null) return '`"off"` silences it; it has no threshold.';
  return `\`"off"\`, or \`{ "threshold": ${threshold ? threshold.default : '…'} }\`.`;
}
