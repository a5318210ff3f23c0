import type { EpochMetrics, RunRecord } from '../../protocol/runPanel.js';
import type { SampleColumn, SampleColumns } from '../../protocol/training.js';

/** A panel watches a layer through its first parameter. */
export const watchedParameters = (run: RunRecord): readonly string[] =>
  run.layers.flatMap(({ parameters }) => parameters[0]?.name ?? []);

/** The columns of these parameters alone: those of the others (biases above all) would double each message. */
export function watchedSamples(names: readonly string[], samples: SampleColumns): SampleColumns {
  const pick = (columns: SampleColumns['gradientNorm']): Record<string, SampleColumn> =>
    Object.fromEntries(names.flatMap((name) => (columns[name] ? [[name, columns[name]]] : [])));
  return {
    ...samples,
    gradientNorm: pick(samples.gradientNorm),
    updateRatio: pick(samples.updateRatio),
  };
}

/**
 * Epochs without their gradient norms, of which a panel shows none: of hundreds of layers they would be nearly all of
 * each message, and a run of a thousand epochs would take seconds to open.
 */
export const watchedEpochs = (epochs: readonly EpochMetrics[]): EpochMetrics[] =>
  epochs.map((epoch) => ({ ...epoch, gradientNorm: {} }));
