import { layoutOf, type TensorLayout } from '../../inspect/layout.js';
import { plainPasses, type Passes } from '../../inspect/passes.js';
import { magnitudeQuantiles } from '../../inspect/quantiles.js';
import { readInTurn } from '../../inspect/readInTurn.js';
import { SideTotals, type Sides } from '../../inspect/sides.js';
import { poolSides, TilePooler, type Region } from '../../inspect/tile.js';
import { pieceValues, type Scratch, type ValueReader, type Values } from '../../inspect/valueReader.js';
import type { Tile, TileRequest } from '../../protocol/tensorView.js';

/** Where a row is longer than what is wanted of it by this many values, that part alone is read: another read costs as much. */
const longestGap = 2 ** 15;
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
    readonly passes: Passes = plainPasses,
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
    if (!isWhole) return this.#read(request, limitOf);
    // The whole costs a reading of the file: it is kept for who comes back to it.
    const key = JSON.stringify([resolution, clip]);
    let known = this.#tiles.get(key);
    if (!known) this.#tiles.set(key, (known = this.#read(request, limitOf)));
    return known;
  }

  async #read(
    { region, resolution, clip }: TileRequest,
    limitOf: (clip: number) => Promise<number>,
  ): Promise<Tile> {
    const { rows, cols } = this.#layout;
    const { addRows, raise } = this.passes;
    const isPart = cols - region.cols > longestGap;
    const pooler = new TilePooler(isPart ? { ...region, col: 0 } : region, resolution, raise);
    const width = isPart ? region.cols : cols;
    // All rows are read whole where all are read: then what stands along them is known too.
    const totals =
      this.#sides === null && region.rows === rows && !isPart ? new SideTotals(rows, cols, addRows) : null;
    for await (const { row, values } of this.#readRows(region, isPart)) {
      pooler.add(row, values, width);
      totals?.add(row, values);
    }
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
  }

  /**
   * The rows of a region, in bands, the first of each being row `row` of the matrix: of each the part that is within
   * the region, or all of it. The next band is on its way while one is looked at.
   */
  async *#readRows(
    region: Region,
    isPart: boolean,
  ): AsyncGenerator<{ readonly row: number; readonly values: Values }, undefined> {
    const { cols } = this.#layout;
    const band = isPart ? 1 : Math.max(1, Math.floor(pieceValues / cols));
    const end = region.row + region.rows;
    const read = (index: number, room: Scratch): Promise<Values> => {
      const row = region.row + index * band;
      return isPart
        ? this.reader.read(row * cols + region.col, region.cols, room)
        : this.reader.read(row * cols, Math.min(band, end - row) * cols, room);
    };
    let row = region.row;
    for await (const values of readInTurn(
      Math.ceil(region.rows / band),
      read,
      this.passes.rooms,
      this.signal,
    )) {
      yield { row, values };
      row += band;
    }
    return undefined;
  }
}
