import { describeMonitor } from '../../display/metricWords.js';
import type { Finding } from '../../runs/finding.js';
import type { RunRecord } from '../../runs/run.js';

/** What became of a finding after its fix. */
export interface Outcome {
  readonly code: string;
  readonly isGone: boolean;
  /** `Use leakyRelu` */
  readonly fix: string;
  /** `validation accuracy 61.2 % → 94.0 %`; null where neither run has a figure. */
  readonly change: string | null;
}

/** The figure that people look at first, by the names that runs have: what is not measured is passed over. */
const figures = ['validationAccuracy', 'validationR2', 'accuracy', 'r2', 'validationLoss', 'loss'] as const;

/** Compares the run that had a finding with the one after its fix. */
export function compareOutcome(
  finding: Pick<Finding, 'code' | 'layer'>,
  fix: string,
  before: RunRecord | null,
  after: { readonly record: RunRecord; readonly findings: readonly Finding[] },
): Outcome {
  const { code, layer } = finding;
  return {
    code,
    fix,
    isGone: !after.findings.some((other) => other.code === code && (layer === null || other.layer === layer)),
    change: describeChange(before, after.record),
  };
}

function describeChange(before: RunRecord | null, after: RunRecord): string | null {
  const name = figures.find((figure) => valueOf(after, figure) !== null || valueOf(before, figure) !== null);
  if (name === undefined) return null;
  const { words, format } = describeMonitor(name);
  return `${words} ${format(valueOf(before, name))} → ${format(valueOf(after, name))}`;
}

function valueOf(record: RunRecord | null, name: (typeof figures)[number]): number | null {
  const final = record?.final;
  if (!final) return null;
  return (name === 'loss' || name === 'validationLoss' ? final[name] : final.metrics[name]) ?? null;
}

/** In a sentence: `dead-units is gone: validation accuracy 61.2 % → 94.0 %`. */
export function describeOutcome({ code, isGone, change }: Outcome): string {
  return `${code} is ${isGone ? 'gone' : 'still there'}${change === null ? '' : `: ${change}`}`;
}
