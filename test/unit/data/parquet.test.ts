import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readTable } from '../../../src/data/index.js';
import { filesBeside } from '../../../src/data/node.js';
import { findColumn, type Column, type Table } from '../../../src/data/table.js';
import { memoryFiles } from './fixtures.js';

const root = new URL('../../../', import.meta.url);
const folder = new URL('test/fixtures/data/parquet/', root);
const options = { header: true, missingValues: [] };

async function open(name: string): Promise<Table> {
  const { table, problems } = await readTable(filesBeside(`${folder.pathname}x`), name, options);
  assert.ok(table, JSON.stringify(problems));
  return table;
}

function cells(column: Column | undefined): (number | string | null)[] {
  assert.ok(column && column.kind !== 'array');
  return column.kind === 'number'
    ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
    : Array.from(column.codes, (code) => (code < 0 ? null : column.words[code]!));
}

async function columnsOf(name: string): Promise<Record<string, unknown[]>> {
  const { columns } = await open(name);
  return Object.fromEntries(columns.map((column) => [column.name, cells(column)]));
}

describe('reading Parquet', () => {
  it('gives the table that its CSV gives', async () => {
    const table = await open('penguins.parquet');
    const csv = await readTable(filesBeside(`${root.pathname}x`), 'examples/penguins/penguins.csv', options);
    assert.equal(table.rowCount, csv.table!.rowCount);
    for (const column of csv.table!.columns) {
      assert.deepEqual(cells(findColumn(table, column.name)), cells(column), column.name);
    }
  });

  it('reads every kind of column', async () => {
    const { rowCount } = await open('alltypes_plain.snappy.parquet');
    const all = await columnsOf('alltypes_plain.snappy.parquet');
    assert.equal(rowCount, 2);
    assert.deepEqual(all.id, [6, 7]);
    assert.deepEqual(all.bool_col, [1, 0]);
    assert.deepEqual(all.bigint_col, [0, 10]);
    assert.deepEqual(all.double_col, [0, 10.1]);
    assert.deepEqual(all.string_col, ['0', '1']);
    assert.deepEqual(all.timestamp_col, ['2009-04-01T00:00:00.000Z', '2009-04-01T00:01:00.000Z']);
  });

  it('reads missing values, lists and dates as what they are', async () => {
    const { a, b } = await columnsOf('datapage_v2.snappy.parquet');
    assert.deepEqual(
      [a, b],
      [
        ['abc', 'abc', 'abc', null, 'abc'],
        [1, 2, 3, 4, 5],
      ],
    );
    const nested = await columnsOf('nested_lists.snappy.parquet');
    assert.equal(nested.a![0], '[[["a","b"],["c"]],[null,["d"]]]');
    const half = await columnsOf('float16_nonzeros_and_nans.parquet');
    assert.deepEqual(half.x, [null, 1, -2, null, 0, -1, -0, 2]);
    const dates = await columnsOf('int96_from_spark.parquet');
    assert.equal(dates.a![0], '2024-01-01T20:34:56.123Z');
  });

  it('unpacks zstd, LZ4, and gzip in several members', async () => {
    const zstd = await columnsOf('byte_stream_split.zstd.parquet');
    assert.deepEqual([zstd.f32!.length, zstd.f32![0]], [300, Math.fround(1.7640524)]);
    assert.deepEqual((await columnsOf('lz4_raw_compressed.parquet')).c1, ['abc', 'def', 'abc', 'def']);
    const { long_col: numbers } = await columnsOf('concatenated_gzip_members.parquet');
    assert.deepEqual(
      numbers,
      Array.from({ length: 513 }, (_, i) => i + 1),
    );
  });

  for (const [name, message] of [
    ['uniform_encryption.parquet.encrypted', /is encrypted/],
    ['PARQUET-1481.parquet', /PARQUET-1481\.parquet: this Parquet file is damaged, or of a kind/],
    ['large_string_map.brotli.parquet', /a page claims 1073741828 bytes/],
  ] as const) {
    it(`says why it cannot read ${name}`, async () => {
      const { table, problems } = await readTable(filesBeside(`${folder.pathname}x`), name, options);
      assert.equal(table, null);
      assert.match(problems[0]!.message, message);
    });
  }

  it('takes no memory for rows that cannot be there', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('penguins.parquet', folder)));
    const footerStart = bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    // num_rows, 344 as a zigzag varint, stands before those of the row groups.
    const at = bytes.findIndex((byte, i) => i > footerStart && byte === 0xb0 && bytes[i + 1] === 0x05);
    const claimed = Uint8Array.of(
      ...bytes.subarray(0, at),
      0xfe,
      0xff,
      0xff,
      0xff,
      0x1f,
      ...bytes.subarray(at + 2),
    );
    const footer = new DataView(claimed.buffer, claimed.length - 8);
    footer.setUint32(0, footer.getUint32(0, true) + 3, true);
    const files = memoryFiles(new Map([['x.parquet', claimed]]));
    const { table, problems } = await readTable(files, 'x.parquet', options);
    assert.equal(table, null);
    assert.match(problems[0]!.message, /4294967295 rows are claimed, and 344 in groups/);
  });
});
