import { compareCodePoints } from './codePoints.js';
import type { DataConfig } from './dataset.js';
import type { FeatureEncoding } from './preprocessing.js';
import { fitScaling, momentsOf } from './scaling.js';
import type { Column, NumberColumn, TextColumn } from './table.js';

/** How a column enters the network, settled by the training rows alone. Missing cells are NaN, −1. */
export function fitFeature(
  column: Column,
  rows: Uint32Array,
  { scale, missing }: Pick<DataConfig, 'scale' | 'missing'>,
): FeatureEncoding {
  return column.kind === 'number'
    ? fitNumber(column, rows, scale, missing)
    : fitCategory(column, rows, missing);
}

function fitNumber(
  column: NumberColumn,
  rows: Uint32Array,
  scale: DataConfig['scale'],
  missing: DataConfig['missing'],
): FeatureEncoding {
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

function fitCategory(column: TextColumn, rows: Uint32Array, missing: DataConfig['missing']): FeatureEncoding {
  const counts = new Int32Array(column.words.length);
  for (const row of rows) if (column.codes[row]! >= 0) counts[column.codes[row]!]!++;
  const seen = column.words.filter((_, code) => counts[code]! > 0).sort(compareCodePoints);
  const countOf = new Map(column.words.map((word, code) => [word, counts[code]!]));
  // The commonest; `seen` is sorted, so of several the smallest.
  const mode = seen.reduce<string | null>(
    (best, word) => (best === null || countOf.get(word)! > countOf.get(best)! ? word : best),
    null,
  );
  return {
    kind: 'category',
    column: column.name,
    categories: seen,
    fill: missing === 'mean' ? mode : null,
  };
}

/** Inputs that a feature takes. */
export function featureWidth(feature: FeatureEncoding): number {
  return feature.kind === 'number' ? 1 : feature.categories.length;
}

/** A category that training has not seen: its inputs are all zeros. */
export interface UnseenCategory {
  readonly column: string;
  readonly word: string;
  readonly row: number;
}

/** A number that single precision cannot hold. */
export interface TooLarge {
  readonly column: string;
  readonly value: number;
  readonly row: number;
}

export interface EncodedFeatures {
  /** `rows · width`, row by row. */
  readonly inputs: Float32Array;
  readonly unseen: readonly UnseenCategory[];
  readonly tooLarge: readonly TooLarge[];
}

const largestFloat32 = 3.4028234663852886e38;
/** Rows a block: the columns of a block stay in the cache while they are written side by side. */
const blockRows = 512;

/** Encodes rows of a table whose columns are those of `features`, in the same order and of the same kinds. */
export function encodeFeatures(
  features: readonly FeatureEncoding[],
  columns: readonly Column[],
  rows: Uint32Array,
): EncodedFeatures {
  const width = features.reduce((sum, feature) => sum + featureWidth(feature), 0);
  const inputs = new Float32Array(rows.length * width);
  const unseen = new Map<string, UnseenCategory>();
  const tooLarge: TooLarge[] = [];
  const positions = columns.map((column, i) => positionsOf(features[i]!, column));
  for (let start = 0; start < rows.length; start += blockRows) {
    const end = Math.min(start + blockRows, rows.length);
    let at = 0;
    features.forEach((feature, f) => {
      const column = columns[f]!;
      if (feature.kind === 'number' && column.kind === 'number') {
        const { offset, scale } = feature;
        const fill = feature.fill ?? NaN;
        for (let i = start; i < end; i++) {
          let value = column.values[rows[i]!]!;
          if (Number.isNaN(value)) value = fill;
          const encoded = (value - offset) * scale;
          // Not "larger than": where the scale itself overflowed, it is NaN.
          if (!(Math.abs(encoded) <= largestFloat32))
            tooLarge.push({ column: column.name, value, row: rows[i]! });
          inputs[i * width + at] = encoded;
        }
      } else if (feature.kind === 'category' && column.kind === 'text') {
        const { ofCode, ofFill } = positions[f]!;
        for (let i = start; i < end; i++) {
          const code = column.codes[rows[i]!]!;
          const position = code < 0 ? ofFill : ofCode[code]!;
          if (position >= 0) inputs[i * width + at + position] = 1;
          else if (code >= 0) noteUnseen(unseen, column, code, rows[i]!);
        }
      }
      at += featureWidth(feature);
    });
  }
  return { inputs, unseen: [...unseen.values()], tooLarge };
}

function positionsOf(feature: FeatureEncoding, column: Column): { ofCode: Int32Array; ofFill: number } {
  if (feature.kind === 'number' || column.kind === 'number') return { ofCode: new Int32Array(0), ofFill: -1 };
  const positionOf = new Map(feature.categories.map((word, i) => [word, i]));
  return {
    ofCode: Int32Array.from(column.words, (word) => positionOf.get(word) ?? -1),
    ofFill: feature.fill === null ? -1 : (positionOf.get(feature.fill) ?? -1),
  };
}

function noteUnseen(
  unseen: Map<string, UnseenCategory>,
  column: TextColumn,
  code: number,
  row: number,
): void {
  const word = column.words[code]!;
  const key = JSON.stringify([column.name, word]);
  if (!unseen.has(key)) unseen.set(key, { column: column.name, word, row });
}
