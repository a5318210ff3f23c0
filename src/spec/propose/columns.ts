import type { ColumnDescription } from '../../data/describe.js';

/** What a column is good for, and why it is left out where it is. */
export type Verdict =
  | { readonly use: 'feature' }
  /** The time at which a row was taken; the rows are in its order. */
  | { readonly use: 'order'; readonly reason: string }
  /** Who a row belongs to: several rows each. */
  | { readonly use: 'group'; readonly reason: string }
  | { readonly use: 'ignore'; readonly reason: string };

const identifierWords = new Set([
  'id',
  'ids',
  'uuid',
  'guid',
  'key',
  'index',
  'idx',
  'row',
  'rownames',
  'no',
  'nr',
  'number',
  'num',
  'serial',
  'code',
  'barcode',
  'isbn',
  'ssn',
]);
const ownerWords = new Set([
  'patient',
  'subject',
  'person',
  'user',
  'customer',
  'client',
  'participant',
  'household',
  'session',
  'speaker',
  'student',
  'animal',
  'group',
  'fold',
]);

/** A column of text becomes one input a word: this many, or a quarter of the rows, is too many. */
const mostCategories = 50;

/** Judges a column by itself: whether a network could learn from it something that holds for new rows. */
export function judgeColumn(column: ColumnDescription): Verdict {
  const { rowCount, missing, distinct, name } = column;
  const present = rowCount - missing;
  const ignore = (reason: string): Verdict => ({ use: 'ignore', reason });
  if (present === 0) return ignore('empty');
  if (missing > rowCount / 2) return ignore(`missing in ${percent(missing / rowCount)} of the rows`);
  if (distinct === 1) return ignore('the same in every row');

  const words = wordsOf(name);
  const saysIdentifier = words.some((word) => identifierWords.has(word));
  const saysOwner = words.some((word) => ownerWords.has(word));
  if (
    saysOwner &&
    distinct > 2 &&
    distinct <= present / 2 &&
    (saysIdentifier || column.kind === 'text' || distinct > mostCategories)
  ) {
    return {
      use: 'group',
      reason: `${distinct} different ones with several rows each: no one may stand on both sides of the split`,
    };
  }
  if (column.kind === 'text') {
    if (column.dateShare > 0.8) {
      if (column.inTime && distinct > 0.9 * present) {
        return {
          use: 'order',
          reason:
            'the rows are in time: the last fifth, not a random one, shows how well the future is foretold',
        };
      }
      return ignore('a date, which a network cannot read as it stands');
    }
    if (saysIdentifier && distinct > 0.3 * present) return ignore('an identifier');
    if (distinct === present) return ignore('different in every row');
    if (distinct > mostCategories && distinct > present / 20) {
      return ignore(`${distinct} different texts in ${present} rows: too many to be categories`);
    }
    return { use: 'feature' };
  }
  if (column.counts) return ignore('numbers the rows');
  if (column.whole && saysIdentifier && distinct > 20 && distinct > 0.3 * present)
    return ignore('an identifier');
  if (column.whole && saysIdentifier && distinct === present) return ignore('an identifier');
  return { use: 'feature' };
}

/** "medianHouseValue (USD)" → median house value usd */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
