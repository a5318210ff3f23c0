import { sizeOf } from '../tensor/shape.js';
import type { DataConfig } from './dataset.js';
import { fitsFloat32, type Encoding, type FeatureWriter } from './encoding.js';
import type { FeatureEncoding } from './preprocessing.js';
import { fitScaling, momentsOf } from './scaling.js';
import type { ArrayColumn } from './table.js';

type ArrayEncoding = Extract<FeatureEncoding, { kind: 'array' }>;

/**
 * An input an element. A picture's levels become 0 … 1, whatever `scale` says; other arrays are scaled as one
 * quantity, since their elements differ by place and not by unit.
 */
export function fitArray(
  { name, shape, values }: ArrayColumn,
  rows: Uint32Array,
  { scale, missing }: Pick<DataConfig, 'scale' | 'missing'>,
): ArrayEncoding {
  const described = { kind: 'array', column: name, shape } as const;
  if (values instanceof Uint8Array) return { ...described, offset: 0, scale: 1 / 255, fill: null };
  const size = sizeOf(shape);
  const moments = momentsOf(values, rows, size);
  const fills = missing === 'mean';
  const filled = fills ? rows.length * size - moments.count : 0;
  return { ...described, ...fitScaling(scale, moments, filled), fill: fills ? moments.mean : null };
}

export function writeArrays(
  { offset, scale, fill }: ArrayEncoding,
  { name, shape, values }: ArrayColumn,
  { inputs, width, rows, noteTooLarge }: Encoding,
): FeatureWriter {
  const size = sizeOf(shape);
  const filler = fill ?? NaN;
  return (start, end, at) => {
    for (let i = start; i < end; i++) {
      const from = rows[i]! * size;
      const to = i * width + at;
      for (let k = 0; k < size; k++) {
        let value = values[from + k]!;
        if (Number.isNaN(value)) value = filler;
        const encoded = (value - offset) * scale;
        if (!fitsFloat32(encoded)) {
          noteTooLarge({ column: name, value, row: rows[i]! });
          break;
        }
        inputs[to + k] = encoded;
      }
    }
  };
}
