import type { EpochMetrics } from '../metrics.js';
import { epochColumns, fixedColumns } from './epochRow.js';
import { SummaryTemplate } from './summaryTemplate.js';
import { epochTag, metricTag, validationLossTag } from './tags.js';

/** The summary of an epoch: its figures as scalars for everybody, and all of them exactly for ourselves. */
export class EpochTemplate {
  readonly columns: readonly string[];
  private readonly metrics: readonly string[];
  private readonly parameters: readonly string[];
  private readonly hasValidation: boolean;
  private readonly summary: SummaryTemplate;

  constructor(epoch: EpochMetrics) {
    this.columns = epochColumns(epoch);
    this.metrics = Object.keys(epoch.metrics);
    this.parameters = Object.keys(epoch.gradientNorm);
    this.hasValidation = epoch.validationLoss !== null;
    const tags = this.metrics.map(metricTag);
    if (this.hasValidation) tags.unshift(validationLossTag);
    this.summary = new SummaryTemplate(tags, { tag: epochTag, length: this.columns.length });
  }

  /** Whether this epoch has the same figures, by name and order. */
  fits(epoch: EpochMetrics): boolean {
    return (
      this.hasValidation === (epoch.validationLoss !== null) &&
      hasKeys(epoch.metrics, this.metrics) &&
      hasKeys(epoch.gradientNorm, this.parameters)
    );
  }

  /** The encoded Summary of an epoch that fits; valid until the next one. */
  encode(epoch: EpochMetrics): Uint8Array {
    const { summary } = this;
    let scalar = 0;
    let element = 0;
    if (this.hasValidation) summary.setScalar(scalar++, epoch.validationLoss ?? NaN);
    for (const column of fixedColumns) summary.setVectorElement(element++, epoch[column] ?? NaN);
    for (const name of this.metrics) {
      const value = epoch.metrics[name] ?? NaN;
      summary.setScalar(scalar++, value);
      summary.setVectorElement(element++, value);
    }
    for (const name of this.parameters) summary.setVectorElement(element++, epoch.gradientNorm[name] ?? NaN);
    return summary.bytes;
  }
}

function hasKeys(record: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in record) {
    if (keys[at++] !== key) return false;
  }
  return at === keys.length;
}
