import { placeOf, type ProblemList, type TableProblem } from './problem.js';
import { readNumber } from './number.js';

/** The columns' names from the header's cells. Two of the same name are an error, one without a name gets its number. */
export function nameColumns(
  cells: readonly string[],
  file: string,
  problems: ProblemList<TableProblem>,
): string[] {
  const seenAt = new Map<string, number>();
  return cells.map((cell, index) => {
    const place = { file, line: 1, column: index + 1 };
    if (cell === '') {
      const name = `column${index + 1}`;
      const message = `${placeOf(file, 1, index + 1)}: this column has no name in the header; it is called "${name}". If it only numbers the rows, add it to "ignore".`;
      problems.add({ severity: 'warning', code: 'unnamed-column', message, name, ...place });
      return name;
    }
    const before = seenAt.get(cell);
    if (before !== undefined) {
      const message = `${placeOf(file, 1, index + 1)}: columns ${before + 1} and ${index + 1} are both called "${cell}": rename one of them.`;
      problems.add({ severity: 'error', code: 'duplicate-column', message, name: cell, ...place });
    }
    seenAt.set(cell, index);
    return cell;
  });
}

/**
 * A first line is probably data where it fits into the columns below it: a number over every column of numbers,
 * and over most columns of text a word that occurs in them again.
 */
export function warnOfMissingHeader(
  first: readonly string[],
  rows: readonly (readonly string[])[],
  file: string,
  problems: ProblemList<TableProblem>,
): void {
  let words = 0;
  let wordsThatFit = 0;
  let numbers = 0;
  for (const [index, name] of first.entries()) {
    const cells = rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    const isNumbers = cells.length > 0 && cells.filter(isNumber).length >= 0.9 * cells.length;
    if (isNumbers && !isNumber(name)) return;
    if (isNumbers) numbers++;
    else {
      words++;
      if (cells.includes(name)) wordsThatFit++;
    }
  }
  if (numbers + wordsThatFit === 0 || wordsThatFit < words / 2) return;
  const message = `${placeOf(file, 1)}: the first line looks like data (${first.slice(0, 3).join(', ')} …): if the file has no header, set "header": false.`;
  problems.add({ severity: 'warning', code: 'header-looks-like-data', message, file, line: 1 });
}

function isNumber(cell: string): boolean {
  return cell !== '' && !Number.isNaN(readNumber(cell, 0, cell.length, '.'));
}
