import type { ProblemList, TableProblem } from './problem.js';
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
      const message = `Column ${index + 1} of ${file} has no name in the header; it is called "${name}". If it only numbers the rows, add it to "ignore".`;
      problems.add({ severity: 'warning', code: 'unnamed-column', message, name, ...place });
      return name;
    }
    const before = seenAt.get(cell);
    if (before !== undefined) {
      const message = `Columns ${before + 1} and ${index + 1} of ${file} are both called "${cell}": rename one of them.`;
      problems.add({ severity: 'error', code: 'duplicate-column', message, name: cell, ...place });
    }
    seenAt.set(cell, index);
    return cell;
  });
}

/** A first line of numbers is probably data. */
export function warnOfMissingHeader(
  first: readonly string[],
  rows: readonly (readonly string[])[],
  file: string,
  problems: ProblemList<TableProblem>,
): void {
  const numbers = first.filter((cell) => isNumber(cell)).length;
  if (numbers === 0 || numbers < first.length / 2) return;
  const next = rows[0]?.filter((cell) => isNumber(cell)).length ?? numbers;
  if (numbers < next) return;
  const message = `The first line of ${file} looks like data (${first.slice(0, 3).join(', ')} …): if the file has no header, set "header": false.`;
  problems.add({ severity: 'warning', code: 'header-looks-like-data', message, file, line: 1 });
}

function isNumber(cell: string): boolean {
  return cell !== '' && !Number.isNaN(readNumber(cell, 0, cell.length, '.'));
}
