import { formatLoss } from '../../src/display/numbers.js';
import { describeMetric } from '../parts/metrics.js';
import type { RunModel } from './model.js';
import type { Status } from './status.js';

/** Least time between two epochs read aloud, in ms. */
const pause = 20_000;

/** Decides what a screen reader is told: changes of state and new findings at once, epochs sparingly. */
export class Speaker {
  #word: string | null = null;
  #codes = new Set<string>();
  #epoch = 0;
  #spokenAt = -Infinity;

  /** The next thing to say, or null. `now` in ms. */
  next(model: RunModel, status: Status, now: number): string | null {
    const parts: string[] = [];
    const changed = status.word !== this.#word;
    if (changed) parts.push(`${status.word}.`);
    const fresh = model.findings.filter((finding) => !this.#codes.has(finding.code));
    const codes = new Set(model.findings.map((finding) => finding.code));
    for (const code of codes) {
      const finding = fresh.find((candidate) => candidate.code === code);
      if (finding) parts.push(`Finding: ${finding.message}.`);
    }
    const epoch = model.epochs.at(-1);
    if (epoch && epoch.epoch !== this.#epoch && (changed || now - this.#spokenAt >= pause))
      parts.push(describeEpoch(model));
    this.#word = status.word;
    this.#codes = codes;
    if (parts.length === 0) return null;
    this.#epoch = epoch?.epoch ?? 0;
    this.#spokenAt = now;
    return parts.join(' ');
  }
}

function describeEpoch(model: RunModel): string {
  const last = model.epochs.at(-1)!;
  const parts = [`Epoch ${last.epoch} of ${model.plannedEpochs}`, `loss ${formatLoss(last.loss)}`];
  if (last.validationLoss !== null) parts.push(`validation loss ${formatLoss(last.validationLoss)}`);
  for (const [name, pair] of model.metrics) {
    const words = describeMetric(name);
    const value = (model.hasValidation ? pair.validation : pair.training).y.last();
    if (Number.isFinite(value)) parts.push(`${words.title.toLowerCase()} ${words.format(value)}`);
    break;
  }
  return `${parts.join(', ')}.`;
}
