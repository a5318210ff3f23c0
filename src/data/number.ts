/** Numbers as tables write them: plain, with an exponent, with a decimal comma, with thousands in groups of three. */

const powersOfTen = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const plain = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const groupedByComma = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
const groupedByPoint = /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/;
const decimalComma = /^[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?$/;

export type DecimalMark = '.' | ',';

/** Digits that a double holds exactly, and how many more can be taken beside them. */
const exactDigits = 15;
const moreDigits = 8;

/**
 * The number that stands in `text` from `start` to `end` (already trimmed), or NaN where that is none: the double
 * nearest to what is written.
 *
 * Up to 15 digits without an exponent are exact by m / 10^k, since both are exact doubles and division rounds
 * once (Clinger 1990, the fast path); up to 23 by `divideLong`; everything else goes to the language's own
 * conversion, which is slow.
 */
export function readNumber(text: string, start: number, end: number, mark: DecimalMark): number {
  const markCode = mark === '.' ? 46 : 44;
  let i = start;
  const negative = text.charCodeAt(i) === 45;
  if (negative) i++;
  let mantissa = 0;
  let digits = 0;
  let point = -1;
  for (; i < end && digits < exactDigits; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      mantissa = mantissa * 10 + (code - 48);
      digits++;
    } else if (code === markCode && point < 0) point = i;
    else return readOther(text.slice(start, end), mark);
  }
  let rest = 0;
  let restDigits = 0;
  for (; i < end && restDigits <= moreDigits; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      rest = rest * 10 + (code - 48);
      restDigits++;
    } else if (code === markCode && point < 0) point = i;
    else return readOther(text.slice(start, end), mark);
  }
  const places = point >= 0 ? end - point - 1 : 0;
  if (digits === 0 || restDigits > moreDigits || places > 22) return readOther(text.slice(start, end), mark);
  const value =
    restDigits === 0 ? mantissa / powersOfTen[places]! : divideLong(mantissa, rest, restDigits, places);
  if (Number.isNaN(value)) return readOther(text.slice(start, end), mark);
  return negative ? -value : value;
}

/**
 * The double nearest to (mantissa · 10^restDigits + rest) / 10^places, or NaN where it is too near to the middle
 * between two. The numerator is held as the sum of two doubles and the quotient is corrected by its remainder, both
 * without an error (Dekker 1971), so that some 100 bits of the result are known.
 */
function divideLong(mantissa: number, rest: number, restDigits: number, places: number): number {
  const scale = powersOfTen[restDigits]!;
  const upper = Math.floor(mantissa / 2 ** 26) * 2 ** 26;
  const large = upper * scale;
  const small = (mantissa - upper) * scale + rest;
  const sum = large + small;
  const lost = small - (sum - large);
  const divisor = powersOfTen[places]!;
  const quotient = sum / divisor;
  const product = quotient * divisor;
  const quotientHigh = highHalf(quotient);
  const quotientLow = quotient - quotientHigh;
  const divisorHigh = highHalf(divisor);
  const divisorLow = divisor - divisorHigh;
  const productError =
    quotientLow * divisorLow -
    (product - quotientHigh * divisorHigh - quotientLow * divisorHigh - quotientHigh * divisorLow);
  const correction = (sum - product - productError + lost) / divisor;
  const doubt = quotient * 2 ** -98;
  const value = quotient + (correction + doubt);
  return value === quotient + (correction - doubt) ? value : NaN;
}

/** The upper 26 bits of a double's 53. */
function highHalf(x: number): number {
  const shifted = 134217729 * x;
  return shifted - (shifted - x);
}

/** Whether the cell's thousands stand in groups ("1,234.5"), which readers should hear of. */
export function isGrouped(cell: string, mark: DecimalMark): boolean {
  return mark === '.' ? groupedByComma.test(cell) : groupedByPoint.test(cell);
}

function readOther(cell: string, mark: DecimalMark): number {
  if ((mark === ',' || cell.includes(',')) && isGrouped(cell, mark))
    return Number(swapMarks(cell, mark).replaceAll(',', ''));
  if (plain.test(cell)) return finite(Number(cell));
  if (mark === ',' && decimalComma.test(cell)) return finite(Number(cell.replace(',', '.')));
  return NaN;
}

/** With a decimal comma "1.234,5" is "1,234.5". */
function swapMarks(cell: string, mark: DecimalMark): string {
  return mark === '.' ? cell : cell.replace(/[.,]/g, (found) => (found === '.' ? ',' : '.'));
}

/** "1e999" is written like a number, but is none that we could hold. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** The mark that the sample's cells use; `otherwise` where they do not tell. A lone group ("1,234") does not tell. */
export function detectDecimalMark(cells: Iterable<string>, otherwise: DecimalMark): DecimalMark {
  let points = 0;
  let commas = 0;
  for (const cell of cells) {
    if (cell.includes(',')) {
      if (decimalComma.test(cell) && !groupedByComma.test(cell)) commas++;
      else if (/\..*,/.test(cell) && groupedByPoint.test(cell)) commas++;
      else if (/,.*\./.test(cell) && groupedByComma.test(cell)) points++;
    } else if (cell.includes('.') && plain.test(cell) && !groupedByPoint.test(cell)) points++;
  }
  if (points === commas) return otherwise;
  return commas > points ? ',' : '.';
}
