import { compareCodePoints } from './codePoints.js';
import type { DataConfig } from './dataset.js';
import type { Encoding, FeatureWriter } from './encoding.js';
import type { FeatureEncoding } from './preprocessing.js';
import type { TextColumn } from './table.js';

type CategoryEncoding = Extract<FeatureEncoding, { kind: 'category' }>;

/** An input a word that the training rows have, sorted; missing cells are the commonest word. */
export function fitCategory(
  column: TextColumn,
  rows: Uint32Array,
  { missing }: Pick<DataConfig, 'missing'>,
): CategoryEncoding {
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

/** Sets the input of each row's word to 1; `inputs` are zeros before. */
export function writeCategories(
  { categories, fill }: CategoryEncoding,
  { name, codes, words }: TextColumn,
  { inputs, width, rows, noteUnseen }: Encoding,
): FeatureWriter {
  const positionOf = new Map(categories.map((word, i) => [word, i]));
  const positions = Int32Array.from(words, (word) => positionOf.get(word) ?? -1);
  const positionOfFill = fill === null ? -1 : (positionOf.get(fill) ?? -1);
  const noted = new Set<number>();
  return (start, end, at) => {
    for (let i = start; i < end; i++) {
      const row = rows[i]!;
      const code = codes[row]!;
      const position = code < 0 ? positionOfFill : positions[code]!;
      if (position >= 0) inputs[i * width + at + position] = 1;
      else if (code >= 0 && noted.size < noted.add(code).size)
        noteUnseen({ column: name, word: words[code]!, row });
    }
  };
}
