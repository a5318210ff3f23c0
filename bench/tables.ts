import { createRandom, type Random } from '../src/tensor/random.js';

/** A made-up table: what its columns are, and how often something stands in the way. */
export interface TableKind {
  readonly name: string;
  /** Of 50 columns besides the target, so many are words. */
  readonly categories: number;
  /** Numbers with all the digits that a double has, as programs write them. */
  readonly long?: boolean;
  /** Share of the cells that are empty. */
  readonly missing: number;
  /** Words are quoted and hold the delimiter. */
  readonly quoted: boolean;
}

export const tableKinds: readonly TableKind[] = [
  { name: 'numbers', categories: 0, missing: 0, quoted: false },
  { name: 'numbers, 2 % missing', categories: 0, missing: 0.02, quoted: false },
  { name: 'numbers of 16 and 17 digits', categories: 0, missing: 0, quoted: false, long: true },
  { name: 'numbers and 10 columns of words', categories: 10, missing: 0, quoted: false },
  { name: 'the words in quotes, 2 % missing', categories: 10, missing: 0.02, quoted: true },
];

export const columnCount = 50;
const words = ['red', 'green', 'blue', 'yellow', 'light grey', 'dark grey', 'black', 'white'];

/** The same bytes for the same kind, rows and seed. The last column, `class`, has three classes. */
export function writeTable(kind: TableKind, rows: number, seed: number): Buffer {
  const random = createRandom(seed, 0);
  const names = Array.from({ length: columnCount - 1 }, (_, i) => `column_${i + 1}`);
  const pieces: string[] = [`${[...names, 'class'].join(',')}\n`];
  let drawn = 0;
  for (let row = 0; row < rows; row++) {
    const cells = names.map((_, column) => {
      if (kind.missing > 0 && random.uniform(drawn++) < kind.missing) return '';
      return drawCell(kind, column, random, drawn++);
    });
    pieces.push(`${cells.join(',')},${Math.floor(3 * random.uniform(drawn++))}\n`);
  }
  return Buffer.from(pieces.join(''));
}

/** Numbers as measurements are written: some decimals, some whole, some with a sign. */
function drawCell(kind: TableKind, column: number, random: Random, index: number): string {
  const value = random.uniform(index);
  if (column < kind.categories) {
    const word = words[Math.floor(value * words.length)]!;
    return kind.quoted ? `"${word}, ${column}"` : word;
  }
  // What is drawn has 32 bits; the square root has as many digits as there are.
  if (kind.long) return String(Math.sqrt(value));
  switch (column % 4) {
    case 0:
      return String(Math.floor(value * 10000));
    case 1:
      return (value * 200 - 100).toFixed(2);
    case 2:
      return (value * 10).toFixed(6);
    default:
      return (value * 2 - 1).toFixed(4);
  }
}
