import type { Table } from './table.js';

/** A table as RFC 4180 has it, with numbers as programs read them: `−1,024` becomes `-1024`, `–` becomes nothing. */
export function toCsv({ head, count, row }: Table): string {
  const lines = [head, ...Array.from({ length: count }, (_, index) => row(index).map(plain))];
  return lines.map((cells) => `${cells.map(quote).join(',')}\r\n`).join('');
}

function plain(cell: string): string {
  if (cell === '–') return '';
  const ascii = cell.replaceAll('−', '-').replaceAll('\u00a0', ' ');
  return /^-?\d{1,3}(,\d{3})+$/.test(ascii) ? ascii.replaceAll(',', '') : ascii;
}

const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
