import { formatNumber } from '../../src/display/numbers.js';
import type { Tile } from '../../src/protocol/tensorView.js';
import { element } from '../parts/element.js';
import type { Cell, SideKind } from './heatmapDrawing.js';

/** What stands at a cell of the matrix, as far as the tile tells: its value, and what its row and its column have. */
export function cellWords(
  cursor: Cell,
  tile: Tile,
  sides: SideKind,
  [rowName, colName]: readonly [rows: string, cols: string],
): Node[] {
  const { region } = tile;
  const [row, rowWords] = place(cursor.row, region.row, region.rows, tile.rows);
  const [col, colWords] = place(cursor.col, region.col, region.cols, tile.cols);
  // What is shown may still be another part.
  if (row < 0 || row >= tile.rows || col < 0 || col >= tile.cols) return [];
  const value = tile.values[row * tile.cols + col]!;
  const read = element(
    'span',
    {},
    `${rowName} `,
    element('b', {}, rowWords),
    ` ← ${colName} `,
    element('b', {}, colWords),
    ' ',
    element('b', {}, Number.isNaN(value) ? 'not finite' : formatNumber(value)),
  );
  if (!tile.sides || tile.pooled) return [read];
  // Of the row and the column that are read, where they are one each.
  const [open, close] = sides === 'norms' ? ['‖', '‖'] : ['Σ ', ''];
  const say = (name: string, side: number | undefined): string =>
    `${open}${name}${close} ${formatNumber(side)}`;
  const words = [say(rowName, tile.sides.rows[sides][row]), say(colName, tile.sides.cols[sides][col])];
  return [read, element('span', { class: 'muted wide' }, words.join('  '))];
}

/** The tile's cell that a row or column of the matrix lies in, and all those that it stands for. */
function place(at: number, from: number, size: number, cells: number): [number, string] {
  const cell = Math.floor(((at - from) * cells) / size);
  const first = from + Math.ceil((cell * size) / cells);
  const last = from + Math.ceil(((cell + 1) * size) / cells) - 1;
  return [cell, last > first ? `${first}–${last}` : String(first)];
}
