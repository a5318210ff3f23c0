import { layoutOf, type TensorLayout } from '../../inspect/layout.js';
import { magnitudeQuantiles } from '../../inspect/quantiles.js';
import { SideTotals, type Sides } from '../../inspect/sides.js';
import { poolSides, TilePooler, type Region } from '../../inspect/tile.js';
import { pieceValues, Scratch, type ValueReader, type Values } from '../../inspect/valueReader.js';
import type { Tile, TileRequest } from '../../protocol/tensorView.js';

/** Rows of which less than this share is wanted are read by that part alone. */
const wholeRowShare = 0.25;
/** A row of the matrix is read at once. */
const longestRow = 2 ** 24;

/** A matrix that is too large to be held: its tiles are read from its file, band by band. */
export class StreamedMatrix {
  readonly #layout: TensorLayout;
  readonly #tiles = new Map<string, Promise<Tile>>();
  #sides: Sides | null = null;

  constructor(
    shape: readonly number[],
    readonly reader: ValueReader,
    readonly signal: AbortSignal,
  ) {
    this.#layout = layoutOf(shape);
  }

  /** `limitOf` gives the magnitude within which a share of all values lies. */
  async tile(request: TileRequest, limitOf: (clip: number) => Promise<number>): Promise<Tile> {
    const { rows, cols } = this.#layout;
    const { region, resolution, clip } = request;
    const isInside =
      [region.row, region.col, region.rows, region.cols].every((n) => Number.isInteger(n) && n >= 0) &&
      region.row + region.rows <= rows &&
      region.col + region.cols <= cols;
    if (!isInside) throw new RangeError(`The region is not within ${rows}×${cols} values.`);
    if (region.cols > longestRow)
      throw new RangeError(
        `Rows of ${cols} values are too long to be drawn whole: zoom in, or take a slice.`,
      );
    const isWhole = region.rows === rows && region.cols === cols;
    const read = async (): Promise<Tile> => {
      const pooler = new TilePooler({ ...region, col: 0 }, resolution);
      const totals = isWhole ? new SideTotals(rows, cols) : null;
      await this.#readRows(region, (row, values) => {
        pooler.add(row, values, region.cols);
        totals?.add(row, values);
      });
      if (totals) this.#sides = totals.finish();
      const values = pooler.finish();
      const limit = pooler.isPooled ? (magnitudeQuantiles(values, [clip])[0] ?? 0) : await limitOf(clip);
      return {
        region,
        rows: pooler.rows,
        cols: pooler.cols,
        values,
        pooled: pooler.isPooled,
        limit: Math.max(1e-30, limit),
        beyond: null,
        sides: this.#sides && poolSides(this.#sides, region, pooler),
      };
    };
    if (!isWhole) return read();
    // The whole costs a reading of the file: it is kept for who comes back to it.
    const key = JSON.stringify([resolution, clip]);
    let known = this.#tiles.get(key);
    if (!known) this.#tiles.set(key, (known = read()));
    return known;
  }

  /** Calls back with whole rows of the region, the first of them row `row` of the matrix. */
  async #readRows(region: Region, take: (row: number, values: Values) => void): Promise<void> {
    const { cols } = this.#layout;
    const isPart = region.cols < cols * wholeRowShare;
    const band = isPart ? 1 : Math.max(1, Math.floor(pieceValues / cols));
    const scratch = new Scratch();
    for (let row = region.row; row < region.row + region.rows; row += band) {
      this.signal.throwIfAborted();
      const count = Math.min(band, region.row + region.rows - row);
      if (isPart) take(row, await this.reader.read(row * cols + region.col, region.cols, scratch));
      else {
        const values = await this.reader.read(row * cols, count * cols, scratch);
        take(row, region.cols === cols ? values : cutColumns(values, cols, region));
      }
    }
  }
}

function cutColumns(values: Values, cols: number, region: Region): Float64Array {
  const rows = values.length / cols;
  const cut = new Float64Array(rows * region.cols);
  for (let row = 0; row < rows; row++) {
    const from = row * cols + region.col;
    cut.set(values.subarray(from, from + region.cols), row * region.cols);
  }
  return cut;
}
