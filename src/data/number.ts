/** Numbers as tables write them: plain, with an exponent, with a decimal comma, with thousands in groups of three. */

const powersOfTen = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const plain = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const groupedByComma = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;
const groupedByPoint = /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?$/;
const decimalComma = /^[+-]?(\d+,\d*|,\d+)([eE][+-]?\d+)?$/;

export type DecimalMark = '.' | ',';

/**
 * The number that stands in `text` from `start` to `end` (already trimmed), or NaN where that is none.
 *
 * Up to 15 digits without an exponent are exact by m / 10^k, since both are exact doubles and division rounds
 * once (Clinger 1990, the fast path); everything else goes to the language's own conversion.
 */
export function readNumber(text: string, start: number, end: number, mark: DecimalMark): number {
  const markCode = mark === '.' ? 46 : 44;
  let i = start;
  const negative = text.charCodeAt(i) === 45;
  if (negative) i++;
  let mantissa = 0;
  let digits = 0;
  let point = -1;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      mantissa = mantissa * 10 + (code - 48);
      digits++;
    } else if (code === markCode && point < 0) point = i;
    else return readOther(text.slice(start, end), mark);
  }
  if (digits === 0 || digits > 15) return readOther(text.slice(start, end), mark);
  if (point >= 0) mantissa /= powersOfTen[end - point - 1]!;
  return negative ? -mantissa : mantissa;
}

/** Whether the cell's thousands stand in groups ("1,234.5"), which readers should hear of. */
export function isGrouped(cell: string, mark: DecimalMark): boolean {
  return mark === '.' ? groupedByComma.test(cell) : groupedByPoint.test(cell);
}

function readOther(cell: string, mark: DecimalMark): number {
  if (isGrouped(cell, mark)) return Number(swapMarks(cell, mark).replaceAll(',', ''));
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
