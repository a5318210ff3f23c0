import type { Values } from '../tensor/values.js';

/** What is known of a row whose values pass by. */
export interface RowMarks {
  /** Sums of the row's words, each mixed with its place, modulo 2³². */
  low: number;
  high: number;
  isZero: boolean;
  isFinite: boolean;
}

/** Adds values `from` to `to`, of which the first stands in column `column`, to what is known of their row. */
export type MarkRow = (values: Values, from: number, to: number, column: number, marks: RowMarks) => void;

/**
 * The plain way. Every word is mixed as MurmurHash3 mixes at its end, the two sums by other last factors; as sums they
 * do not depend on how the row is cut.
 */
export function markRow(values: Values, from: number, to: number, column: number, marks: RowMarks): void {
  const words = new Int32Array(values.buffer, values.byteOffset, values.byteLength / 4);
  const width = values.BYTES_PER_ELEMENT / 4;
  let [largest, notFinite] = [0, 0];
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    largest = Math.max(largest, Math.abs(value));
    notFinite += value - value;
  }
  if (largest !== 0) marks.isZero = false;
  if (notFinite !== 0) marks.isFinite = false;
  let { low, high } = marks;
  for (let at = from * width, place = column * width; at < to * width; at++, place++) {
    const word = (words[at]! + Math.imul(place, 0x9e3779b1)) | 0;
    const mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    low = (low + Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)) | 0;
    high = (high + Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f)) | 0;
  }
  marks.low = low;
  marks.high = high;
}
