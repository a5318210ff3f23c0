import assert from 'node:assert/strict';
import { readCsv } from '../../../src/data/csv.js';
import { describeTable, type ColumnDescription } from '../../../src/data/describe.js';

function describeText(text: string): ColumnDescription[] {
  const { table } = readCsv(new TextEncoder().encode(text), 't.csv', { header: true, missingValues: [] });
  return describeTable(table!);
}

describe('column descriptions', () => {
  it('describe numbers', () => {
    const [column] = describeText('x,y\n1,0\n3,0\n,0\n2,0\n');
    assert.deepEqual(column, {
      kind: 'number',
      name: 'x',
      rowCount: 4,
      missing: 1,
      distinct: 3,
      minimum: 1,
      maximum: 3,
      mean: 2,
      std: Math.sqrt(2 / 3),
      whole: true,
      counts: false,
    });
  });

  it('describe words, the commonest first', () => {
    const [column] = describeText('c,y\nred,0\nblue,0\nblue,0\n,0\n');
    assert.ok(column?.kind === 'text');
    assert.deepEqual(column.top, [
      { word: 'blue', count: 2 },
      { word: 'red', count: 1 },
    ]);
    assert.deepEqual([column.missing, column.distinct, column.dateShare], [1, 2, 0]);
  });

  it('know a column that counts its rows', () => {
    const [id, odd] = describeText('id,odd\n7,1\n8,3\n9,5\n');
    assert.deepEqual(
      [id, odd].map((column) => column?.kind === 'number' && column.counts),
      [true, false],
    );
  });

  for (const [dates, inTime] of [
    [['2024-01-31', '2024-02-29', '2025-01-01'], true],
    [['2024-02-29', '2024-01-31', '2025-01-01'], false],
    [['31.12.2023', '01.01.2024', '2.1.2024'], false],
    [['Jan 1 2000', 'Feb 1 2000', 'Mar 1 2000'], false],
    [['2024-01-31T10:00:00Z', '2024-02-29 11:30', '2024-03-01'], true],
  ] as const) {
    it(`know the dates ${dates[0]} …`, () => {
      const [column] = describeText(`d,y\n${dates.map((date) => `${date},1\n`).join('')}`);
      assert.ok(column?.kind === 'text');
      assert.deepEqual([column.dateShare, column.inTime], [1, inTime]);
    });
  }
});
