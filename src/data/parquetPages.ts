import type { ColumnMetaData, Compressors, FileMetaData, SchemaTree } from 'hyparquet';
import type * as column from 'hyparquet/src/column.js';
import type * as datapage from 'hyparquet/src/datapage.js';
import type * as schema from 'hyparquet/src/schema.js';
import type * as thrift from 'hyparquet/src/thrift.js';

/** A page is unpacked whole: more than this in one is a mistake. */
export const mostPageBytes = 2 ** 28;
/** By how many values a run may go beyond its page: writers fill the last group of bits. */
const mostPadding = 4096;

/** The parts of the library that this check shares with it. */
interface Library {
  readonly column: typeof column;
  readonly datapage: typeof datapage;
  readonly schema: typeof schema;
  readonly thrift: typeof thrift;
}
type PageHeader = ReturnType<Library['column']['parquetHeader']>;

interface Levels {
  readonly repetition: number;
  readonly definition: number;
}

/**
 * Walks over the pages of a Parquet file before the library reads them, since it takes their word for how many values
 * there are: the length of a run, above all, of which it writes as many values as are claimed. Throws an Error in
 * words where a claim cannot be.
 */
export async function checkPages(
  bytes: Uint8Array,
  metadata: FileMetaData,
  compressors: Compressors,
): Promise<void> {
  const library: Library = {
    column: await import('hyparquet/src/column.js'),
    datapage: await import('hyparquet/src/datapage.js'),
    schema: await import('hyparquet/src/schema.js'),
    thrift: await import('hyparquet/src/thrift.js'),
  };
  for (const { columns, num_rows } of metadata.row_groups) {
    for (const { meta_data: column } of columns) {
      if (!column) continue;
      if (column.num_values < num_rows)
        throw new Error(`a column has ${column.num_values} values for ${num_rows} rows`);
      const path = library.schema.getSchemaPath(metadata.schema, column.path_in_schema);
      new ChunkCheck(bytes, column, path, compressors, library).run();
    }
  }
}

/** The pages of one column in one group of rows. */
class ChunkCheck {
  readonly #levels: Levels;
  readonly #isBoolean: boolean;
  readonly #end: number;
  #position: number;

  constructor(
    readonly bytes: Uint8Array,
    readonly column: ColumnMetaData,
    path: SchemaTree[],
    readonly compressors: Compressors,
    readonly library: Library,
  ) {
    const { getMaxRepetitionLevel, getMaxDefinitionLevel } = library.schema;
    this.#levels = { repetition: getMaxRepetitionLevel(path), definition: getMaxDefinitionLevel(path) };
    this.#isBoolean = column.type === 'BOOLEAN';
    this.#position = Number(column.dictionary_page_offset || column.data_page_offset);
    this.#end = this.#position + Number(column.total_compressed_size);
    if (!(this.#position >= 0 && this.#position <= this.#end && this.#end <= bytes.length))
      throw new Error(`a column should stand from byte ${this.#position} to ${this.#end}`);
  }

  run(): void {
    while (this.#position < this.#end - 1) {
      const view = new DataView(
        this.bytes.buffer,
        this.bytes.byteOffset + this.#position,
        this.#end - this.#position,
      );
      const reader = { view, offset: 0 };
      const header = this.library.column.parquetHeader(reader);
      const { compressed_page_size: size, uncompressed_page_size: unpacked } = header;
      const begin = this.#position + reader.offset;
      if (!(size >= 0 && size <= this.#end - begin)) throw new Error('a page is longer than its column');
      if (!(Number.isInteger(unpacked) && unpacked >= 0)) throw new Error('a page has no length');
      if (unpacked > mostPageBytes) throw new Error(`a page claims ${unpacked} bytes`);
      this.#checkPage(header, this.bytes.subarray(begin, begin + size));
      this.#position = begin + size;
    }
  }

  #checkPage(header: PageHeader, packed: Uint8Array): void {
    const { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: unpacked } = header;
    const words = header.dictionary_page_header?.num_values ?? 0;
    if (!(words >= 0 && words <= 8 * unpacked)) throw new Error(`a dictionary claims ${words} values`);
    if (!first && !second) return;
    const count = (first ?? second)!.num_values;
    // What is not said at all would be counted up to without end.
    if (!(count >= 0 && count <= Number(this.column.num_values)))
      throw new Error(`a page claims ${count} values of its column's ${this.column.num_values}`);
    if (second && !(second.num_nulls >= 0 && second.num_nulls <= count && second.num_rows >= 0))
      throw new Error(`a page claims ${second.num_nulls} missing values of ${count}`);
    const { codec } = this.column;
    const { decompressPage } = this.library.datapage;
    if (first) {
      const page = decompressPage(packed, unpacked, codec, this.compressors);
      let at = this.#checkSized(page, 0, this.#levels.repetition, count);
      at = this.#checkSized(page, at, this.#levels.definition, count);
      this.#checkValues(page, at, first.encoding, count, true);
    } else if (second) {
      const { repetition_levels_byte_length: ofRepetition, definition_levels_byte_length: ofDefinition } =
        second;
      const levels = ofRepetition + ofDefinition;
      if (!(ofRepetition >= 0 && ofDefinition >= 0 && levels <= packed.length))
        throw new Error('the levels of a page are longer than it is');
      const { repetition, definition } = this.#levels;
      if (repetition > 0) this.#checkRuns(packed, 0, widthOf(repetition), count);
      if (definition > 0) this.#checkRuns(packed, ofRepetition, widthOf(definition), count);
      const values = packed.subarray(levels);
      const page =
        second.is_compressed === false
          ? values
          : decompressPage(values, unpacked - levels, codec, this.compressors);
      this.#checkValues(page, 0, second.encoding, count, false);
    }
  }

  /** Levels behind their length; gives where they end. */
  #checkSized(page: Uint8Array, at: number, most: number, count: number): number {
    if (most === 0) return at;
    const length = new DataView(page.buffer, page.byteOffset, page.length).getUint32(at, true);
    this.#checkRuns(page, at + 4, widthOf(most), count);
    return at + 4 + length;
  }

  #checkValues(page: Uint8Array, at: number, encoding: string, count: number, isFirst: boolean): void {
    // Truths stand behind the length of their runs, all else behind the number of their bits.
    if (encoding === 'RLE' && (this.#isBoolean || !isFirst)) this.#checkRuns(page, at + 4, 1, count);
    else if (/^(RLE|PLAIN_DICTIONARY|RLE_DICTIONARY)$/.test(encoding) && at < page.length)
      this.#checkRuns(page, at + 1, page[at]!, count);
  }

  /** Runs of `count` values at most, all of them perhaps: where values are missing there are fewer. */
  #checkRuns(page: Uint8Array, at: number, width: number, count: number): void {
    if (width > 32) throw new Error(`values claim ${width} bits`);
    const reader = { view: new DataView(page.buffer, page.byteOffset, page.length), offset: at };
    for (let left = count; left > 0 && reader.offset < page.length;) {
      const head = this.library.thrift.readVarInt(reader);
      const values = head & 1 ? (head >>> 1) * 8 : head >>> 1;
      if (values > left + mostPadding) throw new Error(`a run claims ${values} of ${left} values`);
      reader.offset += head & 1 ? (head >>> 1) * width : (width + 7) >> 3;
      left -= values;
    }
  }
}

/** Bits that hold a number up to `most`. */
const widthOf = (most: number): number => 32 - Math.clz32(most);
