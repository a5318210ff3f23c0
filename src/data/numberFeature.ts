import type { DataConfig } from './dataset.js';
import { fitsFloat32, type Encoding, type FeatureWriter } from './encoding.js';
import type { FeatureEncoding } from './preprocessing.js';
import { fitScaling, momentsOf } from './scaling.js';
import type { NumberColumn } from './table.js';

type NumberEncoding = Extract<FeatureEncoding, { kind: 'number' }>;

/** One input, scaled by the moments of the training rows; missing cells at their mean. */
export function fitNumber(
  column: NumberColumn,
  rows: Uint32Array,
  { scale, missing }: Pick<DataConfig, 'scale' | 'missing'>,
): NumberEncoding {
  const moments = momentsOf(column.values, rows);
  const fills = missing === 'mean';
  const filled = fills ? rows.length - moments.count : 0;
  return {
    kind: 'number',
    column: column.name,
    ...fitScaling(scale, moments, filled),
    fill: fills ? moments.mean : null,
  };
}

export function writeNumbers(
  { offset, scale, fill }: NumberEncoding,
  { name, values }: NumberColumn,
  { inputs, width, rows, noteTooLarge }: Encoding,
): FeatureWriter {
  const filler = fill ?? NaN;
  return (start, end, at) => {
    for (let i = start; i < end; i++) {
      let value = values[rows[i]!]!;
      if (Number.isNaN(value)) value = filler;
      const encoded = (value - offset) * scale;
      if (!fitsFloat32(encoded)) noteTooLarge({ column: name, value, row: rows[i]! });
      inputs[i * width + at] = encoded;
    }
  };
}
