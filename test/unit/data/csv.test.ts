import assert from 'node:assert/strict';
import { readCsv } from '../../../src/data/csv.js';
import type { TableOptions, TableRead } from '../../../src/data/source.js';

const encoder = new TextEncoder();
const defaults: TableOptions = { header: true, missingValues: [] };

function read(text: string | Uint8Array, options: Partial<TableOptions> = {}): TableRead {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text;
  return readCsv(bytes, 't.csv', { ...defaults, ...options });
}

/** The table as plain cells: numbers, words, null where missing. */
function cells(result: TableRead): Record<string, (number | string | null)[]> {
  assert.ok(result.table, JSON.stringify(result.problems));
  return Object.fromEntries(
    result.table.columns.map((column) => [
      column.name,
      column.kind === 'number'
        ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
        : column.kind === 'text'
          ? Array.from(column.codes, (code) => (code < 0 ? null : column.words[code]!))
          : [],
    ]),
  );
}

function codes(result: TableRead): string[] {
  return result.problems.map((problem) => problem.code);
}

describe('reading CSV', () => {
  it('reads numbers and words by columns', () => {
    const result = read('x,species\n1.5,Adelie\n-2e3,Gentoo\n');
    assert.deepEqual(cells(result), { x: [1.5, -2000], species: ['Adelie', 'Gentoo'] });
    assert.deepEqual([...result.table!.lines!], [2, 3]);
    assert.deepEqual(result.problems, []);
  });

  for (const [what, text] of [
    ['tabs', 'x\ty\n1\ta\n2\tb\n'],
    ['semicolons', 'x;y\n1;a\n2;b\n'],
    ['bars', 'x|y\n1|a\n2|b\n'],
    ['CRLF', 'x,y\r\n1,a\r\n2,b\r\n'],
    ['CR alone', 'x,y\r1,a\r2,b\r'],
    ['no last line end', 'x,y\n1,a\n2,b'],
    ['a byte-order mark', '\ufeffx,y\n1,a\n2,b\n'],
    ['spaces around cells', ' x , y \n 1 , a \n 2 , b \n'],
    ['quotes', '"x","y"\n"1","a"\n2,"b"\n'],
    ['quotes and CRLF', '"x","y"\r\n"1","a"\r\n2,"b"\r\n'],
    ['blank lines', '\nx,y\n\n1,a\n  \n2,b\n\n'],
  ] as const) {
    it(`reads ${what}`, () => assert.deepEqual(cells(read(text)), { x: [1, 2], y: ['a', 'b'] }));
  }

  it('keeps line numbers across blank lines and quoted line ends', () => {
    const result = read('id,text\n1,"line1\nline2, ""q"""\n\n2,plain\n');
    assert.deepEqual(cells(result), { id: [1, 2], text: ['line1\nline2, "q"', 'plain'] });
    assert.deepEqual([...result.table!.lines!], [2, 5]);
  });

  it('reads with and without quotes the same, in pieces of any size', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [i / 8, `word ${i % 7}`, -i]);
    const plain = `a,b,c\n${rows.map((row) => row.join(',')).join('\n')}\n`;
    const quoted = `a,b,c\n${rows.map(([a, b, c]) => `${a},"${b}",${c}`).join('\n')}\n`;
    const result = cells(read(plain));
    assert.equal(result.a!.length, 20_000);
    assert.deepEqual(
      result.a,
      rows.map(([a]) => a),
    );
    assert.deepEqual(cells(read(quoted)), result);
    // A quote in the last row alone: both ways of reading in one file.
    assert.deepEqual(cells(read(plain + '0,"word 0",0\n')).b!.length, 20_001);
  });

  it('reads a decimal comma where semicolons delimit', () => {
    assert.deepEqual(cells(read('x;y\n1,5;2,5\n3,0;4,25\n')), { x: [1.5, 3], y: [2.5, 4.25] });
    assert.deepEqual(cells(read('x;y\n1.234,5;1\n2,25;2\n')).x, [1234.5, 2.25]);
    assert.deepEqual(cells(read('x;y\n1.5;2\n3.25;4\n')), { x: [1.5, 3.25], y: [2, 4] });
  });

  it('reads thousands in groups and says so', () => {
    const result = read('price,n\n"1,234.5",3\n"12,000",4\n');
    assert.deepEqual(cells(result), { price: [1234.5, 12000], n: [3, 4] });
    assert.deepEqual(codes(result), ['thousands']);
    assert.match(result.problems[0]!.message, /"1,234.5" is read as 1234.5/);
  });

  it('takes empty cells, NA and the words it is told for missing', () => {
    const text = 'a,b,c\n1,x,5\nNA,NA,-999\n,,?\n';
    assert.deepEqual(cells(read(text, { missingValues: ['-999', '?'] })), {
      a: [1, null, null],
      b: ['x', null, null],
      c: [5, null, null],
    });
    // Inf, nan and hexadecimal are words, not numbers.
    assert.deepEqual(cells(read('a,b\nnan,1\n0x10,2\nInfinity,3\n')).a, ['nan', '0x10', 'Infinity']);
  });

  it('names columns without a header', () => {
    assert.deepEqual(cells(read('5.1,a\n4.9,b\n', { header: false })), {
      column1: [5.1, 4.9],
      column2: ['a', 'b'],
    });
  });

  it('suspects a header that fits into its columns', () => {
    assert.deepEqual(codes(read('5.1,3.5,0\n4.9,3.0,1\n')), ['header-looks-like-data']);
    assert.deepEqual(codes(read('39,Private\n50,Private\n38,State\n')), ['header-looks-like-data']);
    assert.deepEqual(codes(read('country,1960,1961\nPeru,1,2\nChile,3,4\n')), []);
  });

  it('finds names that stand twice or not at all', () => {
    const result = read('x,x,y,\n1,2,3,4\n');
    assert.equal(result.table, null);
    assert.deepEqual(
      result.problems.map(({ severity, code, line, column }) => [severity, code, line, column]),
      [
        ['error', 'duplicate-column', 1, 2],
        ['warning', 'unnamed-column', 1, 4],
      ],
    );
    assert.deepEqual(Object.keys(cells(read(',x\n0,5\n1,6\n'))), ['column1', 'x']);
  });

  it('survives columns that are called like parts of an object', () => {
    assert.deepEqual(
      read('__proto__,constructor\n1,2\n').table!.columns.map(({ name }) => name),
      ['__proto__', 'constructor'],
    );
  });

  it('names file, line and cell of ragged rows', () => {
    const result = read('a,b,c\n1,2\n3,4,5,6\n7,8,9\n');
    assert.equal(result.table, null);
    assert.deepEqual(
      result.problems.map(({ code, file, line, column }) => [code, file, line, column]),
      [
        ['ragged-row', 't.csv', 2, 3],
        ['ragged-row', 't.csv', 3, 4],
      ],
    );
    assert.match(
      result.problems[0]!.message,
      /^t\.csv:2:3: this row has 2 cells, but the table has 3 columns/,
    );
  });

  it('shows the first 20 mistakes of a kind and counts the others', () => {
    const { problems } = read(`a,b\n${'1\n'.repeat(1000)}`);
    assert.equal(problems.length, 21);
    assert.match(problems[20]!.message, /and 980 more/);
  });

  describe('text or numbers', () => {
    const withWords = (words: number, of: number, at: 'first' | 'last'): string => {
      const numbers = Array.from({ length: of - words }, (_, i) => `${i}`);
      const text = Array.from({ length: words }, (_, i) => `w${i}`);
      const all = at === 'first' ? [...text, ...numbers] : [...numbers, ...text];
      return `x\n${all.join('\n')}\n`;
    };

    for (const at of ['first', 'last'] as const) {
      it(`is numbers from 95 % of the cells, the rest are problems (${at})`, () => {
        const result = read(withWords(5, 100, at));
        assert.equal(result.table?.columns[0]!.kind, 'number');
        assert.deepEqual(codes(result), Array(5).fill('text-among-numbers'));
        const line = at === 'first' ? 2 : 97;
        assert.deepEqual(
          [result.problems[0]!.line, result.problems[0]!.column, result.problems[0]!.cell],
          [line, 1, 'w0'],
        );
      });

      it(`is text below that, with a word of warning (${at})`, () => {
        const result = read(withWords(6, 100, at));
        assert.equal(result.table?.columns[0]!.kind, 'text');
        assert.deepEqual(codes(result), ['text-column']);
        assert.match(result.problems[0]!.message, /94 of its 100 cells are numbers, but "w0"/);
      });

      it(`is settled by all cells, not by the first thousand (${at})`, () => {
        const few = read(withWords(1200, 30_000, at));
        assert.equal(few.table?.columns[0]!.kind, 'number');
        assert.equal(few.problems.length, 21);
        assert.match(few.problems[20]!.message, /and 1180 more/);
        const many = read(withWords(3000, 30_000, at));
        const column = many.table!.columns[0]!;
        assert.ok(column.kind === 'text');
        const row = at === 'first' ? 3000 : 0;
        assert.equal(column.words[column.codes[row]!], '0');
      });
    }

    it('keeps the kinds it is told', () => {
      const kinds = new Map([['zip', 'text'] as const, ['x', 'number'] as const]);
      const result = read('zip,x\n01234,1\n05678,oops\n', { kinds });
      assert.deepEqual(cells(result), { zip: ['01234', '05678'], x: [1, null] });
      assert.deepEqual(codes(result), ['text-among-numbers']);
    });
  });

  describe('hostile files', () => {
    for (const [what, text, code, message] of [
      ['an empty file', '', 'empty-file', /t\.csv is empty/],
      ['nothing but line ends', '\n\n\n', 'empty-file', /is empty/],
      ['a header and no rows', 'a,b\n', 'no-rows', /no rows/],
      ['a NUL byte', 'a,b\n1,2\n3,\0\n', 'binary-file', /^t\.csv:3: a NUL byte/],
      ['an archive', 'PK\u0003\u0004\0\0', 'binary-file', /save the sheet as CSV/],
      ['a quote that never closes', 'a,b\n1,2\n3,"oops\n4,5\n', 'bad-quotes', /a quote opens in this row/],
      ['a quote in the wrong place', 'a,b\n1,"x"y"\n4,5\n', 'bad-quotes', /quote/],
    ] as const) {
      it(`refuses ${what}`, () => {
        const result = read(text);
        assert.equal(result.table, null);
        const errors = result.problems.filter(({ severity }) => severity === 'error');
        assert.deepEqual(
          errors.map((problem) => problem.code),
          [code],
        );
        assert.match(errors[0]!.message, message);
      });
    }

    it('names the line of a quote that never closes', () => {
      assert.equal(read('a,b\n1,2\n3,"oops\n4,5\n').problems[0]!.line, 3);
    });

    it('refuses a line of 100 MB before it fills the memory', () => {
      const bytes = new Uint8Array(100 << 20).fill(120);
      bytes.set(encoder.encode('a,b\n1,2\n'));
      const result = read(bytes);
      assert.deepEqual(codes(result), ['line-too-long']);
      assert.equal(result.problems[0]!.line, 3);
      assert.match(result.problems[0]!.message, /longer than 16 MB/);
    });

    it('refuses an unclosed quote before 100 MB of lines', () => {
      const bytes = encoder.encode(`a,b\n1,"2\n${'345,678\n'.repeat(13 << 20)}`);
      const result = read(bytes);
      assert.deepEqual(codes(result), ['line-too-long']);
      assert.match(result.problems[0]!.message, /quote that is never closed/);
    });
  });
});
