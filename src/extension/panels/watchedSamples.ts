import type { RunRecord } from '../../protocol/runPanel.js';
import type { SampleColumns } from '../../protocol/training.js';

/** A panel watches a layer through its first parameter. */
export const watchedParameters = (run: RunRecord): readonly string[] =>
  run.layers.flatMap(({ parameters }) => parameters[0]?.name ?? []);

/** The columns of these parameters alone: those of the others (biases above all) would double each message. */
export function watchedSamples(names: readonly string[], samples: SampleColumns): SampleColumns {
  const pick = (columns: SampleColumns['gradientNorm']): Record<string, Float64Array> =>
    Object.fromEntries(names.flatMap((name) => (columns[name] ? [[name, columns[name]]] : [])));
  return {
    ...samples,
    gradientNorm: pick(samples.gradientNorm),
    updateRatio: pick(samples.updateRatio),
  };
}
