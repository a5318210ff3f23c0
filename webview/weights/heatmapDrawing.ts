import { formatNumber } from '../../src/display/numbers.js';
import type { Region, Tile } from '../../src/protocol/tensorView.js';
import { linearTicks } from '../chart/ticks.js';
import type { CanvasSurface } from '../parts/surface.js';
import type { Colors } from '../theme/colors.js';
import { inkOn, rasterize, shade } from './raster.js';

/** A value's place in the matrix. */
export interface Cell {
  readonly row: number;
  readonly col: number;
}

/** Where the cells lie on the canvas, and what they show. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly region: Region;
  /** Perhaps of a part that was shown before, until the new one comes. */
  readonly tile: Tile;
  /** The whole, coarsely, for what `tile` does not reach; null where it was not read. */
  readonly overview: Tile | null;
  readonly cursor: Cell | null;
  readonly names: readonly [rows: string, cols: string];
  /** What the bars beside the cells show. */
  readonly sides: SideKind;
}

export type SideKind = 'norms' | 'sums';

/** Cells this large carry their number. */
const roomForNumber = { width: 40, height: 15 } as const;
const gap = 4;

/** Cells, norms or sums of their rows and columns beside them, indices along them, and a cross over the cell that is read. */
export function drawHeatmap(surface: CanvasSurface, frame: Frame, colors: Colors): void {
  const { context } = surface;
  context.font = `11px ${colors.font}`;
  drawCells(surface, frame, colors);
  drawSides(surface, frame, colors);
  drawIndices(surface, frame, colors);
  if (frame.cursor) drawCursor(surface, frame, colors);
}

/** The picture of a tile is made once. */
const pictures = new WeakMap<Tile, { readonly colors: Colors; readonly picture: OffscreenCanvas }>();

function pictureOf(tile: Tile, colors: Colors): OffscreenCanvas {
  const known = pictures.get(tile);
  if (known?.colors === colors) return known.picture;
  const picture = rasterize(tile.values, tile.rows, tile.cols, tile.limit, colors);
  pictures.set(tile, { colors, picture });
  return picture;
}

const covers = (all: Region, part: Region): boolean =>
  all.row <= part.row &&
  all.col <= part.col &&
  all.row + all.rows >= part.row + part.rows &&
  all.col + all.cols >= part.col + part.cols;

function drawCells({ context }: CanvasSurface, frame: Frame, colors: Colors): void {
  const { left, top, width, height, region, tile, overview } = frame;
  const cell = { width: width / region.cols, height: height / region.rows };
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.imageSmoothingEnabled = false;
  for (const each of overview && !covers(tile.region, region) ? [overview, tile] : [tile]) {
    context.drawImage(
      pictureOf(each, colors),
      left + (each.region.col - region.col) * cell.width,
      top + (each.region.row - region.row) * cell.height,
      each.region.cols * cell.width,
      each.region.rows * cell.height,
    );
  }
  if (!tile.pooled && cell.width >= roomForNumber.width && cell.height >= roomForNumber.height) {
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    tile.values.forEach((value, i) => {
      const row = tile.region.row + Math.floor(i / tile.cols);
      const col = tile.region.col + (i % tile.cols);
      context.fillStyle = inkOn(shade(value, tile.limit, colors));
      const words = Number.isNaN(value) ? 'NaN' : formatNumber(value, 2);
      context.fillText(
        words,
        left + (col - region.col + 0.5) * cell.width,
        top + (row - region.row + 0.5) * cell.height,
      );
    });
  }
  context.restore();
  context.strokeStyle = colors.grid;
  context.lineWidth = 1;
  context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
}

/** Norms grow from the matrix; sums go to both sides of a middle, in the colours of the cells. */
function drawSides({ context, width: all, height: deep }: CanvasSurface, frame: Frame, colors: Colors): void {
  const { left, top, width, height, region, tile, cursor, sides } = frame;
  if (!tile.sides) return;
  const isSigned = sides === 'sums';
  const room = { right: all - left - width - gap - 2, below: deep - top - height - gap - 14 };
  const bars = (
    values: Float32Array,
    from: number,
    span: number,
    shown: { readonly from: number; readonly span: number },
    at: number | undefined,
    bar: (start: number, size: number, from: number, share: number) => void,
  ): void => {
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (!(largest > 0)) return;
    const size = span / values.length;
    values.forEach((value, i) => {
      const start = from + i * size - shown.from;
      if (start < -size || start > shown.span) return;
      const isRead = at !== undefined && at >= from + i * size && at < from + (i + 1) * size;
      const share = Math.abs(value) / largest;
      const tone = !isSigned ? colors.bar : value < 0 ? colors.negative : colors.positive;
      context.fillStyle = isRead ? colors.fg : tone;
      if (!isSigned) bar(start / shown.span, size / shown.span, 0, share);
      else bar(start / shown.span, size / shown.span, value < 0 ? 0.5 - share / 2 : 0.5, share / 2);
    });
  };
  context.save();
  context.beginPath();
  context.rect(left, top, all, deep);
  context.clip();
  bars(
    tile.sides.rows[sides],
    tile.region.row,
    tile.region.rows,
    { from: region.row, span: region.rows },
    cursor?.row,
    (start, size, from, share) => {
      const thick = Math.max(0.7, size * height - (size * height > 2 ? 0.6 : 0));
      const x = left + width + gap + room.right * from;
      context.fillRect(x, top + start * height, room.right * share, thick);
    },
  );
  bars(
    tile.sides.cols[sides],
    tile.region.col,
    tile.region.cols,
    { from: region.col, span: region.cols },
    cursor?.col,
    (start, size, from, share) => {
      const thick = Math.max(0.7, size * width - (size * width > 2 ? 0.6 : 0));
      // What is above 0 goes up, as it goes to the right beside the rows.
      const y = top + height + gap + room.below * (isSigned ? 1 - from - share : from);
      context.fillRect(left + start * width, y, thick, room.below * share);
    },
  );
  if (isSigned) {
    context.fillStyle = colors.muted;
    context.fillRect(Math.round(left + width + gap + room.right / 2), top, 1, height);
    context.fillRect(left, Math.round(top + height + gap + room.below / 2), width, 1);
  }
  context.restore();
}

function drawIndices(
  { context, width: all, height: deep }: CanvasSurface,
  frame: Frame,
  colors: Colors,
): void {
  const { left, top, width, height, region, names, sides } = frame;
  context.fillStyle = colors.muted;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const row of linearTicks(region.row, region.row + region.rows - 1, height / 26, true)) {
    context.fillText(String(row), left - 5, top + ((row - region.row + 0.5) / region.rows) * height);
  }
  context.textBaseline = 'alphabetic';
  context.textAlign = 'center';
  for (const col of linearTicks(region.col, region.col + region.cols - 1, width / 40, true)) {
    const x = left + ((col - region.col + 0.5) / region.cols) * width;
    context.fillText(String(col), Math.max(left + 4, x), deep - 2);
  }
  context.textAlign = 'left';
  context.fillText(`${names[0]} ↓  ${names[1]} →`, left, top - 4);
  context.textAlign = 'right';
  const [ofRows, ofCols] = sides === 'norms' ? ['‖row‖', '‖col‖'] : ['Σ row', 'Σ col'];
  context.fillText(ofRows, all - 2, top - 4);
  context.fillText(ofCols, all - 2, top + height + 14);
}

function drawCursor({ context }: CanvasSurface, frame: Frame, colors: Colors): void {
  const { left, top, width, height, region, tile, cursor } = frame;
  const cell = { width: width / region.cols, height: height / region.rows };
  const stride = {
    rows: Math.max(1, tile.region.rows / tile.rows),
    cols: Math.max(1, tile.region.cols / tile.cols),
  };
  const snap = (at: number, from: number, size: number): number =>
    from + Math.floor((at - from) / size) * size;
  const x = left + (snap(cursor!.col, tile.region.col, stride.cols) - region.col) * cell.width;
  const y = top + (snap(cursor!.row, tile.region.row, stride.rows) - region.row) * cell.height;
  const [w, h] = [cell.width * stride.cols, cell.height * stride.rows];
  context.save();
  context.strokeStyle = colors.fg;
  context.globalAlpha = 0.75;
  context.setLineDash([2, 2]);
  context.beginPath();
  context.moveTo(left, y + h / 2);
  context.lineTo(x - 3, y + h / 2);
  context.moveTo(x + w + 3, y + h / 2);
  context.lineTo(left + width, y + h / 2);
  context.moveTo(x + w / 2, top);
  context.lineTo(x + w / 2, y - 3);
  context.moveTo(x + w / 2, y + h + 3);
  context.lineTo(x + w / 2, top + height);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.lineWidth = 2;
  context.strokeRect(x - 1.5, y - 1.5, w + 3, h + 3);
  context.restore();
}
