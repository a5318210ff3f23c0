import Papa from 'papaparse';
import type { Dialect } from './csvRows.js';

const delimiters = ['\t', ';', '|', ','] as const;
const rowsTried = 100;

/**
 * How this text is delimited, judged by its first rows: the delimiter that cuts most of them into the same
 * number of cells, more than one. A comma where nothing does (a table of one column).
 */
export function detectDialect(sample: string): Dialect {
  const newline = sample.includes('\n') ? '\n' : sample.includes('\r') ? '\r' : '\n';
  let best: { delimiter: Dialect['delimiter']; share: number; cells: number } | null = null;
  for (const delimiter of delimiters) {
    const { share, cells } = judge(sample, delimiter, newline);
    if (cells < 2) continue;
    if (!best || share > best.share + 0.05) best = { delimiter, share, cells };
  }
  return { delimiter: best?.delimiter ?? ',', newline };
}

/** The commonest number of cells a row and the share of rows that have it. */
function judge(sample: string, delimiter: string, newline: '\n' | '\r'): { share: number; cells: number } {
  const parser = new Papa.Parser({ delimiter, newline, preview: rowsTried });
  const { data } = parser.parse(sample, 0, false) as Papa.ParseResult<string[]>;
  const rows = data.filter((row) => row.length > 1 || row[0]!.trim() !== '');
  // The sample ends where it ends: its last row may be cut.
  if (rows.length > 2 && rows.length < rowsTried) rows.pop();
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let cells = 0;
  for (const [length, count] of counts) if (count > (counts.get(cells) ?? 0)) cells = length;
  return { cells, share: (counts.get(cells) ?? 0) / Math.max(1, rows.length) };
}
