import type { Dataset } from '../../data/dataset.js';
import type { FeatureEncoding } from '../../data/preprocessing.js';
import type { InputSize, RunFacts } from '../../runs/facts.js';

/** So many rows, evenly spread, say enough about how large an input is. */
const mostRows = 2000;

/** The inputs of largest and smallest size (√(mean² + std²)) as the network reads them; categories are left out. */
export function measureInputs({ train, preprocessing }: Dataset): RunFacts['inputs'] {
  const width = preprocessing.inputs;
  const stride = Math.max(1, Math.ceil(train.count / mostRows));
  let largest: InputSize | null = null;
  let smallest: InputSize | null = null;
  let at = 0;
  for (const feature of preprocessing.features) {
    const columns = widthOf(feature);
    for (let i = at; i < at + columns && feature.kind !== 'category'; i++) {
      const size = measureColumn(train.inputs, i, width, stride, nameOf(feature, i - at));
      if (size.std === 0) continue;
      if (largest === null || rmsOf(size) > rmsOf(largest)) largest = size;
      if (smallest === null || rmsOf(size) < rmsOf(smallest)) smallest = size;
    }
    at += columns;
  }
  return largest && smallest && { largest, smallest };
}

function measureColumn(
  inputs: Float32Array,
  column: number,
  width: number,
  stride: number,
  name: string,
): InputSize {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let at = column; at < inputs.length; at += stride * width) {
    count++;
    sum += inputs[at]!;
    squares += inputs[at]! ** 2;
  }
  const mean = sum / count;
  return { name, mean, std: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}

function rmsOf({ mean, std }: InputSize): number {
  return Math.hypot(mean, std);
}

function widthOf(feature: FeatureEncoding): number {
  if (feature.kind === 'category') return feature.categories.length;
  return feature.kind === 'array' ? feature.shape.reduce((product, size) => product * size, 1) : 1;
}

function nameOf(feature: FeatureEncoding, index: number): string {
  return feature.kind === 'array' ? `${feature.column}[${index}]` : feature.column;
}
