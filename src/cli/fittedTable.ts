import Table from 'cli-table3';
import { paint, type Terminal } from './terminal.js';

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  /** Left out where the window is too narrow, those with a higher number first; absent: never. */
  readonly spare?: number;
}

/** Names are not made shorter than this while something can be left out instead. */
const shortestName = 26;
/** What frames a column: a line and a space on either side. */
const frame = 3;

/**
 * A table for people, made to fit the window: names in the first column lose their middle, then columns are left out,
 * and a line below says which. What goes into a file or another program is whole.
 */
export function showTable(terminal: Terminal, columns: readonly Column[], rows: readonly string[][]): void {
  const widths = columns.map(({ head }, i) => Math.max(head.length, ...rows.map((row) => widthOf(row[i]!))));
  const width = terminal.interactive ? terminal.columns : Infinity;
  const roomForName = (shown: readonly number[]): number =>
    width - 1 - frame - shown.slice(1).reduce((sum, i) => sum + widths[i]! + frame, 0);

  let shown = columns.map((_, i) => i);
  const spare = shown
    .filter((i) => columns[i]!.spare !== undefined)
    .sort((a, b) => columns[b]!.spare! - columns[a]!.spare!);
  const wanted = Math.min(widths[0]!, shortestName);
  const leftOut: number[] = [];
  while (roomForName(shown) < wanted && leftOut.length < spare.length) {
    leftOut.push(spare[leftOut.length]!);
    shown = shown.filter((i) => !leftOut.includes(i));
  }
  const longest = Math.max(8, roomForName(shown));
  const table = new Table({
    head: shown.map((i) => columns[i]!.head),
    style: { head: [], border: [], compact: true },
    colAligns: shown.map((i) => columns[i]!.align),
  });
  for (const row of rows) table.push(shown.map((i) => (i === 0 ? shortenName(row[0]!, longest) : row[i]!)));
  terminal.out(`${table.toString()}\n`);
  if (leftOut.every((i) => columns[i]!.head === '')) return;
  const heads = leftOut
    .sort((a, b) => a - b)
    .map((i) => columns[i]!.head)
    .filter(Boolean);
  terminal.out(
    `${paint(terminal, 'dim', `${heads.join(', ')}: left out in a window of ${width} columns.`)}\n`,
  );
}

/** Modules of a network begin alike: more is kept of the end. */
function shortenName(name: string, length: number): string {
  if (name.length <= length) return name;
  const start = Math.floor(length / 4);
  return `${name.slice(0, start)}…${name.slice(name.length - (length - start - 1))}`;
}

/** Without what makes a terminal change its colours. */
const widthOf = (text: string): number => text.replace(/\u001b\[\d+m/g, '').length;
