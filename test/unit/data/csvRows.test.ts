import assert from 'node:assert/strict';
import Papa from 'papaparse';
import { walkRows, type Dialect } from '../../../src/data/csvRows.js';
import { createRandom } from '../../../src/tensor/random.js';

interface Walked {
  readonly rows: string[][];
  readonly lines: number[];
  readonly failure: ReturnType<typeof walkRows>;
}

function walk(text: string, dialect: Dialect, pieceLength: number): Walked {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += pieceLength) pieces.push(text.slice(at, at + pieceLength));
  const rows: string[][] = [];
  const lines: number[] = [];
  let row: string[] = [];
  const failure = walkRows(pieces, dialect, {
    cell(index, source, start, end) {
      assert.equal(index, row.length);
      row.push(source.slice(start, end));
    },
    endRow(line, cells) {
      assert.equal(cells, row.length);
      rows.push(row);
      lines.push(line);
      row = [];
      return true;
    },
  });
  return { rows, lines, failure };
}

describe('rows of a delimited text', () => {
  const snippets = ['a', '7', ',', ';', '"', '""', '\n', '\r\n', ' ', '', 'é', '5" pipe', "'"];

  it('are those that Papa Parse reads, wherever the text is cut', () => {
    const random = createRandom(7, 0);
    let drawn = 0;
    const draw = (below: number): number => Math.floor(below * random.uniform(drawn++));
    for (let round = 0; round < 300; round++) {
      const dialect: Dialect = { delimiter: round % 2 === 0 ? ',' : ';', newline: '\n' };
      const width = 2 + draw(3);
      const table = Array.from({ length: 1 + draw(6) }, () =>
        Array.from({ length: width }, () =>
          Array.from({ length: draw(4) }, () => snippets[draw(snippets.length)]).join(''),
        ),
      );
      const text = Papa.unparse(table, {
        delimiter: dialect.delimiter,
        newline: '\n',
        quotes: round % 3 === 0,
      });
      const oracle = Papa.parse<string[]>(text, { ...dialect });
      const expected = oracle.data
        .map((row) => row.map((cell) => cell.trim()))
        .filter((row) => row.length > 1 || row[0] !== '');
      for (const length of [1, 2, 3, 7, 1000]) {
        const { rows, failure } = walk(text, dialect, length);
        assert.equal(failure, null, text);
        assert.deepEqual(rows, expected, JSON.stringify(text));
      }
    }
  });

  it('count the lines that their quotes hold', () => {
    const text = 'a,"1\n2\n3"\n\nb,2\n"x\ny",3\nc,4';
    for (const length of [1, 4, 100]) {
      assert.deepEqual(walk(text, { delimiter: ',', newline: '\n' }, length).lines, [1, 5, 6, 8]);
    }
  });

  it('may end in a carriage return alone', () => {
    const { rows } = walk('a,b\r1,"2\r3"\r', { delimiter: ',', newline: '\r' }, 3);
    assert.deepEqual(rows, [
      ['a', 'b'],
      ['1', '2\r3'],
    ]);
  });

  for (const [text, line] of [
    ['a\n"b', 2],
    ['a,b\n1,"x"y"\n', 2],
    ['"a"b,c\n', 1],
    ['a\n\n"b\n\n', 3],
  ] as const) {
    it(`refuse a misplaced quote: ${JSON.stringify(text)}`, () => {
      for (const length of [1, 3, 100]) {
        const { failure } = walk(text, { delimiter: ',', newline: '\n' }, length);
        assert.deepEqual([failure?.code, failure?.line], ['bad-quotes', line]);
      }
    });
  }
});
