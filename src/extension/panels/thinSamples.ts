import type { SampleColumn, SampleColumns } from '../../protocol/training.js';

/** About as many as a wide plot has pixels; each keeps two samples. */
const columns = 600;
/** The newest samples stay as they are: their spread is shown. */
const newest = 200;

/**
 * About 1,400 samples of any number. The older ones are cut into stretches of equal length, and each column keeps of
 * a stretch its lowest and its highest value in their order, at the stretch's first and last step, so that no peak
 * is lost; what is not finite stands in the place of the lower. What there is of each layer comes in single precision.
 * Few samples come back as they are.
 */
export function thinSamples(samples: SampleColumns): SampleColumns {
  const old = samples.steps.length - newest;
  if (old <= 2 * columns) return samples;
  const starts = Array.from({ length: columns + 1 }, (_, i) => Math.floor((i * old) / columns));
  const length = 2 * columns + newest;
  const thin = (values: Float64Array): Float64Array => thinInto(new Float64Array(length), values, starts);
  const thinAll = (named: SampleColumns['gradientNorm']): SampleColumns['gradientNorm'] =>
    Object.fromEntries(
      Object.entries(named).map(([name, values]) => [
        name,
        thinInto(new Float32Array(length), values, starts),
      ]),
    );
  return {
    steps: thin(samples.steps),
    loss: thin(samples.loss),
    learningRate: thin(samples.learningRate),
    gradientNorm: thinAll(samples.gradientNorm),
    updateRatio: thinAll(samples.updateRatio),
  };
}

function thinInto<Column extends SampleColumn>(
  kept: Column,
  values: SampleColumn,
  starts: readonly number[],
): Column {
  const old = starts.at(-1)!;
  for (let column = 0; column + 1 < starts.length; column++) {
    const start = starts[column]!;
    const end = starts[column + 1]!;
    let low = -1;
    let high = -1;
    let broken = -1;
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) broken = i;
      else {
        if (low < 0 || value < values[low]!) low = i;
        if (high < 0 || value > values[high]!) high = i;
      }
    }
    const one = broken < 0 ? low : broken;
    const other = high < 0 ? broken : high;
    kept[2 * column] = values[Math.min(one, other)]!;
    kept[2 * column + 1] = values[Math.max(one, other)]!;
  }
  kept.set(values.subarray(old), 2 * (starts.length - 1));
  return kept;
}
