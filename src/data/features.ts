import { sizeOf } from '../tensor/shape.js';
import { fitArray, writeArrays } from './arrayFeature.js';
import { fitCategory, writeCategories } from './categoryFeature.js';
import type { DataConfig } from './dataset.js';
import type { EncodedFeatures, Encoding, FeatureWriter, TooLarge, UnseenCategory } from './encoding.js';
import { fitNumber, writeNumbers } from './numberFeature.js';
import type { FeatureEncoding } from './preprocessing.js';
import type { Column } from './table.js';

/** How a column enters the network, settled by the training rows alone. */
export function fitFeature(
  column: Column,
  rows: Uint32Array,
  config: Pick<DataConfig, 'scale' | 'missing'>,
): FeatureEncoding {
  switch (column.kind) {
    case 'number':
      return fitNumber(column, rows, config);
    case 'text':
      return fitCategory(column, rows, config);
    case 'array':
      return fitArray(column, rows, config);
  }
}

/** Inputs that a feature takes. */
export function featureWidth(feature: FeatureEncoding): number {
  switch (feature.kind) {
    case 'number':
      return 1;
    case 'category':
      return feature.categories.length;
    case 'array':
      return sizeOf(feature.shape);
  }
}

/** Rows a block: the columns of a block stay in the cache while they are written side by side. */
const blockRows = 512;

/** Encodes rows of a table whose columns are those of `features`, in the same order and of the same kinds. */
export function encodeFeatures(
  features: readonly FeatureEncoding[],
  columns: readonly Column[],
  rows: Uint32Array,
): EncodedFeatures {
  const widths = features.map(featureWidth);
  const width = widths.reduce((sum, one) => sum + one, 0);
  const inputs = new Float32Array(rows.length * width);
  const unseen: UnseenCategory[] = [];
  const tooLarge: TooLarge[] = [];
  const encoding: Encoding = {
    inputs,
    width,
    rows,
    noteUnseen: (category) => unseen.push(category),
    noteTooLarge: (number) => tooLarge.push(number),
  };
  const writers = features.map((feature, i) => writerOf(feature, columns[i]!, encoding));
  for (let start = 0; start < rows.length; start += blockRows) {
    const end = Math.min(start + blockRows, rows.length);
    let at = 0;
    writers.forEach((write, i) => {
      write(start, end, at);
      at += widths[i]!;
    });
  }
  return { inputs, unseen, tooLarge };
}

function writerOf(feature: FeatureEncoding, column: Column, encoding: Encoding): FeatureWriter {
  if (feature.kind === 'number' && column.kind === 'number') return writeNumbers(feature, column, encoding);
  if (feature.kind === 'category' && column.kind === 'text')
    return writeCategories(feature, column, encoding);
  if (feature.kind === 'array' && column.kind === 'array') return writeArrays(feature, column, encoding);
  throw new Error(`feature "${feature.column}" is a ${feature.kind}, its column ${column.kind}`);
}
