import type { SampleColumn, SampleColumns } from '../../protocol/training.js';

/** Samples by column that grow as training goes on. */
export class SampleStore {
  private readonly parts: SampleColumns[] = [];

  constructor(first?: SampleColumns) {
    if (first && first.steps.length > 0) this.parts.push(first);
  }

  append(samples: SampleColumns): void {
    if (samples.steps.length > 0) this.parts.push(samples);
  }

  /** The last sample by parameter; empty before the first. */
  newest(): Record<'gradientNorm' | 'updateRatio', Readonly<Record<string, number>>> {
    const last = this.parts.at(-1);
    const pick = (columns: SampleColumns['gradientNorm'] = {}): Record<string, number> =>
      Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.at(-1) ?? NaN]));
    return { gradientNorm: pick(last?.gradientNorm), updateRatio: pick(last?.updateRatio) };
  }

  /** All samples so far, in arrays of their own. */
  read(): SampleColumns {
    const [first] = this.parts;
    const names = (key: 'gradientNorm' | 'updateRatio'): string[] => (first ? Object.keys(first[key]) : []);
    const join = (column: (part: SampleColumns) => SampleColumn | undefined): Float64Array =>
      concatenate(this.parts.map((part) => column(part) ?? new Float64Array(part.steps.length).fill(NaN)));
    const byName = (key: 'gradientNorm' | 'updateRatio'): Record<string, Float64Array> =>
      Object.fromEntries(names(key).map((name) => [name, join((part) => part[key][name])]));
    return {
      steps: join((part) => part.steps),
      loss: join((part) => part.loss),
      learningRate: join((part) => part.learningRate),
      gradientNorm: byName('gradientNorm'),
      updateRatio: byName('updateRatio'),
    };
  }
}

function concatenate(arrays: readonly SampleColumn[]): Float64Array {
  const joined = new Float64Array(arrays.reduce((length, array) => length + array.length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}
