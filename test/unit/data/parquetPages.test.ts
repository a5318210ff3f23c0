import assert from 'node:assert/strict';
import type { FileMetaData } from 'hyparquet';
import { checkPages } from '../../../src/data/parquetPages.js';

const zigzag = (number: number): number => 2 * number;

/** A page of a column of eight whole numbers that may be missing, one run of levels before them, and what a file says of it. */
function makePage(run: readonly number[], values = 8): { bytes: Uint8Array; metadata: FileMetaData } {
  const levels = [...run, 1];
  const body = [levels.length, 0, 0, 0, ...levels, ...new Array<number>(32).fill(0)];
  const size = zigzag(body.length);
  const head = [0x15, 0, 0x15, size, 0x15, size, 0x2c, 0x15, zigzag(values), 0x15, 0, 0x15, 6, 0x15, 6, 0, 0];
  const bytes = Uint8Array.from([...head, ...body]);
  const column = {
    type: 'INT32',
    path_in_schema: ['x'],
    codec: 'UNCOMPRESSED',
    num_values: 8n,
    total_compressed_size: BigInt(bytes.length),
    data_page_offset: 0n,
  };
  const schema = [
    { name: 'root', num_children: 1 },
    { name: 'x', type: 'INT32', repetition_type: 'OPTIONAL' },
  ];
  return { bytes, metadata: { schema, row_groups: [{ columns: [{ meta_data: column }] }] } as never };
}

describe('the pages of Parquet', () => {
  const check = ({ bytes, metadata }: ReturnType<typeof makePage>): Promise<void> =>
    checkPages(bytes, metadata, {});

  it('may hold as many values as they say', () => check(makePage([zigzag(8)])));

  it('are refused where a run is longer than its page', async () => {
    await assert.rejects(
      check(makePage([0xfe, 0xff, 0xff, 0xff, 0x0f])),
      /a run claims 2147483647 of 8 values/,
    );
    await assert.rejects(
      check(makePage([0xff, 0xff, 0xff, 0xff, 0x0f])),
      /a run claims 17179869176 of 8 values/,
    );
  });

  it('are refused where they have more values than their column', () =>
    assert.rejects(check(makePage([zigzag(8)], 9)), /a page claims 9 values of its column's 8/));

  it('are refused where they do not say how many values they have', async () => {
    const { bytes, metadata } = makePage([zigzag(8)]);
    // A header of the second version that says nothing but that its page is packed.
    const head = [0x15, zigzag(3), 0x15, 0, 0x15, 0, 0x5c, 0x71, 0, 0];
    bytes.fill(0).set(head);
    await assert.rejects(check({ bytes, metadata }), /a page claims undefined values of its column's 8/);
  });

  it('are refused where their column has fewer values than rows', async () => {
    const { bytes, metadata } = makePage([zigzag(8)]);
    const row_groups = metadata.row_groups.map((group) => ({ ...group, num_rows: 9n }));
    await assert.rejects(
      check({ bytes, metadata: { ...metadata, row_groups } }),
      /a column has 8 values for 9 rows/,
    );
  });

  it('are refused where a dictionary claims more than its bits', async () => {
    const { bytes, metadata } = makePage([zigzag(8)]);
    // A dictionary page of no bytes and one value.
    bytes.fill(0).set([0x15, zigzag(2), 0x15, 0, 0x15, 0, 0x4c, 0x15, zigzag(1), 0x15, 0, 0, 0]);
    await assert.rejects(check({ bytes, metadata }), /a dictionary claims 1 values/);
  });

  it('are refused where their column ends behind the file', async () => {
    const { bytes, metadata } = makePage([zigzag(8)]);
    await assert.rejects(
      checkPages(bytes.subarray(0, 20), metadata, {}),
      /a column should stand from byte 0 to/,
    );
  });
});
